-- totals: how well over 2.5 was predicted, division by division, beside the share of such
-- fixtures in hindsight and the market's average pre-match price.
-- grain: division, and all of them together
-- inputs: market_predictions, predictions, results, odds
-- columns:
--   division      division's code; NULL for all
--   n             predicted fixtures with a result and an average price before the match, count;
--                 of several predictions of a fixture the last counts
--   overs         share with three goals or more, 0 to 1
--   predicted     mean probability of it, 0 to 1
--   ours          log loss of the probability; 0.6931 is a coin
--   hindsight     log loss of the share itself, which nobody knew beforehand
--   market        log loss of the price, its margin taken off both sides alike
WITH latest AS (
    SELECT prediction_id, fixture_id, division
    FROM predictions
    QUALIFY row_number() OVER (PARTITION BY fixture_id ORDER BY as_of DESC, prediction_time DESC) = 1
), priced AS (
    SELECT fixture_id,
           1 / max_by(price, known_at) FILTER (selection = 'over') AS over,
           1 / max_by(price, known_at) FILTER (selection = 'under') AS under
    FROM odds
    WHERE market = 'total' AND line = 2.5 AND moment = 'pre_match' AND bookmaker = 'Avg' AND price > 1
    GROUP BY fixture_id
), said AS (
    SELECT p.division, m.probability AS ours, o.over / (o.over + o.under) AS market, (r.home_score + r.away_score > 2)::INT AS happened
    FROM latest p
    JOIN market_predictions m ON m.prediction_id = p.prediction_id AND m.market = 'total' AND m.line = 2.5 AND m.selection = 'over'
    JOIN results r USING (fixture_id)
    JOIN priced o USING (fixture_id)
    WHERE o.over IS NOT NULL AND o.under IS NOT NULL
), lost AS (
    SELECT division, happened, ours,
           (-ln(if(happened = 1, ours, 1 - ours)))::DECIMAL(18, 12) AS our_loss,
           (-ln(if(happened = 1, market, 1 - market)))::DECIMAL(18, 12) AS market_loss
    FROM said
), summed AS (
    SELECT division, count(*) AS n, sum(happened) / count(*) AS overs, sum(ours::DECIMAL(18, 12)) / count(*) AS predicted,
           sum(our_loss) / count(*) AS ours, sum(market_loss) / count(*) AS market
    FROM lost
    GROUP BY GROUPING SETS ((division), ())
    HAVING count(*) > 0
)
SELECT division, n, round(overs, 4) AS overs, round(predicted, 4) AS predicted, round(ours, 4) AS ours,
       round(if(overs IN (0, 1), 0, -overs * ln(overs) - (1 - overs) * ln(1 - overs)), 4) AS hindsight,
       round(market, 4) AS market
FROM summed
ORDER BY division NULLS LAST;
