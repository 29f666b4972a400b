-- performance_by_division: the ensemble beside base rates and the market, division by division.
-- grain: division
-- inputs: model_predictions, predictions, results
-- columns:
--   division      division's code
--   league        its name
--   fixtures      predictions with a result, count
--   base_rate     log loss of the division's base rates; NULL if there are none
--   ensemble      log loss of the ensemble on the same fixtures
--   priced        fixtures that have a pre-match market price too, count
--   ensemble_priced  log loss of the ensemble on those; NULL if there are none
--   market_pre    log loss of the market's margin-free pre-match prices on those; NULL if there are none
WITH losses AS (
    SELECT p.prediction_id, p.division, p.league, m.model,
           (-ln(CASE r.actual_outcome WHEN 'H' THEN m.home_win_prob WHEN 'D' THEN m.draw_prob ELSE m.away_win_prob END))::DECIMAL(18, 12) AS loss
    FROM model_predictions m
    JOIN predictions p USING (prediction_id)
    JOIN results r USING (fixture_id)
    WHERE m.model IN ('base_rate', 'ensemble', 'market_pre')
), side_by_side AS (
    SELECT prediction_id, division, league,
           max(loss) FILTER (model = 'base_rate') AS base_rate,
           max(loss) FILTER (model = 'ensemble') AS ensemble,
           max(loss) FILTER (model = 'market_pre') AS market_pre
    FROM losses
    GROUP BY prediction_id, division, league
)
SELECT division, league,
       count(*) AS fixtures,
       round(sum(base_rate) / count(base_rate), 4) AS base_rate,
       round(sum(ensemble) / count(ensemble), 4) AS ensemble,
       count(market_pre) AS priced,
       round(sum(ensemble) FILTER (market_pre IS NOT NULL) / nullif(count(ensemble) FILTER (market_pre IS NOT NULL), 0), 4) AS ensemble_priced,
       round(sum(market_pre) / nullif(count(market_pre), 0), 4) AS market_pre
FROM side_by_side
GROUP BY division, league
ORDER BY division, league;
