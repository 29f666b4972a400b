-- int_consensus: What the market as a whole said of a fixture's 1X2 at a moment, as one
-- triple of prices that no single absurd price can move, and beside it what the
-- publisher's average said.
-- grain: fixture, moment
-- inputs: odds, int_matches
-- columns:
--   row_id          of int_matches
--   moment          pre_match or closing
--   home            decimal price of the home win; NULL if no book is sound
--   draw            of the draw, likewise
--   away            of the away win, likewise
--   basis           PS: Pinnacle; Avg: the publisher's average; median: of the sound named
--                   books whose margin is at most 0.10 above the thinnest
--   published_home  price of the home win by the publisher's average, for closing else
--                   Pinnacle's, sound or not; NULL if it is not complete
--   published_draw  of the draw, likewise
--   published_away  of the away win, likewise
-- checks:
--   Pinnacle's book knows more than the average of all: it is the word of the market where
--     it is sound and lies within 0.05 of probability of what the others say
--   a book is complete if its three prices are above 1, and sound if its overround is within
--     the limits of matchday.Prices.Sound
--   where three named books are sound, an average that lies more than 0.05 of probability
--     outside of theirs belongs to another fixture and is passed over
--   pre_match prices were known at the fixture's as_of, closing ones at its kick-off; of a
--     price that moved, the last
with books as (
    select
        m.row_id,
        o.moment,
        o.bookmaker,
        max_by(o.price, o.known_at) filter (o.selection = 'H')::double as home,
        max_by(o.price, o.known_at) filter (o.selection = 'D')::double as draw,
        max_by(o.price, o.known_at) filter (o.selection = 'A')::double as away
    from odds o
    join int_matches m on m.fixture_id = o.fixture_id
    where o.market = '1x2' and o.bookmaker <> 'Max'
      and o.known_at <= case o.moment when 'pre_match' then m.as_of else m.kickoff end
    group by all
),
complete as materialized (
    select *, 1 / home + 1 / draw + 1 / away - 1 as overround
    from books
    where home > 1 and draw > 1 and away > 1
),
sound as (
    select * from complete
    where overround between getvariable('min_overround') and getvariable('max_overround')
),
published as materialized (
    select row_id, moment, home, draw, away, overround, bookmaker as basis
    from complete
    where bookmaker = 'Avg' or (bookmaker = 'PS' and moment = 'closing')
    qualify row_number() over (partition by row_id, moment order by bookmaker) = 1
),
named_range as (
    select
        row_id, moment, count(*) as books,
        min(1 / home) - 0.05 as home_low, max(1 / home) + 0.05 as home_high,
        min(1 / draw) - 0.05 as draw_low, max(1 / draw) + 0.05 as draw_high,
        min(1 / away) - 0.05 as away_low, max(1 / away) + 0.05 as away_high
    from sound
    where bookmaker <> 'Avg'
    group by row_id, moment
),
trusted as materialized (
    select p.*
    from published p
    left join named_range r on r.row_id = p.row_id and r.moment = p.moment and r.books >= 3
    where p.overround between getvariable('min_overround') and getvariable('max_overround')
      and (r.books is null
           or (1 / p.home between r.home_low and r.home_high
               and 1 / p.draw between r.draw_low and r.draw_high
               and 1 / p.away between r.away_low and r.away_high))
),
-- A thin market's exchange is sound and yet far from the prices that others offer.
named as (
    select *, min(overround) over (partition by row_id, moment) as thinnest
    from sound
    anti join trusted using (row_id, moment)
    where bookmaker <> 'Avg'
),
consensus as (
    select row_id, moment, home, draw, away, basis
    from trusted
    union all
    select row_id, moment, median(home), median(draw), median(away), 'median'
    from named
    where overround <= thinnest + 0.10
    group by row_id, moment
),
sharp as (
    select s.row_id, s.moment, s.home, s.draw, s.away, s.bookmaker as basis
    from sound s
    join consensus c using (row_id, moment)
    where s.bookmaker = 'PS'
      and abs(1 / s.home / (1 + s.overround) - 1 / c.home / (1 / c.home + 1 / c.draw + 1 / c.away)) <= 0.05
      and abs(1 / s.draw / (1 + s.overround) - 1 / c.draw / (1 / c.home + 1 / c.draw + 1 / c.away)) <= 0.05
      and abs(1 / s.away / (1 + s.overround) - 1 / c.away / (1 / c.home + 1 / c.draw + 1 / c.away)) <= 0.05
),
word as (
    from sharp
    union all
    from consensus anti join sharp using (row_id, moment)
)
select
    row_id,
    moment,
    w.home,
    w.draw,
    w.away,
    w.basis,
    p.home as published_home,
    p.draw as published_draw,
    p.away as published_away
from word w
full join published p using (row_id, moment)
