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
SELECT strategy, if(market = '1x2', bet_outcome, market || ' ' || bet_outcome) AS bet_outcome,
       count(*) AS bets,
       count(*) FILTER (result IN ('win', 'half_win')) AS wins,
       sum(stake) AS staked,
       sum(profit_loss) AS profit,
       round(sum(profit_loss) / sum(stake), 4) AS roi,
       round(sum(odds) / count(*), 2) AS mean_odds,
       round(sum(clv::DECIMAL(18, 12)) / nullif(count(clv), 0), 4) AS clv
FROM bets
WHERE status = 'settled'
GROUP BY 1, 2
ORDER BY 1, 2;
