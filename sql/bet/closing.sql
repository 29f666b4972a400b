-- closing: the last prices of every bookmaker on the markets in the list $3 of the
-- fixtures in the list $1 that had landed by $2, the run's clock: closing prices where
-- a file has them, and the last of the API's path before kick-off.
-- grain: fixture, market, line, bookmaker
-- inputs: odds, quotes, fixtures
-- columns:
--   place      place of the fixture in the list, from 1
--   market     1x2, total or handicap
--   line       goals line, or the home side's handicap; NULL for 1x2
--   bookmaker  publisher's letters or bookmaker's name, Avg and Max among them
--   first      price of a home win, or of over, in ten-thousandths; NULL if not quoted
--   second     price of a draw, of an away win at a handicap, or of under; NULL if not quoted
--   third      price of an away win; NULL if not quoted, and on a line
with wanted as (
    select unnest($1::varchar[]) as fixture_id, generate_subscripts($1::varchar[], 1) as place
),
last_word as (
    select w.place, o.market, o.line, o.bookmaker, o.selection, o.price, 1 as rank, o.known_at, o.landed_at
    from odds o join wanted w using (fixture_id)
    where list_contains($3::varchar[], o.market) and o.moment = 'closing' and o.landed_at <= $2
    union all
    select w.place, q.market, q.line, q.bookmaker, q.selection, q.price, 2, q.known_at, q.landed_at
    from quotes q join wanted w using (fixture_id) join fixtures f using (fixture_id)
    where list_contains($3::varchar[], q.market) and q.known_at <= f.kickoff and q.landed_at <= $2 and f.kickoff <= $2
),
chosen as (
    select
        place, market, line, bookmaker, (price * 10000)::bigint as price,
        case when selection in ('H', 'over') then 1 when market = '1x2' and selection = 'A' then 3 else 2 end as selection
    from last_word
    qualify row_number() over (partition by place, market, line, bookmaker, last_word.selection order by rank, known_at desc, landed_at desc, price) = 1
)
select
    place, market, line, bookmaker,
    max(price) filter (selection = 1) as first,
    max(price) filter (selection = 2) as second,
    max(price) filter (selection = 3) as third
from chosen
group by place, market, line, bookmaker
order by place, market, line, bookmaker;
