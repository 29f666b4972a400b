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
--   actual_outcome       H, D or A; NULL before the result
--   result               win, loss, …; NULL unless settled
--   profit_loss          money; NULL while pending
--   run_id               run that placed it
--   strategy             strategy
--   bookmaker            bookmaker
--   market               1x2, total or handicap
--   line                 NULL for 1x2
--   quoted_at            when the price was quoted, UTC
--   probability          ours, of the selection
--   commission           fraction of net winnings
--   tax                  fraction of the stake
--   bankroll             the strategy's when the stake was set, money
--   settled_at           when the result was known, UTC; NULL while pending
--   closing_price        NULL without one
--   closing_probability  NULL without one
--   clv                  NULL without one
--   decided              share of the stake that is expected to be won or lost
--   decision             confirmed or declined; NULL for a paper bet
--   asked_price          price that the job bet at
--   asked_stake          stake that the job asked for, money
--   division             division's code
--   home_team            home side
--   away_team            away side
--   match_date           the source's own date
--   kickoff              as scheduled when the bet was placed, UTC
SELECT b.bet_id, b.fixture_id, b.prediction_id, b.bet_time, b.bet_outcome, b.stake::VARCHAR AS stake, b.odds::VARCHAR AS odds,
       b.expected_value, b.rule_applied, b.status, b.actual_outcome, b.result, b.profit_loss::VARCHAR AS profit_loss,
       b.run_id, b.strategy, b.bookmaker, b.market, b.line, b.quoted_at, b.probability, b.commission, b.tax,
       b.bankroll::VARCHAR AS bankroll, b.settled_at, b.closing_price::VARCHAR AS closing_price, b.closing_probability, b.clv,
       b.decided, d.decision, coalesce(d.asked_price, b.odds)::VARCHAR AS asked_price, coalesce(d.asked_stake, b.stake)::VARCHAR AS asked_stake,
       p.division, p.home_team, p.away_team, p.match_date, p.kickoff
FROM bets b
JOIN predictions p USING (prediction_id)
LEFT JOIN placements d USING (bet_id)
ORDER BY b.bet_time, b.bet_id;
