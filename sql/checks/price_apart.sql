-- price_apart: a 1x2 price far from what the other bookmakers quoted at the
-- same moment, its net odds (price less one) more than a factor of 1.5 from
-- those of the median of three or more.
-- grain: fixture, bookmaker, moment, selection
-- inputs: odds
-- severity: warning
-- hint: nothing to do: a book with such a price neither moves the consensus nor is bet at
-- columns:
--   fixture_id  fixture
--   bookmaker   bookmaker
--   moment      pre_match or closing
--   selection   H, D or A
--   price       decimal price
--   consensus   median decimal price of all bookmakers
--   bookmakers  bookmakers behind the median, 3 upwards
WITH quoted AS (
    SELECT fixture_id, bookmaker, moment, selection, price
    FROM odds
    WHERE market = '1x2' AND bookmaker NOT IN ('Avg', 'Max')
), middle AS (
    SELECT fixture_id, moment, selection, median(price) AS consensus, count(*) AS bookmakers
    FROM quoted
    GROUP BY fixture_id, moment, selection
    HAVING count(*) >= 3
)
SELECT q.fixture_id, q.bookmaker, q.moment, q.selection, q.price, m.consensus, m.bookmakers
FROM quoted q
JOIN middle m USING (fixture_id, moment, selection)
WHERE q.price - 1 > 1.5 * (m.consensus - 1) OR m.consensus - 1 > 1.5 * (q.price - 1)
ORDER BY q.fixture_id, q.bookmaker, q.moment, q.selection;
