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
with quoted as (
    select fixture_id, bookmaker, moment, selection, price
    from odds
    where market = '1x2' and bookmaker not in ('Avg', 'Max')
),
middle as (
    select fixture_id, moment, selection, median(price) as consensus, count(*) as bookmakers
    from quoted
    group by fixture_id, moment, selection
    having count(*) >= 3
)
select q.fixture_id, q.bookmaker, q.moment, q.selection, q.price, m.consensus, m.bookmakers
from quoted q
join middle m using (fixture_id, moment, selection)
where q.price - 1 > 1.5 * (m.consensus - 1) or m.consensus - 1 > 1.5 * (q.price - 1)
order by q.fixture_id, q.bookmaker, q.moment, q.selection;
