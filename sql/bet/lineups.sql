-- lineups: what is known by $2, the run's clock, of both elevens of the fixtures in
-- the list $1: of each side the newest team sheet.
-- grain: fixture
-- inputs: lineups
-- columns:
--   place       place of the fixture in the list, from 1
--   home_found  starters of the home side, count
--   away_found  starters of the away side, count
--   known_at    when the newer of the two sheets was known
with wanted as (
    select unnest($1::varchar[]) as fixture_id, generate_subscripts($1::varchar[], 1) as place
),
sheets as (
    select w.place, s.*
    from lineups s join wanted w using (fixture_id)
    where s.known_at <= $2 and s.landed_at <= $2
    qualify dense_rank() over (partition by s.fixture_id, s.side order by s.known_at desc, s.version desc, s.source) = 1
)
select
    place,
    count(*) filter (side = 'home' and started) as home_found,
    count(*) filter (side = 'away' and started) as away_found,
    max(known_at) as known_at
from sheets
group by place
order by place;
