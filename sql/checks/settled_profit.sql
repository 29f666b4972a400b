-- settled_profit: a settled bet whose result or profit is not what the goals,
-- the stake and the price taken make it, computed anew.
-- grain: bet
-- inputs: bets, results
-- severity: error
-- hint: settlement is broken, or the bet was settled on a score that is no longer the result; run the backtest again, and report it if the rows come back
-- columns:
--   bet_id           bet
--   result           result as written
--   expected_result  win, loss, push, half_win or half_loss by the goals; NULL without a result
--   profit_loss      profit as written, money
--   expected_profit  stake won × (price − 1) less commission, stake lost and tax, each rounded to the cent, money
WITH graded AS (
    -- How far the selection is ahead of its line, in quarters of a goal; a 1x2
    -- bet is two quarters ahead or behind.
    SELECT b.*, r.fixture_id IS NOT NULL AS played,
           CASE b.market || ' ' || b.bet_outcome
               WHEN 'total over'  THEN 4 * (r.home_score + r.away_score) - 4 * b.line
               WHEN 'total under' THEN 4 * b.line - 4 * (r.home_score + r.away_score)
               WHEN 'handicap H'  THEN 4 * (r.home_score - r.away_score) + 4 * b.line
               WHEN 'handicap A'  THEN 4 * (r.away_score - r.home_score) - 4 * b.line
               ELSE if(b.bet_outcome = r.actual_outcome, 2, -2)
           END AS ahead
    FROM bets b LEFT JOIN results r USING (fixture_id)
    WHERE b.status = 'settled'
), shares AS (
    SELECT *,
           CASE WHEN NOT played THEN NULL WHEN ahead >= 2 THEN 'win' WHEN ahead = 1 THEN 'half_win'
                WHEN ahead = 0 THEN 'push' WHEN ahead = -1 THEN 'half_loss' ELSE 'loss' END AS expected_result,
           (stake * least(greatest(ahead, 0), 2)::DECIMAL(2, 1) * 0.5)::DECIMAL(18, 4) AS won,
           (stake * least(greatest(-ahead, 0), 2)::DECIMAL(2, 1) * 0.5)::DECIMAL(18, 4) AS lost
    FROM graded
), winnings AS (
    SELECT *, round(won::DECIMAL(18, 4) * (odds - 1)::DECIMAL(9, 4), 2)::DECIMAL(18, 2) AS winnings
    FROM shares
), recomputed AS (
    SELECT *, winnings - round(winnings * commission::DECIMAL(9, 6), 2) - round(lost, 2)
              - round(stake * tax::DECIMAL(9, 6), 2) AS expected_profit
    FROM winnings
)
SELECT bet_id, result, expected_result, profit_loss, expected_profit::DECIMAL(18, 4) AS expected_profit
FROM recomputed
WHERE result IS DISTINCT FROM expected_result OR profit_loss IS DISTINCT FROM expected_profit
ORDER BY bet_id;
