-- prior_predictions: the predictions of the fixtures in the list $1.
-- grain: prediction
-- inputs: predictions
-- columns:
--   fixture_id        fixture
--   prediction_time   the run's clock, UTC
--   as_of             latest moment whose knowledge was used, UTC
--   lineup_available  whether the line-ups were known
--   home_win_prob     0 to 1
--   draw_prob         0 to 1
--   away_win_prob     0 to 1
select fixture_id, prediction_time, as_of, lineup_available, home_win_prob, draw_prob, away_win_prob
from predictions
where list_contains($1::varchar[], fixture_id)
order by prediction_time, prediction_id
