-- bets_quoted: a bet at a price that nobody quoted: no pre-match price of that
-- bookmaker, selection and line, collected when the bet says, by the time of the bet.
-- grain: bet
-- inputs: bets, odds
-- severity: error
-- hint: if a newer edition of a file changed the price, run the backtest again; otherwise betting is broken, report it
-- columns:
--   bet_id     bet
--   bookmaker  bookmaker it names
--   odds       decimal price it took
--   quoted_at  when it says the price was collected, UTC
--   bet_time   when it was placed, UTC
--   staged     pre-match price that the source gives for it; NULL if none
SELECT b.bet_id, b.bookmaker, b.odds, b.quoted_at, b.bet_time, o.price AS staged
FROM bets b
LEFT JOIN odds o
  ON o.fixture_id = b.fixture_id AND o.bookmaker = b.bookmaker AND o.market = b.market
 AND o.selection = b.bet_outcome AND o.line IS NOT DISTINCT FROM b.line AND o.moment = 'pre_match'
WHERE b.bookmaker IN ('Avg', 'Max')
   OR o.price IS DISTINCT FROM b.odds
   OR o.known_at <> b.quoted_at
   OR o.known_at > b.bet_time
ORDER BY b.bet_id;
