-- bets_quoted: a bet at a price that nobody quoted: no pre-match price of that
-- bookmaker, selection and line, collected when the bet says, by the time of the bet.
-- grain: bet
-- inputs: bets, placements, odds
-- severity: error
-- hint: if a newer edition of a file changed the price, run the backtest again; otherwise betting is broken, report it
-- columns:
--   bet_id     bet
--   bookmaker  bookmaker it names
--   odds       decimal price it took; of one that a person confirmed, the price asked for
--   quoted_at  when it says the price was collected, UTC
--   bet_time   when it was placed, UTC
--   staged     pre-match price that the source gives for it: of one that moved, the last by
--              the time of the bet; NULL if none
WITH taken AS (
    SELECT b.bet_id, b.fixture_id, b.bookmaker, b.market, b.bet_outcome, b.line, b.quoted_at, b.bet_time,
           coalesce(p.asked_price, b.odds) AS odds
    FROM bets b LEFT JOIN placements p USING (bet_id)
), offered AS (
    SELECT t.bet_id, t.bookmaker, t.odds, t.quoted_at, t.bet_time, o.price AS staged, o.known_at
    FROM taken t
    LEFT JOIN odds o
      ON o.fixture_id = t.fixture_id AND o.bookmaker = t.bookmaker AND o.market = t.market
     AND o.selection = t.bet_outcome AND o.line IS NOT DISTINCT FROM t.line AND o.moment = 'pre_match'
    QUALIFY row_number() OVER (PARTITION BY t.bet_id ORDER BY o.known_at <= t.bet_time DESC, o.known_at DESC) = 1
)
SELECT bet_id, bookmaker, odds, quoted_at, bet_time, staged
FROM offered
WHERE bookmaker IN ('Avg', 'Max')
   OR staged IS DISTINCT FROM odds
   OR known_at <> quoted_at
   OR known_at > bet_time
ORDER BY bet_id;
