-- bets_by_strategy: what each strategy staked and earned, in all and by what it bet on.
-- grain: strategy, bet_outcome
-- inputs: bets, bet_performance
-- columns:
--   strategy     strategy
--   bet_outcome  selection: H, D or A, with its market unless that is the 1X2; NULL: all
--   bets         settled bets, count
--   wins         bets won, half wins among them, count
--   staked       stakes, money
--   profit       profit after commission and tax, money
--   roi          profit per unit staked, fraction
--   mean_odds    mean decimal price taken
--   clv          mean closing-line value, fraction, of the bets with closing prices; NULL if none has
--   matches      fixtures bet on, count
--   roi_{low,high}  95 % interval of roi, over match days; NULL of one day, as below
--   flat_return  mean profit of one unit on each bet, fraction
--   flat_{low,high}  95 % interval of it
--   bankroll_return  profit by stakes, both as fractions of the bankroll of then, fraction
--   bankroll_{low,high}  95 % interval of it
--   clv_{low,high}  95 % interval of clv
--   clv_above_zero  share of the bets with a closing-line value in which it is above zero, 0 to 1
--   log_growth   natural logarithm of what the bets made of one unit; NULL beside a selection
--   max_drawdown  largest fall of the bankroll from a peak, as a fraction of it; likewise
with settled as (
    select strategy, if(market = '1x2', bet_outcome, market || ' ' || bet_outcome) as bet_outcome, result, odds
    from bets
    where status = 'settled'
),
counted as (
    select
        strategy, bet_outcome, count(*) filter (result in ('win', 'half_win')) as wins, round(sum(odds) / count(*), 2) as mean_odds
    from settled
    group by grouping sets ((strategy, bet_outcome), (strategy))
)
select
    p.strategy, p.outcome as bet_outcome, p.n as bets, c.wins, p.staked, p.profit, round(p.roi, 4) as roi, c.mean_odds, round(p.clv, 4) as clv, p.matches,
    round(p.roi_low, 4) as roi_low, round(p.roi_high, 4) as roi_high,
    round(p.flat_return, 4) as flat_return, round(p.flat_low, 4) as flat_low, round(p.flat_high, 4) as flat_high,
    round(p.bankroll_return, 4) as bankroll_return, round(p.bankroll_low, 4) as bankroll_low, round(p.bankroll_high, 4) as bankroll_high,
    round(p.clv_low, 4) as clv_low, round(p.clv_high, 4) as clv_high, round(p.clv_above_zero, 4) as clv_above_zero,
    round(p.log_growth, 4) as log_growth, round(p.max_drawdown, 4) as max_drawdown
from bet_performance p
join counted c on c.strategy = p.strategy and c.bet_outcome is not distinct from p.outcome
where p.scope in ('all', 'outcome')
order by p.strategy, p.outcome nulls first;
