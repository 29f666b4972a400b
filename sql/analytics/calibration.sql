-- calibration: whether outcomes given a probability happen that often, in twenty bins over all three outcomes.
-- grain: model, bin
-- inputs: model_predictions, predictions, results
-- columns:
--   model        model's name
--   bin          lower edge of the bin, 0 to 0.95; its width is 0.05
--   n            probabilities in it, three a prediction, count
--   mean_prob    mean probability given, 0 to 1
--   happened     share that happened, 0 to 1
--   gap          happened less mean_prob
--   error        standard error of happened if the probabilities are right
WITH said AS (
    SELECT m.model, unnest([m.home_win_prob, m.draw_prob, m.away_win_prob]) AS p,
           unnest([r.actual_outcome = 'H', r.actual_outcome = 'D', r.actual_outcome = 'A']) AS happened
    FROM model_predictions m
    JOIN predictions USING (prediction_id)
    JOIN results r USING (fixture_id)
), binned AS (
    SELECT model, least(floor(p * 20), 19)::INT AS bin, p::DECIMAL(18, 12) AS p, (p * (1 - p))::DECIMAL(18, 12) AS variance, happened::INT AS happened
    FROM said
)
SELECT model, (bin * 0.05)::DECIMAL(3, 2) AS bin,
       count(*) AS n,
       round(sum(p) / count(*), 4) AS mean_prob,
       round(sum(happened) / count(*), 4) AS happened,
       round(sum(happened) / count(*) - sum(p) / count(*), 4) AS gap,
       round(sqrt(sum(variance)) / count(*), 4) AS error
FROM binned
GROUP BY model, binned.bin
ORDER BY model, binned.bin;
