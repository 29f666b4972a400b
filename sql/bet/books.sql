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
with wanted as (
    select unnest($1::varchar[]) as fixture_id, unnest($3::timestamptz[]) as until, generate_subscripts($1::varchar[], 1) as place
),
quoted as (
    select
        wanted.place, odds.market, odds.line, odds.bookmaker, odds.known_at, (odds.price * 10000)::bigint as price,
        case when odds.selection in ('H', 'over') then 1 when odds.market = '1x2' and odds.selection = 'A' then 3 else 2 end as selection
    from odds
    join wanted using (fixture_id)
    where list_contains($4::varchar[], odds.market) and odds.moment = $2 and odds.known_at <= wanted.until
)
select
    place, market, line, bookmaker,
    max_by(price, known_at) filter (selection = 1) as first,
    max_by(price, known_at) filter (selection = 2) as second,
    max_by(price, known_at) filter (selection = 3) as third,
    max(known_at) as known_at
from quoted
group by place, market, line, bookmaker
order by place, market, line, bookmaker;
