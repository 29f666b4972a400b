-- probabilities: probabilities that are none: outside 0 to 1, not summing to
-- one, a predicted outcome that is not the most probable, or a prediction that
-- differs from what the ensemble said.
-- grain: prediction, model
-- inputs: predictions, model_predictions
-- severity: error
-- hint: a model is broken; do not bet on what it says, and report it with the run's configuration
-- columns:
--   prediction_id  prediction
--   model          model; prediction where the offending row is in predictions
--   offence        what is wrong
--   home_win_prob  probability of a home win as written
--   draw_prob      probability of a draw as written
--   away_win_prob  probability of an away win as written
WITH said AS (
    SELECT prediction_id, 'prediction' AS model, home_win_prob, draw_prob, away_win_prob FROM predictions
    UNION ALL
    SELECT prediction_id, model, home_win_prob, draw_prob, away_win_prob FROM model_predictions
), offences AS (
    SELECT prediction_id, model, home_win_prob, draw_prob, away_win_prob, 'not between 0 and 1' AS offence
    FROM said
    WHERE NOT coalesce(least(home_win_prob, draw_prob, away_win_prob) > 0
                   AND greatest(home_win_prob, draw_prob, away_win_prob) < 1
                   AND home_win_prob IS NOT NULL AND draw_prob IS NOT NULL AND away_win_prob IS NOT NULL, false)
    UNION ALL
    SELECT prediction_id, model, home_win_prob, draw_prob, away_win_prob, 'do not sum to one'
    FROM said
    WHERE abs(home_win_prob + draw_prob + away_win_prob - 1) > 1e-6
    UNION ALL
    SELECT prediction_id, 'prediction', home_win_prob, draw_prob, away_win_prob, 'predicted outcome is not the most probable'
    FROM predictions
    WHERE CASE predicted_outcome WHEN 'H' THEN home_win_prob WHEN 'D' THEN draw_prob ELSE away_win_prob END
        < greatest(home_win_prob, draw_prob, away_win_prob)
    UNION ALL
    SELECT p.prediction_id, 'prediction', p.home_win_prob, p.draw_prob, p.away_win_prob, 'differs from the ensemble'
    FROM predictions p
    JOIN model_predictions m ON m.prediction_id = p.prediction_id AND m.model = 'ensemble'
    WHERE (p.home_win_prob, p.draw_prob, p.away_win_prob) IS DISTINCT FROM (m.home_win_prob, m.draw_prob, m.away_win_prob)
)
SELECT prediction_id, model, offence, home_win_prob, draw_prob, away_win_prob
FROM offences
ORDER BY prediction_id, model, offence;
