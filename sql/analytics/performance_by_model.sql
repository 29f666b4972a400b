-- performance_by_model: how well each model's probabilities did on the fixtures with a result.
-- grain: model
-- inputs: model_predictions, predictions, results
-- columns:
--   model     model's name; market_pre and market_close are the prices without margin
--   fixtures  predictions scored, count
--   log_loss  mean of -ln(probability of what happened), 0 upwards; 1.0986 is uniform
--   brier     mean three-class sum of squares, 0 to 2
--   rps       mean ranked probability score, 0 to 1
--   accuracy  share whose most probable outcome happened, 0 to 1
WITH scored AS (
    SELECT m.model, m.home_win_prob AS h, m.draw_prob AS d, m.away_win_prob AS a, r.actual_outcome AS outcome,
           CASE r.actual_outcome WHEN 'H' THEN m.home_win_prob WHEN 'D' THEN m.draw_prob ELSE m.away_win_prob END AS said
    FROM model_predictions m
    JOIN predictions p USING (prediction_id)
    JOIN results r USING (fixture_id)
), losses AS (
    -- Decimals, because their sum does not depend on the order of the threads.
    SELECT model,
           (-ln(said))::DECIMAL(18, 12) AS log_loss,
           (pow(h - (outcome = 'H')::INT, 2) + pow(d - (outcome = 'D')::INT, 2) + pow(a - (outcome = 'A')::INT, 2))::DECIMAL(18, 12) AS brier,
           ((pow(h - (outcome = 'H')::INT, 2) + pow(a - (outcome = 'A')::INT, 2)) / 2)::DECIMAL(18, 12) AS rps,
           -- Ties go to the earlier of H, D, A, as in the report's table.
           (outcome = CASE WHEN h >= d AND h >= a THEN 'H' WHEN d >= a THEN 'D' ELSE 'A' END)::INT AS hit
    FROM scored
)
SELECT model,
       count(*) AS fixtures,
       round(sum(log_loss) / count(*), 4) AS log_loss,
       round(sum(brier) / count(*), 4) AS brier,
       round(sum(rps) / count(*), 4) AS rps,
       round(sum(hit) / count(*), 4) AS accuracy
FROM losses
GROUP BY model
ORDER BY log_loss, model;
