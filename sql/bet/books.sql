-- books: the 1X2 books of one moment ($2: pre_match or closing) of the fixtures in the list $1, in the list's order.
-- grain: fixture, bookmaker
-- inputs: odds
-- columns:
--   place      place of the fixture in the list, from 1
--   bookmaker  publisher's letters, Avg and Max among them
--   home       price of a home win in ten-thousandths; NULL if not quoted
--   draw       price of a draw in ten-thousandths; NULL if not quoted
--   away       price of an away win in ten-thousandths; NULL if not quoted
--   known_at   when the last of the three became known
WITH wanted AS (
    SELECT unnest($1::VARCHAR[]) AS fixture_id, generate_subscripts($1::VARCHAR[], 1) AS place
)
SELECT wanted.place,
       odds.bookmaker,
       max(CASE WHEN selection = 'H' THEN (price * 10000)::BIGINT END) AS home,
       max(CASE WHEN selection = 'D' THEN (price * 10000)::BIGINT END) AS draw,
       max(CASE WHEN selection = 'A' THEN (price * 10000)::BIGINT END) AS away,
       max(odds.known_at) AS known_at
FROM odds
JOIN wanted USING (fixture_id)
WHERE odds.market = '1x2' AND odds.moment = $2
GROUP BY wanted.place, odds.bookmaker
ORDER BY wanted.place, odds.bookmaker;
