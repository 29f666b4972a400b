-- followed: the API's fixtures that kick off after $1 and until $2, as it had last
-- reported them by $3, the run's clock. A match that it lists under two ids stands
-- under each, with what is known of it: either may be the one that tells the end.
-- grain: fixture of the API
-- inputs: fixture_versions, lineups, crosswalk
-- columns:
--   source_id   the API's number of the fixture
--   state       state last reported
--   kickoff     UTC, as last given
--   said_from   first fetch that reported this state, kick-off and score, UTC
--   said_until  last fetch that still did, not after the clock
--   elevens     sides of which eleven starters are known, 0 to 2
with last as (
    select fixture_id, source_id, state, kickoff, known_at as said_from, least(last_seen_at, $3) as said_until
    from fixture_versions
    where source = 'sportmonks' and known_at <= $3
    qualify row_number() over (partition by source_id order by least(last_seen_at, $3) desc, known_at desc, landed_at desc) = 1
),
near as (
    from last where kickoff > $1 and kickoff <= $2
),
whole as (
    select fixture_id, side
    from lineups
    where source = 'sportmonks' and started and landed_at <= $3 and fixture_id in (select fixture_id from near)
    group by fixture_id, side, version
    having count(*) >= 11
),
reported as (
    select fixture_id, count(distinct side) as sides from whole group by fixture_id
),
ids as (
    select fixture_id, source_id from near
    union
    select canonical_id, source_id
    from crosswalk
    where entity = 'fixture' and source = 'sportmonks' and canonical_id in (select fixture_id from near)
)
select i.source_id::bigint as source_id, n.state, n.kickoff, n.said_from, n.said_until, coalesce(t.sides, 0)::integer as elevens
from near n
join ids i using (fixture_id)
left join reported t using (fixture_id)
order by n.kickoff, source_id;
