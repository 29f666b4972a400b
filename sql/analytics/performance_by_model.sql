-- performance_by_model: how well each model's probabilities did on the fixtures with a result.
-- grain: model
-- inputs: model_predictions, predictions, results
-- columns:
--   model      model's name; market_pre and market_close are the prices without margin
--   fixtures   fixtures scored, count
--   log_loss   mean of -ln(probability of what happened), natural log, 0 upwards; 1.0986 is uniform
--   brier      mean three-class sum of squares, 0 to 2
--   accuracy   share of fixtures whose most probable outcome happened, 0 to 1
WITH scored AS (
    SELECT m.model, p.fixture_id, r.actual_outcome,
           CASE r.actual_outcome WHEN 'H' THEN m.home_win_prob WHEN 'D' THEN m.draw_prob ELSE m.away_win_prob END AS p_actual,
           m.home_win_prob, m.draw_prob, m.away_win_prob
    FROM model_predictions m
    JOIN predictions p USING (prediction_id)
    JOIN results r USING (fixture_id)
)
SELECT model,
       count(*) AS fixtures,
       -- Decimal sums do not depend on the order of the threads.
       round((sum((-ln(p_actual))::DECIMAL(18, 12)) / count(*))::DOUBLE, 6) AS log_loss,
       round((sum((power(home_win_prob - (actual_outcome = 'H')::INT, 2)
                 + power(draw_prob - (actual_outcome = 'D')::INT, 2)
                 + power(away_win_prob - (actual_outcome = 'A')::INT, 2))::DECIMAL(18, 12)) / count(*))::DOUBLE, 6) AS brier,
       round(sum((p_actual = greatest(home_win_prob, draw_prob, away_win_prob))::INT) / count(*), 6) AS accuracy
FROM scored
GROUP BY model
ORDER BY log_loss, model;
