-- growth: what became of each strategy's bankroll in a backtest.
-- grain: strategy
-- inputs: ledger
-- columns:
--   strategy  strategy
--   growth    logarithm of the last bankroll over the first deposit
--   drawdown  largest fall from a peak, as a fraction of the peak
with moments as (
    select strategy, entry_time, sum(amount) as change
    from ledger
    group by all
),
curve as (
    select
        strategy, entry_time,
        sum(change) over (partition by strategy order by entry_time) as bankroll
    from moments
),
peaks as (
    select strategy, entry_time, bankroll, max(bankroll) over (partition by strategy order by entry_time) as peak
    from curve
)
select
    strategy,
    ln((arg_max(bankroll, entry_time) / arg_min(bankroll, entry_time))::double) as growth,
    max(((peak - bankroll) / peak)::double) as drawdown
from peaks
group by strategy
order by strategy
