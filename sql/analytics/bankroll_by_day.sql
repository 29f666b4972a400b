-- bankroll_by_day: each strategy's bankroll at the end of every day on which money moved.
-- grain: strategy, day
-- inputs: ledger
-- columns:
--   strategy  strategy
--   day       day, UTC
--   change    what the day brought, money
--   bankroll  bankroll at its end, money
--   peak      highest bankroll so far, deposits included, money
--   drawdown  fall from the peak as a fraction of it, 0 to 1
WITH moments AS (
    -- What moves at one moment moves at once, after the deposits.
    SELECT strategy, entry_time, kind <> 'deposit' AS after_deposit, sum(amount) AS change
    FROM ledger
    GROUP BY ALL
), running AS (
    SELECT *, sum(change) OVER (PARTITION BY strategy ORDER BY entry_time, after_deposit) AS bankroll
    FROM moments
), peaks AS (
    SELECT *, max(bankroll) OVER (PARTITION BY strategy ORDER BY entry_time, after_deposit) AS peak
    FROM running
), days AS (
    SELECT strategy, entry_time::DATE AS day, sum(change) AS change, max(peak) AS peak,
           arg_max(bankroll, (entry_time, after_deposit)) AS bankroll
    FROM peaks
    GROUP BY ALL
)
SELECT strategy, day, change::DECIMAL(18, 4) AS change, bankroll::DECIMAL(18, 4) AS bankroll, peak::DECIMAL(18, 4) AS peak,
       CASE WHEN peak > 0 THEN round(1 - bankroll / peak, 4) END AS drawdown
FROM days
ORDER BY strategy, day;
