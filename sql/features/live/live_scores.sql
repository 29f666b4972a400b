-- live_scores: The results of the fixtures of which a live run makes int_matches.
-- grain: fixture
-- inputs: staged_scores, fixtures
-- columns:
--   fixture_id  as in scores, like all columns
--   home_goals  likewise
--   away_goals  likewise
--   known_at    likewise
select fixture_id, home_goals, away_goals, known_at
from staged_scores
where fixture_id in (select fixture_id from fixtures)
