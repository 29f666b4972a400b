-- bets_by_strategy: what each strategy staked and earned, by what it bet on.
-- grain: strategy, bet_outcome
-- inputs: bets
-- columns:
--   strategy     strategy
--   bet_outcome  selection: H, D or A, with its market unless that is the 1X2
--   bets         settled bets, count
--   wins         bets won, half wins among them, count
--   staked       stakes, money
--   profit       profit after commission and tax, money
--   roi          profit per unit staked, fraction
--   mean_odds    mean decimal price taken
--   clv          mean closing-line value, fraction, of the bets with closing prices; NULL if none has
select
    strategy, if(market = '1x2', bet_outcome, market || ' ' || bet_outcome) as bet_outcome,
    count(*) as bets,
    count(*) filter (result in ('win', 'half_win')) as wins,
    sum(stake) as staked,
    sum(profit_loss) as profit,
    round(sum(profit_loss) / sum(stake), 4) as roi,
    round(sum(odds) / count(*), 2) as mean_odds,
    round(sum(clv::decimal(18, 12)) / nullif(count(clv), 0), 4) as clv
from bets
where status = 'settled'
group by 1, 2
order by 1, 2;
