-- live_fixtures: The fixtures of which a live run makes int_matches: those that are asked
-- for, and all that their clubs have played, of the partitions that are read.
-- grain: fixture
-- inputs: staged_fixtures, asked
-- columns:
--   fixture_id     as in fixtures, like all columns
--   country        likewise
--   division       likewise
--   season         likewise
--   level          likewise
--   match_date     likewise
--   kickoff        likewise
--   kickoff_known  likewise
--   home_team      likewise
--   away_team      likewise
--   home_team_id   likewise
--   away_team_id   likewise
--   as_of          likewise
with clubs as (
    select home_team_id as team_id from asked
    union
    select away_team_id from asked
)
select
    fixture_id, country, division, season, level, match_date, kickoff, kickoff_known,
    home_team, away_team, home_team_id, away_team_id, as_of
from staged_fixtures
where home_team_id in (from clubs) or away_team_id in (from clubs)
