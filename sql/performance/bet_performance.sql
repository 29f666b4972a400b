-- bet_performance: what each strategy staked and earned by its settled bets, in all and by
-- division, selection, week and by what was really placed.
-- grain: scope, strategy, division, outcome, week, placed
-- inputs: bets, predictions, placements, ledger
-- columns:
--   scope         all, division, outcome, week or placed: by what the bets are parted
--   strategy      strategy
--   division      division's code; NULL unless the scope is division
--   outcome       selection bet on, with its market unless that is the 1X2; NULL unless the scope
--                 is outcome
--   week          Monday of the match date's week; NULL unless the scope is week
--   placed        paper, or confirmed by a person; NULL unless the scope is placed
--   n             settled bets, count
--   staked        stakes, money
--   profit        profit after commission and tax, money
--   roi           profit per unit staked, fraction
--   roi_low       lower end of its 95 % interval: the ratio's linearised error over match
--                 days (Cochran 1977, Sampling Techniques, eq. 6.13), normal; NULL of one day
--   roi_high      upper end, likewise
--   clv           mean closing-line value of the bets that have one; NULL if none has
--   max_drawdown  largest fall of the bankroll from a peak, deposits included, as a fraction of
--                 it; NULL unless the scope is all
WITH settled AS (
    SELECT b.strategy, p.division, if(b.market = '1x2', b.bet_outcome, b.market || ' ' || b.bet_outcome) AS outcome, date_trunc('week', p.match_date)::DATE AS week, p.match_date,
           coalesce(d.decision, 'paper') AS placed, b.stake, b.profit_loss AS profit, b.clv::DECIMAL(18, 12) AS clv
    FROM bets b JOIN predictions p USING (prediction_id) LEFT JOIN placements d USING (bet_id)
    WHERE b.status = 'settled'
), scoped AS (
    SELECT 'all' AS scope, strategy, NULL AS division, NULL AS outcome, NULL::DATE AS week, NULL AS placed, match_date, stake, profit, clv FROM settled
    UNION ALL SELECT 'division', strategy, division, NULL, NULL, NULL, match_date, stake, profit, clv FROM settled
    UNION ALL SELECT 'outcome', strategy, NULL, outcome, NULL, NULL, match_date, stake, profit, clv FROM settled
    UNION ALL SELECT 'week', strategy, NULL, NULL, week, NULL, match_date, stake, profit, clv FROM settled
    UNION ALL SELECT 'placed', strategy, NULL, NULL, NULL, placed, match_date, stake, profit, clv FROM settled
), days AS (
    SELECT scope, strategy, division, outcome, week, placed, match_date, count(*) AS n, sum(stake) AS staked, sum(profit) AS profit,
           sum(clv) AS clv, count(clv) AS with_clv
    FROM scoped GROUP BY ALL
), totals AS (
    SELECT *,
           sum(n) OVER part AS all_n, sum(staked) OVER part AS all_staked, sum(profit) OVER part AS all_profit,
           sum(clv) OVER part AS all_clv, sum(with_clv) OVER part AS all_with_clv, count(*) OVER part AS all_days
    FROM days
    WINDOW part AS (PARTITION BY scope, strategy, division, outcome, week, placed)
), summed AS (
    SELECT scope, strategy, division, outcome, week, placed, all_n AS n, all_staked AS staked, all_profit AS profit,
           all_clv AS clv, all_with_clv AS with_clv, all_days AS days, all_profit / all_staked AS roi,
           -- Summed in the order of the days, so that the last digit stays.
           sqrt(list_sum(list(pow(profit - staked * (all_profit / all_staked), 2) ORDER BY match_date)) * all_days / nullif(all_days - 1, 0)) / all_staked AS error
    FROM totals
    GROUP BY scope, strategy, division, outcome, week, placed, all_n, all_staked, all_profit, all_clv, all_with_clv, all_days
), moments AS (
    SELECT strategy, entry_time, sum(amount) AS change, coalesce(sum(amount) FILTER (kind IN ('deposit', 'withdrawal')), 0) AS brought
    FROM ledger GROUP BY ALL
), curve AS (
    SELECT strategy, entry_time,
           sum(change) OVER so_far AS bankroll,
           sum(brought) OVER so_far AS brought
    FROM moments
    WINDOW so_far AS (PARTITION BY strategy ORDER BY entry_time)
), peaks AS (
    -- Money brought or taken moves the peak with the bankroll.
    SELECT strategy, bankroll, brought + greatest(0, max(bankroll - brought) OVER (PARTITION BY strategy ORDER BY entry_time)) AS peak
    FROM curve
), falls AS (
    SELECT strategy, max(CASE WHEN peak > 0 THEN (peak - bankroll) / peak ELSE 0 END) AS max_drawdown
    FROM peaks GROUP BY strategy
)
SELECT s.scope, s.strategy, s.division, s.outcome, s.week, s.placed, s.n::BIGINT AS n,
       s.staked::DECIMAL(18, 4) AS staked, s.profit::DECIMAL(18, 4) AS profit, round(s.roi, 6) AS roi,
       round(s.roi - 1.96 * s.error, 6) AS roi_low, round(s.roi + 1.96 * s.error, 6) AS roi_high,
       round(s.clv / nullif(s.with_clv, 0), 6) AS clv,
       CASE WHEN s.scope = 'all' THEN round(f.max_drawdown, 6) END AS max_drawdown
FROM summed s
LEFT JOIN falls f USING (strategy)
ORDER BY s.scope, s.strategy, s.division, s.outcome, s.week, s.placed
