-- live_fixtures: The fixtures of which a live run makes int_matches: those that are asked
-- for, all that their clubs have played, and all whose result or statistics became known
-- after the variable since.
-- grain: fixture
-- inputs: staged_fixtures, asked, scores, statistics
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
    select home_team_id as team_id from staged_fixtures where fixture_id in (from asked)
    union
    select away_team_id from staged_fixtures where fixture_id in (from asked)
),
recent as (
    select fixture_id from scores where known_at > getvariable('since')
    union
    select fixture_id from statistics where known_at > getvariable('since')
)
select
    fixture_id, country, division, season, level, match_date, kickoff, kickoff_known,
    home_team, away_team, home_team_id, away_team_id, as_of
from staged_fixtures
where home_team_id in (from clubs) or away_team_id in (from clubs) or fixture_id in (from recent)
