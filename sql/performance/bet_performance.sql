-- bet_performance: what each strategy staked and earned by its settled bets on paper, in
-- all and by division, selection, week, expected value and bookmaker, and beside it by
-- what was really placed, which is never added to it.
-- grain: scope, strategy, division, outcome, week, placed, bucket, bookmaker
-- inputs: bets, predictions, placements, ledger
-- columns:
--   scope         all, division, outcome, week, placed, bucket or bookmaker: by what the bets
--                 are parted; placed: by account
--   strategy      strategy
--   division      division's code; NULL unless the scope is division
--   outcome       selection bet on, with its market unless that is the 1X2; NULL unless the scope
--                 is outcome
--   week          Monday of the match date's week; NULL unless the scope is week
--   placed        paper: every bet, as it was advised; confirmed: those that were really
--                 placed, at their price and stake; NULL unless the scope is placed
--   n             settled bets, count
--   staked        stakes, money
--   profit        profit after commission and tax, money
--   roi           profit per unit staked, fraction
--   roi_low       lower end of its 95 % interval: the ratio's linearised error over match
--                 days (Cochran 1977, Sampling Techniques, eq. 6.13), normal; NULL of one day
--   roi_high      upper end, likewise
--   clv           mean closing-line value of the bets that have one; NULL if none has
--   max_drawdown  largest fall of the account from a peak, deposits included, as a fraction of
--                 it; NULL unless the scope is all or placed
--   bucket        lower end of the expected values of the bets: -1, 0.02, 0.05, 0.1 or 0.2; NULL
--                 unless the scope is bucket
--   bookmaker     bookmaker whose prices were taken; NULL unless the scope is bookmaker
--   matches       fixtures bet on, count
--   expected      mean expected value when the bets were placed, fraction
--   flat_return   mean profit of one unit on each bet, fraction: what came of it
--   flat_{low,high}  its 95 % interval, as of roi
--   bankroll_return  profit by stakes, both as fractions of the bankroll of then, fraction; NULL
--                 of what was really placed
--   bankroll_{low,high}  its 95 % interval, as of roi
--   clv_{low,high}  95 % interval of clv, as of roi
--   clv_above_zero  share of the bets with a closing-line value in which it is above zero, 0 to 1
--   log_growth    sum of ln(bankroll after / before) over the moments of settlement, money brought
--                 or taken counted before; NULL unless the scope is all or placed, or if it was
--                 lost whole
with really as (
    select bet_id, sum(amount) as profit from ledger where account = 'real' and bet_id is not null group by bet_id
),
accounts as (
    select 'paper' as placed, b.bet_id, b.stake, b.profit_loss as profit, b.clv, b.bankroll, b.expected_value
    from bets b
    where b.status = 'settled'
    union all
    select
        'confirmed', b.bet_id, d.stake, r.profit::decimal(18, 4), d.price * b.closing_probability - 1, null,
        b.decided * (b.probability * (d.price - 1) * (1 - b.commission) - (1 - b.probability)) - b.tax
    from bets b join placements d using (bet_id) join really r using (bet_id)
    where d.decision = 'confirmed' and (d.returned is not null or b.status = 'settled')
),
settled as (
    select
        b.strategy, p.division, if(b.market = '1x2', b.bet_outcome, b.market || ' ' || b.bet_outcome) as outcome, date_trunc('week', p.match_date)::date as week, p.match_date,
        a.placed, b.bookmaker, b.fixture_id, a.stake, a.profit, a.clv, a.bankroll, a.expected_value,
        case when a.expected_value < 0.02 then -1 when a.expected_value < 0.05 then 0.02 when a.expected_value < 0.1 then 0.05
             when a.expected_value < 0.2 then 0.1 else 0.2 end::double as bucket
    from accounts a join bets b using (bet_id) join predictions p using (prediction_id)
),
-- Decimals, because their sum does not depend on the order of the threads.
measured as (
    select
        * exclude (stake, profit, clv, bankroll, expected_value),
        stake, profit, expected_value::decimal(18, 12) as expected, (profit / stake)::decimal(18, 12) as flat,
        case when bankroll > 0 then (profit / bankroll)::decimal(18, 12) end as earned_share, case when bankroll > 0 then (stake / bankroll)::decimal(18, 12) end as staked_share,
        clv::decimal(18, 12) as clv, (clv > 0)::integer as above_zero
    from settled
),
scoped as (
    select 'all' as scope, null as by_division, null as by_outcome, null::date as by_week, null as by_placed, null::double as by_bucket, null as by_bookmaker, * from measured where placed = 'paper'
    union all select 'division', division, null, null, null, null, null, * from measured where placed = 'paper'
    union all select 'outcome', null, outcome, null, null, null, null, * from measured where placed = 'paper'
    union all select 'week', null, null, week, null, null, null, * from measured where placed = 'paper'
    union all select 'placed', null, null, null, placed, null, null, * from measured
    union all select 'bucket', null, null, null, null, bucket, null, * from measured where placed = 'paper'
    union all select 'bookmaker', null, null, null, null, null, bookmaker, * from measured where placed = 'paper'
),
days as (
    select
        scope, strategy, by_division, by_outcome, by_week, by_placed, by_bucket, by_bookmaker, match_date,
        count(*) as n, count(distinct fixture_id) as matches, sum(stake) as staked, sum(profit) as profit, sum(expected) as expected, sum(flat) as flat,
        coalesce(sum(earned_share), 0) as earned_share, coalesce(sum(staked_share), 0) as staked_share,
        coalesce(sum(clv), 0) as clv, count(clv) as with_clv, coalesce(sum(above_zero), 0) as above_zero
    from scoped group by all
),
totals as (
    select
        *,
        sum(n) over part as all_n, sum(staked) over part as all_staked, sum(profit) over part as all_profit, sum(flat) over part as all_flat,
        sum(earned_share) over part as all_earned_share, nullif(sum(staked_share) over part, 0) as all_staked_share,
        sum(clv) over part as all_clv, nullif(sum(with_clv) over part, 0) as all_with_clv
    from days
    window part as (partition by scope, strategy, by_division, by_outcome, by_week, by_placed, by_bucket, by_bookmaker)
),
summed as (
    select
        scope, strategy, by_division, by_outcome, by_week, by_placed, by_bucket, by_bookmaker,
        sum(n) as n, sum(matches) as matches, sum(staked) as staked, sum(profit) as profit, sum(expected) / sum(n) as expected, sum(above_zero) as above_zero,
        any_value(all_with_clv) as with_clv,
        any_value(all_profit / all_staked) as roi, any_value(all_flat / all_n) as flat,
        any_value(all_earned_share / all_staked_share) as by_bankroll, any_value(all_clv / all_with_clv) as clv,
        -- Summed in the order of the days, so that the last digit stays.
        sqrt(list_sum(list(pow(profit - staked * (all_profit / all_staked), 2) order by match_date)) * count(*) / nullif(count(*) - 1, 0)) / sum(staked) as roi_error,
        sqrt(list_sum(list(pow(flat - n * (all_flat / all_n), 2) order by match_date)) * count(*) / nullif(count(*) - 1, 0)) / sum(n) as flat_error,
        sqrt(list_sum(list(pow(earned_share - staked_share * (all_earned_share / all_staked_share), 2) order by match_date)) * count(*) / nullif(count(*) - 1, 0))
            / nullif(sum(staked_share), 0) as bankroll_error,
        sqrt(list_sum(list(pow(clv - with_clv * (all_clv / all_with_clv), 2) order by match_date)) * count(*) / nullif(count(*) - 1, 0)) / any_value(all_with_clv) as clv_error
    from totals
    group by scope, strategy, by_division, by_outcome, by_week, by_placed, by_bucket, by_bookmaker
),
moments as (
    select strategy, account, entry_time, sum(amount) as change, coalesce(sum(amount) filter (kind in ('deposit', 'withdrawal')), 0) as brought
    from ledger group by all
),
curve as (
    select
        strategy, account, entry_time, change - brought as earned,
        sum(change) over so_far as bankroll,
        sum(brought) over so_far as brought
    from moments
    window so_far as (partition by strategy, account order by entry_time)
),
peaks as (
    -- Money brought or taken moves the peak with the bankroll.
    select strategy, account, bankroll, brought + greatest(0, max(bankroll - brought) over (partition by strategy, account order by entry_time)) as peak
    from curve
),
falls as (
    select strategy, account, max(case when peak > 0 then (peak - bankroll) / peak else 0 end) as max_drawdown
    from peaks group by strategy, account
),
growths as (
    select
        strategy, account,
        case when min(least(bankroll, bankroll - earned)) > 0
             then list_sum(list(ln(greatest(bankroll, 0.0001) / greatest(bankroll - earned, 0.0001)) order by entry_time)) end as log_growth
    from curve where earned <> 0 group by strategy, account
)
select
    s.scope, s.strategy, s.by_division as division, s.by_outcome as outcome, s.by_week as week, s.by_placed as placed, s.n::bigint as n,
    s.staked::decimal(18, 4) as staked, s.profit::decimal(18, 4) as profit, round(s.roi, 6) as roi,
    round(s.roi - 1.96 * s.roi_error, 6) as roi_low, round(s.roi + 1.96 * s.roi_error, 6) as roi_high,
    round(s.clv, 6) as clv,
    case when s.scope in ('all', 'placed') then round(f.max_drawdown, 6) end as max_drawdown,
    s.by_bucket as bucket, s.by_bookmaker as bookmaker, s.matches::bigint as matches, round(s.expected, 6) as expected,
    round(s.flat, 6) as flat_return, round(s.flat - 1.96 * s.flat_error, 6) as flat_low, round(s.flat + 1.96 * s.flat_error, 6) as flat_high,
    round(s.by_bankroll, 6) as bankroll_return, round(s.by_bankroll - 1.96 * s.bankroll_error, 6) as bankroll_low,
    round(s.by_bankroll + 1.96 * s.bankroll_error, 6) as bankroll_high,
    round(s.clv - 1.96 * s.clv_error, 6) as clv_low, round(s.clv + 1.96 * s.clv_error, 6) as clv_high,
    round(s.above_zero / s.with_clv, 6) as clv_above_zero,
    case when s.scope in ('all', 'placed') then round(g.log_growth, 6) end as log_growth
from summed s
left join falls f on f.strategy = s.strategy and f.account = if(s.by_placed = 'confirmed', 'real', 'paper')
left join growths g on g.strategy = s.strategy and g.account = if(s.by_placed = 'confirmed', 'real', 'paper')
order by s.scope, s.strategy, s.by_division, s.by_outcome, s.by_week, s.by_placed, s.by_bucket, s.by_bookmaker
