-- closing: the last word of every bookmaker on the markets in the list $3 of the
-- fixtures in the list $1 that had landed by $2, the run's clock: closing prices where
-- a file has them, and the last of the API's path before kick-off.
-- grain: fixture, market, line, bookmaker
-- inputs: odds, quotes, fixtures
-- columns:
--   place      place of the fixture in the list, from 1
--   market     1x2, total or handicap
--   line       goals line, or the home side's handicap; NULL for 1x2
--   bookmaker  publisher's letters or bookmaker's name, Avg and Max among them
--   first      price of a home win, or of over, in ten-thousandths; NULL if not quoted
--   second     price of a draw, of an away win at a handicap, or of under; NULL if not quoted
--   third      price of an away win; NULL if not quoted, and on a line
WITH wanted AS (
    SELECT unnest($1::VARCHAR[]) AS fixture_id, generate_subscripts($1::VARCHAR[], 1) AS place
), last_word AS (
    SELECT w.place, o.market, o.line, o.bookmaker, o.selection, o.price, 1 AS rank, o.known_at, o.landed_at
    FROM odds o JOIN wanted w USING (fixture_id)
    WHERE list_contains($3::VARCHAR[], o.market) AND o.moment = 'closing' AND o.landed_at <= $2
    UNION ALL
    SELECT w.place, q.market, q.line, q.bookmaker, q.selection, q.price, 2, q.known_at, q.landed_at
    FROM quotes q JOIN wanted w USING (fixture_id) JOIN fixtures f USING (fixture_id)
    WHERE list_contains($3::VARCHAR[], q.market) AND q.known_at <= f.kickoff AND q.landed_at <= $2 AND f.kickoff <= $2
), chosen AS (
    SELECT place, market, line, bookmaker, (price * 10000)::BIGINT AS price,
           CASE WHEN selection IN ('H', 'over') THEN 1 WHEN market = '1x2' AND selection = 'A' THEN 3 ELSE 2 END AS selection
    FROM last_word
    QUALIFY row_number() OVER (PARTITION BY place, market, line, bookmaker, last_word.selection ORDER BY rank, known_at DESC, landed_at DESC, price) = 1
)
SELECT place, market, line, bookmaker,
       max(price) FILTER (selection = 1) AS first,
       max(price) FILTER (selection = 2) AS second,
       max(price) FILTER (selection = 3) AS third
FROM chosen
GROUP BY place, market, line, bookmaker
ORDER BY place, market, line, bookmaker;
