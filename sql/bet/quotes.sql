-- quotes: the last pre-match quote of every bookmaker, line and selection of the
-- markets in the list $3 that had landed by $2, the run's clock, for the fixtures in
-- the list $1. Prices of the API have a path, which says when each was last seen and
-- whether it was stopped; those of files were seen when the file landed.
-- grain: fixture, bookmaker, market, line, selection
-- inputs: odds, quotes, gone_prices
-- columns:
--   place      place of the fixture in the list, from 1
--   bookmaker  publisher's letters or bookmaker's name, Avg and Max among them
--   market     1x2, total or handicap
--   line       goals line, or the home side's handicap; NULL for 1x2
--   selection  H, D, A, over or under
--   price      decimal price in ten-thousandths
--   known_at   when it was quoted
--   seen_at    when it was last seen offered, not after the clock
--   stopped    whether it was taken down
--   gone       whether its source no longer shows it
with wanted as (
    select unnest($1::varchar[]) as fixture_id, generate_subscripts($1::varchar[], 1) as place
)
select
    wanted.place, o.bookmaker, o.market, o.line, o.selection, (o.price * 10000)::bigint as price, o.known_at,
    least(coalesce(q.last_seen_at, o.landed_at), $2) as seen_at,
    coalesce(q.stopped, false) as stopped,
    coalesce(g.gone_at <= $2, false) as gone
from odds o
join wanted using (fixture_id)
left join quotes q
  on q.fixture_id = o.fixture_id and q.bookmaker = o.bookmaker and q.market = o.market and q.selection = o.selection
 and q.line is not distinct from o.line
 and q.known_at = o.known_at and q.price = o.price and q.landed_at = o.landed_at
left join gone_prices g
  on g.fixture_id = o.fixture_id and g.bookmaker = o.bookmaker and g.market = o.market and g.selection = o.selection
 and g.line is not distinct from o.line
 and g.known_at = o.known_at and g.price = o.price
where list_contains($3::varchar[], o.market) and o.moment = 'pre_match' and o.known_at <= $2 and o.landed_at <= $2
qualify row_number() over (partition by wanted.place, o.bookmaker, o.market, o.line, o.selection order by o.known_at desc, o.landed_at desc, o.price) = 1
order by wanted.place, o.bookmaker, o.market, o.line, o.selection;
