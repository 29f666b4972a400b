-- prediction_records: the predictions of the fixture $1.
-- grain: prediction
-- inputs: predictions
-- columns:
--   prediction_id     prediction
--   prediction_time   the run's clock, UTC
--   as_of             latest moment whose knowledge was used, UTC
--   kickoff           as scheduled then, UTC
--   home_team         home side
--   away_team         away side
--   division          division's code
--   model_version     version that predicted
--   run_id            run that predicted
--   lineup_available  whether the line-ups were known
--   home_win_prob     0 to 1
--   draw_prob         0 to 1
--   away_win_prob     0 to 1
select
    prediction_id, prediction_time, as_of, kickoff, home_team, away_team, division, model_version, run_id, lineup_available,
    home_win_prob, draw_prob, away_win_prob
from predictions
where fixture_id = $1
order by prediction_time, prediction_id
