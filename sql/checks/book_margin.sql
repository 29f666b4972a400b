-- book_margin: a 1x2 book whose margin is negative or above 30 %; Max is no
-- book, and its margin says nothing.
-- grain: fixture, bookmaker, moment
-- inputs: odds
-- severity: warning
-- hint: nothing to do: books below -1 % or above 25 % neither move the consensus nor are bet at
-- columns:
--   fixture_id  fixture
--   bookmaker   bookmaker
--   moment      pre_match or closing
--   home        decimal price of a home win
--   draw        decimal price of a draw
--   away        decimal price of an away win
--   margin      sum of the implied probabilities less one
with books as (
    select
        fixture_id, bookmaker, moment,
        max(price) filter (selection = 'H') as home,
        max(price) filter (selection = 'D') as draw,
        max(price) filter (selection = 'A') as away
    from odds
    where market = '1x2' and bookmaker <> 'Max'
    group by fixture_id, bookmaker, moment
)
select fixture_id, bookmaker, moment, home, draw, away, round(1 / home + 1 / draw + 1 / away - 1, 6) as margin
from books
where 1 / home + 1 / draw + 1 / away - 1 not between 0 and 0.30
order by fixture_id, bookmaker, moment;
