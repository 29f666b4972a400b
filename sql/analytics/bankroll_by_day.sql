-- bankroll_by_day: each account of a strategy at the end of every day on which money moved there.
-- grain: strategy, account, day
-- inputs: ledger
-- columns:
--   strategy  strategy
--   day       day, UTC
--   change    what the day brought, money
--   bankroll  bankroll at its end, money
--   peak      highest bankroll so far, deposits included, money
--   drawdown  fall from the peak as a fraction of it, 0 to 1
--   account   paper or real; the two are never added
with moments as (
    -- What moves at one moment moves at once, after the deposits.
    select strategy, account, entry_time, kind <> 'deposit' as after_deposit, sum(amount) as change
    from ledger
    group by all
),
running as (
    select *, sum(change) over (partition by strategy, account order by entry_time, after_deposit) as bankroll
    from moments
),
peaks as (
    select *, max(bankroll) over (partition by strategy, account order by entry_time, after_deposit) as peak
    from running
),
days as (
    select
        strategy, account, entry_time::date as day, sum(change) as change, max(peak) as peak,
        arg_max(bankroll, (entry_time, after_deposit)) as bankroll
    from peaks
    group by all
)
select
    strategy, day, change::decimal(18, 4) as change, bankroll::decimal(18, 4) as bankroll, peak::decimal(18, 4) as peak,
    case when peak > 0 then round(1 - bankroll / peak, 4) end as drawdown, account
from days
order by strategy, account, day;
