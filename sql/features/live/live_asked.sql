-- live_asked: The fixtures that a live run is asked for and that have not kicked off.
-- grain: fixture
-- inputs: staged_fixtures
-- columns:
--   fixture_id    one of $1
--   country       as in fixtures, like all columns
--   division      likewise
--   home_team_id  likewise
--   away_team_id  likewise
select fixture_id, country, division, home_team_id, away_team_id
from staged_fixtures
where kickoff > getvariable('as_of') and fixture_id in (select unnest($1::varchar[]))
