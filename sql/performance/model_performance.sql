-- model_performance: how well each model did on the predicted fixtures that were played,
-- over all of them and by division, outcome and week. Of several predictions of a
-- fixture the last counts.
-- grain: scope, model, division, outcome, week
-- inputs: model_predictions, predictions, results
-- columns:
--   scope              all, division, outcome or week: by what the fixtures are parted
--   model              model's name; market_pre is the prices without margin
--   division           division's code; NULL unless the scope is division
--   outcome            what happened, H, D or A; NULL unless the scope is outcome
--   week               Monday of the match date's week; NULL unless the scope is week
--   n                  fixtures scored, count
--   log_loss           mean of -ln(probability of what happened), 0 upwards; 1.0986 is uniform
--   brier              mean three-class sum of squares, 0 to 2
--   rps                mean ranked probability score, 0 to 1
--   accuracy           share whose most probable outcome happened, 0 to 1
--   calibration_error  mean over the three outcomes of the 20-bin expected calibration error, 0 to 1
WITH latest AS (
    SELECT prediction_id, fixture_id, division, match_date
    FROM predictions
    QUALIFY row_number() OVER (PARTITION BY fixture_id ORDER BY as_of DESC, prediction_time DESC) = 1
), said AS (
    SELECT m.model, p.division, r.actual_outcome AS outcome, date_trunc('week', p.match_date)::DATE AS week,
           m.home_win_prob AS h, m.draw_prob AS d, m.away_win_prob AS a
    FROM model_predictions m JOIN latest p USING (prediction_id) JOIN results r USING (fixture_id)
), scoped AS (
    SELECT 'all' AS scope, model, NULL AS division, NULL AS outcome, NULL::DATE AS week, h, d, a, outcome AS happened FROM said
    UNION ALL SELECT 'division', model, division, NULL, NULL, h, d, a, outcome FROM said
    UNION ALL SELECT 'outcome', model, NULL, outcome, NULL, h, d, a, outcome FROM said
    UNION ALL SELECT 'week', model, NULL, NULL, week, h, d, a, outcome FROM said
), scored AS (
    -- Decimals, because their sum does not depend on the order of the threads.
    SELECT scope, model, division, outcome, week, count(*) AS n,
           sum((-ln(CASE happened WHEN 'H' THEN h WHEN 'D' THEN d ELSE a END))::DECIMAL(18, 12)) AS log_loss,
           sum((pow(h - (happened = 'H')::INT, 2) + pow(d - (happened = 'D')::INT, 2) + pow(a - (happened = 'A')::INT, 2))::DECIMAL(18, 12)) AS brier,
           sum(((pow(h - (happened = 'H')::INT, 2) + pow(a - (happened = 'A')::INT, 2)) / 2)::DECIMAL(18, 12)) AS rps,
           count(*) FILTER (happened = CASE WHEN h >= d AND h >= a THEN 'H' WHEN d >= a THEN 'D' ELSE 'A' END) AS hits
    FROM scoped GROUP BY ALL
), binned AS (
    SELECT scope, model, division, outcome, week,
           unnest(['H', 'D', 'A']) AS side, unnest([h, d, a]) AS p, unnest([happened = 'H', happened = 'D', happened = 'A'])::INT AS came
    FROM scoped
), gaps AS (
    SELECT scope, model, division, outcome, week, side, least(floor(p * 20), 19) AS bin, abs(sum(p::DECIMAL(18, 12)) - sum(came)) AS gap
    FROM binned GROUP BY ALL
), errors AS (
    SELECT scope, model, division, outcome, week, sum(gap::DECIMAL(24, 12)) / 3 AS gap
    FROM gaps GROUP BY ALL
)
SELECT s.scope, s.model, s.division, s.outcome, s.week, s.n,
       round(s.log_loss / s.n, 6) AS log_loss, round(s.brier / s.n, 6) AS brier, round(s.rps / s.n, 6) AS rps,
       round(s.hits / s.n, 6) AS accuracy, round(e.gap / s.n, 6) AS calibration_error
FROM scored s
JOIN errors e ON e.scope = s.scope AND e.model = s.model AND e.division IS NOT DISTINCT FROM s.division
  AND e.outcome IS NOT DISTINCT FROM s.outcome AND e.week IS NOT DISTINCT FROM s.week
ORDER BY s.scope, s.model, s.division, s.outcome, s.week
