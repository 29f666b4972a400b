-- met_within_days: a pair that met at one ground twice within six days.
-- grain: division, season, pair, two fixtures
-- inputs: fixtures
-- severity: warning
-- hint: play-offs and three matches in a row do so; else one of the rows has a wrong date or score: compare with another source, and land a file without it with "matchday land footballdata FILE"
-- columns:
--   division    division's code
--   season      season's label
--   fixture_id  first fixture
--   match_date  its day
--   other_id    second fixture
--   other_date  its day
with met as (
    select division, season, home_team_id, away_team_id, fixture_id, match_date
    from fixtures
    where state is distinct from 'deleted' and source = 'footballdata'
)
select a.division, a.season, a.fixture_id, a.match_date, b.fixture_id as other_id, b.match_date as other_date
from met as a
join met as b using (division, season, home_team_id, away_team_id)
where b.match_date > a.match_date and b.match_date - a.match_date <= 6
order by a.division, a.season, a.fixture_id, b.fixture_id;
