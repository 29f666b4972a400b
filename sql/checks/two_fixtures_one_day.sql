-- two_fixtures_one_day: a team with more than one fixture on one day.
-- grain: team, day
-- inputs: fixtures
-- severity: warning
-- hint: one of the dates or teams is wrong in the file, or two clubs share a name; compare with another source
-- columns:
--   team_id     team's identity
--   match_date  day
--   fixtures    fixtures on it, count
--   fixture_ids their ids, joined by a comma
with played as (
    select home_team_id as team_id, match_date, fixture_id from fixtures where state is distinct from 'deleted'
    union all
    select away_team_id, match_date, fixture_id from fixtures where state is distinct from 'deleted'
),
crowded as (
    select team_id, match_date
    from played
    group by team_id, match_date
    having count(*) > 1
)
select team_id, match_date, count(*) as fixtures, string_agg(fixture_id, ', ' order by fixture_id) as fixture_ids
from played
semi join crowded using (team_id, match_date)
group by team_id, match_date
order by team_id, match_date;
