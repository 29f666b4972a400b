-- bets: every settled bet of a backtest on the 1X2, with what it was worth by its own
-- forecast, at the closing prices and in the end.
-- grain: bet
-- inputs: bets, predictions
-- columns:
--   strategy    strategy
--   division    publisher's letters
--   season      season's label
--   match_date  date
--   expected    expected value per unit staked, fraction
--   closing     closing-line value, fraction; NULL without closing prices
--   realised    profit per unit staked, fraction
select
    b.strategy, p.division, p.season, p.match_date,
    b.expected_value as expected, b.clv as closing, (b.profit_loss / b.stake)::double as realised
from bets b
join predictions p using (prediction_id)
where b.status = 'settled' and b.market = '1x2'
order by p.match_date, b.bet_id
