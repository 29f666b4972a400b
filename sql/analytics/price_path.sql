-- price_path: where each price of the API opened, where the bets on it were placed, and where
-- it stood last before kick-off.
-- grain: fixture, bookmaker, market, selection, line
-- inputs: quotes, bets
-- columns:
--   fixture_id  fixture
--   bookmaker   bookmaker
--   market      1x2, total or handicap
--   selection   H, D, A, over or under
--   line        goals line, or the home side's handicap; NULL for 1x2
--   opening     first decimal price seen
--   at_bet      decimal price when the first bet at this bookmaker was placed; NULL without one
--   closing     last decimal price before kick-off
--   changes     times that the price was quoted anew, count
WITH first_bets AS (
    SELECT fixture_id, bookmaker, market, bet_outcome AS selection, line, min(bet_time) AS bet_time
    FROM bets
    GROUP BY ALL
)
SELECT q.fixture_id, q.bookmaker, q.market, q.selection, q.line,
       min_by(q.price, q.known_at) AS opening,
       max_by(q.price, q.known_at) FILTER (q.known_at <= b.bet_time) AS at_bet,
       max_by(q.price, q.known_at) AS closing,
       count(*) - 1 AS changes
FROM quotes q
LEFT JOIN first_bets b
  ON b.fixture_id = q.fixture_id AND b.bookmaker = q.bookmaker AND b.market = q.market
 AND b.selection = q.selection AND b.line IS NOT DISTINCT FROM q.line
GROUP BY q.fixture_id, q.bookmaker, q.market, q.selection, q.line
ORDER BY q.fixture_id, q.bookmaker, q.market, q.selection, q.line;
