-- book_margin: a 1x2 book whose margin is negative or above 30 %; Max is no
-- book, and its margin says nothing.
-- grain: fixture, bookmaker, moment
-- inputs: odds
-- severity: warning
-- hint: nothing to do: such books neither move the consensus nor are bet at
-- columns:
--   fixture_id  fixture
--   bookmaker   bookmaker
--   moment      pre_match or closing
--   home        decimal price of a home win
--   draw        decimal price of a draw
--   away        decimal price of an away win
--   margin      sum of the implied probabilities less one
WITH books AS (
    SELECT fixture_id, bookmaker, moment,
           max(price) FILTER (selection = 'H') AS home,
           max(price) FILTER (selection = 'D') AS draw,
           max(price) FILTER (selection = 'A') AS away
    FROM odds
    WHERE market = '1x2' AND bookmaker <> 'Max'
    GROUP BY fixture_id, bookmaker, moment
)
SELECT fixture_id, bookmaker, moment, home, draw, away, round(1 / home + 1 / draw + 1 / away - 1, 6) AS margin
FROM books
WHERE 1 / home + 1 / draw + 1 / away - 1 NOT BETWEEN 0 AND 0.30
ORDER BY fixture_id, bookmaker, moment;
