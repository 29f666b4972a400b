-- books: the books of one moment ($2: pre_match or closing) and the markets in the list $4, of the fixtures in the list $1, in the list's order, each as it stood at the fixture's place in the list of times $3.
-- grain: fixture, market, line, bookmaker
-- inputs: odds
-- columns:
--   place      place of the fixture in the list, from 1
--   market     1x2, total or handicap
--   line       goals line, or the home side's handicap; NULL for 1x2
--   bookmaker  publisher's letters, Avg and Max among them
--   first      last price of a home win, or of over, in ten-thousandths; NULL if not quoted
--   second     last price of a draw, of an away win at a handicap, or of under; NULL if not quoted
--   third      last price of an away win; NULL if not quoted, and on a line
--   known_at   when the last of them became known
WITH wanted AS (
    SELECT unnest($1::VARCHAR[]) AS fixture_id, unnest($3::TIMESTAMPTZ[]) AS until, generate_subscripts($1::VARCHAR[], 1) AS place
), quoted AS (
    SELECT wanted.place, odds.market, odds.line, odds.bookmaker, odds.known_at, (odds.price * 10000)::BIGINT AS price,
           CASE WHEN odds.selection IN ('H', 'over') THEN 1 WHEN odds.market = '1x2' AND odds.selection = 'A' THEN 3 ELSE 2 END AS selection
    FROM odds
    JOIN wanted USING (fixture_id)
    WHERE list_contains($4::VARCHAR[], odds.market) AND odds.moment = $2 AND odds.known_at <= wanted.until
)
SELECT place, market, line, bookmaker,
       max_by(price, known_at) FILTER (selection = 1) AS first,
       max_by(price, known_at) FILTER (selection = 2) AS second,
       max_by(price, known_at) FILTER (selection = 3) AS third,
       max(known_at) AS known_at
FROM quoted
GROUP BY place, market, line, bookmaker
ORDER BY place, market, line, bookmaker;
