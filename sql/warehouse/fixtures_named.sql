-- fixtures_named: the fixtures that the text $1 means: the one of that id, else those
-- whose "home - away" contains it and that have been predicted, else all that
-- contain it; at most $2.
-- grain: fixture
-- inputs: fixtures, predictions
-- columns:
--   fixture_id  fixture, the latest kick-offs first
with named as (
    select
        fixture_id, kickoff,
        case when fixture_id = $1 then 0 when fixture_id in (select fixture_id from predictions) then 1 else 2 end as rank
    from fixtures
    where fixture_id = $1 or contains(lower(home_team || ' - ' || away_team), lower($1))
)
select fixture_id
from named
where rank = (select min(rank) from named)
order by kickoff desc, fixture_id
limit $2;
