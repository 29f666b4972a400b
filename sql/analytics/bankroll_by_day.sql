-- bankroll_by_day: each strategy's bankroll at the end of every day on which money moved.
-- grain: strategy, day
-- inputs: ledger
-- columns:
--   strategy  strategy
--   day       day, UTC
--   change    what the day brought, money
--   bankroll  bankroll at its end, money
--   peak      highest end-of-day bankroll so far, money
--   drawdown  fall from the peak as a fraction of it, 0 to 1
WITH days AS (
    SELECT strategy, entry_time::DATE AS day, sum(amount) AS change
    FROM ledger
    GROUP BY ALL
), balances AS (
    SELECT strategy, day, change, sum(change) OVER (PARTITION BY strategy ORDER BY day) AS bankroll
    FROM days
), peaks AS (
    SELECT *, max(bankroll) OVER (PARTITION BY strategy ORDER BY day) AS peak
    FROM balances
)
SELECT strategy, day, change::DECIMAL(18, 4) AS change, bankroll::DECIMAL(18, 4) AS bankroll, peak::DECIMAL(18, 4) AS peak,
       CASE WHEN peak > 0 THEN round(1 - bankroll / peak, 4) END AS drawdown
FROM peaks
ORDER BY strategy, day;
