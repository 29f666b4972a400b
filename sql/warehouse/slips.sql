-- slips: every bet, with what a person needs to place it and to know it again.
-- Decimals come as text, which loses nothing.
-- grain: bet
-- inputs: bets, predictions, placements
-- columns:
--   bet_id               bet
--   fixture_id           fixture bet on
--   prediction_id        prediction that the bet rests on
--   bet_time             the run's clock, UTC
--   bet_outcome          selection
--   stake                money
--   odds                 decimal price
--   expected_value       per unit staked
--   rule_applied         rule that chose it
--   status               pending, settled or void
--   void_reason          why it is void, in one word; NULL unless it is
--   actual_outcome       H, D or A; NULL before the result
--   result               win, loss, …; NULL unless settled
--   profit_loss          money; NULL while pending
--   run_id               run that placed it
--   strategy             strategy
--   bookmaker            bookmaker
--   market               1x2, total or handicap
--   line                 NULL for 1x2
--   quoted_at            when the price was quoted, UTC
--   probability          believed, of the selection
--   commission           fraction of net winnings
--   tax                  fraction of the stake
--   bankroll             the strategy's when the stake was set, money
--   settled_at           when the result was known, UTC; NULL while pending
--   closing_price        NULL without one
--   closing_probability  NULL without one
--   clv                  NULL without one
--   decided              share of the stake that is expected to be won or lost
--   model_probability    the model's part of probability; NULL for bets of rules 1
--   sharp_probability    the sharp price's part, without margin; NULL for bets of rules 1
--   advised_stake        that a person is told, money
--   decision             confirmed or declined; NULL where a person has said nothing
--   placed_price         really taken; NULL unless confirmed
--   placed_stake         really placed, money; NULL unless confirmed
--   returned             money that came back, where that is not by the score; NULL otherwise
--   why                  it came back so; NULL otherwise
--   asked_price          price that the job bet at
--   asked_stake          stake that a person was told, money
--   division             division's code
--   home_team            home side
--   away_team            away side
--   match_date           the source's own date
--   kickoff              as scheduled when the bet was placed, UTC
select
    b.bet_id, b.fixture_id, b.prediction_id, b.bet_time, b.bet_outcome, b.stake::varchar as stake, b.odds::varchar as odds,
    b.expected_value, b.rule_applied, b.status, b.void_reason, b.actual_outcome, b.result, b.profit_loss::varchar as profit_loss,
    b.run_id, b.strategy, b.bookmaker, b.market, b.line, b.quoted_at, b.probability, b.commission, b.tax,
    b.bankroll::varchar as bankroll, b.settled_at, b.closing_price::varchar as closing_price, b.closing_probability, b.clv,
    b.decided, b.model_probability, b.sharp_probability, b.advised_stake::varchar as advised_stake,
    d.decision, d.price::varchar as placed_price, d.stake::varchar as placed_stake, d.returned::varchar as returned, d.why,
    coalesce(d.asked_price, b.odds)::varchar as asked_price, coalesce(d.asked_stake, b.advised_stake)::varchar as asked_stake,
    p.division, p.home_team, p.away_team, p.match_date, p.kickoff
from bets b
join predictions p using (prediction_id)
left join placements d using (bet_id)
order by b.bet_time, b.bet_id;
