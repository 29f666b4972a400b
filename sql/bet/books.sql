-- books: the 1X2 books of one moment ($2: pre_match or closing) of the fixtures in the list $1, in the list's order, each as it stood at the fixture's place in the list of times $3.
-- grain: fixture, bookmaker
-- inputs: odds
-- columns:
--   place      place of the fixture in the list, from 1
--   bookmaker  publisher's letters, Avg and Max among them
--   home       last price of a home win in ten-thousandths; NULL if not quoted
--   draw       last price of a draw in ten-thousandths; NULL if not quoted
--   away       last price of an away win in ten-thousandths; NULL if not quoted
--   known_at   when the last of the three became known
WITH wanted AS (
    SELECT unnest($1::VARCHAR[]) AS fixture_id, unnest($3::TIMESTAMPTZ[]) AS until, generate_subscripts($1::VARCHAR[], 1) AS place
)
SELECT wanted.place,
       odds.bookmaker,
       max_by((price * 10000)::BIGINT, odds.known_at) FILTER (selection = 'H') AS home,
       max_by((price * 10000)::BIGINT, odds.known_at) FILTER (selection = 'D') AS draw,
       max_by((price * 10000)::BIGINT, odds.known_at) FILTER (selection = 'A') AS away,
       max(odds.known_at) AS known_at
FROM odds
JOIN wanted USING (fixture_id)
WHERE odds.market = '1x2' AND odds.moment = $2 AND odds.known_at <= wanted.until
GROUP BY wanted.place, odds.bookmaker
ORDER BY wanted.place, odds.bookmaker;
