-- closing: the last word of every bookmaker on the 1X2 of the fixtures in the list $1
-- that had landed by $2, the run's clock: closing prices where a file has them, and
-- the last of the API's path before kick-off.
-- grain: fixture, bookmaker
-- inputs: odds, quotes, fixtures
-- columns:
--   place      place of the fixture in the list, from 1
--   bookmaker  publisher's letters or bookmaker's name, Avg and Max among them
--   home       price of a home win in ten-thousandths; NULL if not quoted
--   draw       of a draw, likewise
--   away       of an away win, likewise
WITH wanted AS (
    SELECT unnest($1::VARCHAR[]) AS fixture_id, generate_subscripts($1::VARCHAR[], 1) AS place
), last_word AS (
    SELECT w.place, o.bookmaker, o.selection, o.price, 1 AS rank, o.known_at, o.landed_at
    FROM odds o JOIN wanted w USING (fixture_id)
    WHERE o.market = '1x2' AND o.moment = 'closing' AND o.landed_at <= $2
    UNION ALL
    SELECT w.place, q.bookmaker, q.selection, q.price, 2, q.known_at, q.landed_at
    FROM quotes q JOIN wanted w USING (fixture_id) JOIN fixtures f USING (fixture_id)
    WHERE q.market = '1x2' AND q.known_at <= f.kickoff AND q.landed_at <= $2 AND f.kickoff <= $2
), chosen AS (
    SELECT *
    FROM last_word
    QUALIFY row_number() OVER (PARTITION BY place, bookmaker, selection ORDER BY rank, known_at DESC, landed_at DESC, price) = 1
)
SELECT place, bookmaker,
       max(CASE WHEN selection = 'H' THEN (price * 10000)::BIGINT END) AS home,
       max(CASE WHEN selection = 'D' THEN (price * 10000)::BIGINT END) AS draw,
       max(CASE WHEN selection = 'A' THEN (price * 10000)::BIGINT END) AS away
FROM chosen
GROUP BY place, bookmaker
ORDER BY place, bookmaker;
