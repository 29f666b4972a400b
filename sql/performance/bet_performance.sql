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
with settled as (
    select
        b.strategy, p.division, if(b.market = '1x2', b.bet_outcome, b.market || ' ' || b.bet_outcome) as outcome, date_trunc('week', p.match_date)::date as week, p.match_date,
        coalesce(d.decision, 'paper') as placed, b.stake, b.profit_loss as profit, b.clv::decimal(18, 12) as clv
    from bets b join predictions p using (prediction_id) left join placements d using (bet_id)
    where b.status = 'settled'
),
scoped as (
    select 'all' as scope, strategy, null as division, null as outcome, null::date as week, null as placed, match_date, stake, profit, clv from settled
    union all select 'division', strategy, division, null, null, null, match_date, stake, profit, clv from settled
    union all select 'outcome', strategy, null, outcome, null, null, match_date, stake, profit, clv from settled
    union all select 'week', strategy, null, null, week, null, match_date, stake, profit, clv from settled
    union all select 'placed', strategy, null, null, null, placed, match_date, stake, profit, clv from settled
),
days as (
    select
        scope, strategy, division, outcome, week, placed, match_date, count(*) as n, sum(stake) as staked, sum(profit) as profit,
        sum(clv) as clv, count(clv) as with_clv
    from scoped group by all
),
totals as (
    select
        *,
        sum(n) over part as all_n, sum(staked) over part as all_staked, sum(profit) over part as all_profit,
        sum(clv) over part as all_clv, sum(with_clv) over part as all_with_clv, count(*) over part as all_days
    from days
    window part as (partition by scope, strategy, division, outcome, week, placed)
),
summed as (
    select
        scope, strategy, division, outcome, week, placed, all_n as n, all_staked as staked, all_profit as profit,
        all_clv as clv, all_with_clv as with_clv, all_days as days, all_profit / all_staked as roi,
        -- Summed in the order of the days, so that the last digit stays.
        sqrt(list_sum(list(pow(profit - staked * (all_profit / all_staked), 2) order by match_date)) * all_days / nullif(all_days - 1, 0)) / all_staked as error
    from totals
    group by scope, strategy, division, outcome, week, placed, all_n, all_staked, all_profit, all_clv, all_with_clv, all_days
),
moments as (
    select strategy, entry_time, sum(amount) as change, coalesce(sum(amount) filter (kind in ('deposit', 'withdrawal')), 0) as brought
    from ledger group by all
),
curve as (
    select
        strategy, entry_time,
        sum(change) over so_far as bankroll,
        sum(brought) over so_far as brought
    from moments
    window so_far as (partition by strategy order by entry_time)
),
peaks as (
    -- Money brought or taken moves the peak with the bankroll.
    select strategy, bankroll, brought + greatest(0, max(bankroll - brought) over (partition by strategy order by entry_time)) as peak
    from curve
),
falls as (
    select strategy, max(case when peak > 0 then (peak - bankroll) / peak else 0 end) as max_drawdown
    from peaks group by strategy
)
select
    s.scope, s.strategy, s.division, s.outcome, s.week, s.placed, s.n::bigint as n,
    s.staked::decimal(18, 4) as staked, s.profit::decimal(18, 4) as profit, round(s.roi, 6) as roi,
    round(s.roi - 1.96 * s.error, 6) as roi_low, round(s.roi + 1.96 * s.error, 6) as roi_high,
    round(s.clv / nullif(s.with_clv, 0), 6) as clv,
    case when s.scope = 'all' then round(f.max_drawdown, 6) end as max_drawdown
from summed s
left join falls f using (strategy)
order by s.scope, s.strategy, s.division, s.outcome, s.week, s.placed
