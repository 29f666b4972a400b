-- int_consensus: What the market as a whole said of a fixture's 1X2 at a moment, as one
-- triple of prices that no single absurd price can move.
-- grain: fixture, moment
-- inputs: odds, int_matches
-- columns:
--   row_id  of int_matches
--   moment  pre_match or closing
--   home    decimal price of the home win
--   draw    of the draw
--   away    of the away win
--   basis   Avg: the publisher's average; PS: Pinnacle (closing only); median: of the
--           sound named books whose margin is at most 0.10 above the thinnest
-- checks:
--   a book is sound if its three prices are above 1 and its overround is within the
--     limits of matchday.Prices.Sound
--   pre_match prices were known at the fixture's as_of, closing ones at its kick-off
with books as (
    select
        m.row_id,
        o.moment,
        o.bookmaker,
        max(o.price) filter (o.selection = 'H')::double as home,
        max(o.price) filter (o.selection = 'D')::double as draw,
        max(o.price) filter (o.selection = 'A')::double as away
    from odds o
    join int_matches m on m.fixture_id = o.fixture_id
    where o.market = '1x2' and o.bookmaker <> 'Max'
      and o.known_at <= case o.moment when 'pre_match' then m.as_of else m.kickoff end
    group by all
),
sound as materialized (
    select *, 1 / home + 1 / draw + 1 / away - 1 as overround
    from books
    where home > 1 and draw > 1 and away > 1
      and 1 / home + 1 / draw + 1 / away - 1
          between getvariable('min_overround') and getvariable('max_overround')
),
published as materialized (
    select row_id, moment, home, draw, away, bookmaker as basis
    from sound
    where bookmaker = 'Avg' or (bookmaker = 'PS' and moment = 'closing')
    qualify row_number() over (partition by row_id, moment order by bookmaker) = 1
),
-- A thin market's exchange is sound and yet far from the prices that others offer.
named as (
    select *, min(overround) over (partition by row_id, moment) as thinnest
    from sound
    anti join published using (row_id, moment)
)
select row_id, moment, home, draw, away, basis
from published
union all
select row_id, moment, median(home), median(draw), median(away), 'median'
from named
where overround <= thinnest + 0.10
group by row_id, moment
