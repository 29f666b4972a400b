-- endings: what the sources say by $2, the run's clock, of how the fixtures in the
-- list $1 ended.
-- grain: fixture
-- inputs: fixtures, scores, fixture_versions
-- columns:
--   place          place of the fixture in the list, from 1
--   state          state last reported
--   kickoff        kick-off last reported, UTC; nominal unless kickoff_known
--   kickoff_known  whether the source gives the time of day
--   match_date     the source's own date
--   home_team      home side
--   away_team      away side
--   home_goals     after 90 minutes; NULL without a score
--   away_goals     likewise
--   known_at       when the score was known, UTC; NULL without one
--   said_from      of the API's fixtures: first fetch that reported this state and score, UTC; else NULL
--   said_until     last fetch that still did, not after the clock
--   moved_on       latest kick-off of the division's season that has a score
with wanted as (
    select unnest($1::varchar[]) as fixture_id, generate_subscripts($1::varchar[], 1) as place
),
known as (
    select * from scores where known_at <= $2 and landed_at <= $2
),
reported as (
    select fixture_id, known_at as said_from, least(last_seen_at, $2) as said_until
    from fixture_versions
    where known_at <= $2
    qualify row_number() over (partition by fixture_id order by known_at desc, landed_at desc) = 1
),
progress as (
    select f.division, f.season, max(f.kickoff) as moved_on
    from fixtures f join known using (fixture_id)
    group by f.division, f.season
)
select
    w.place, f.state, f.kickoff, f.kickoff_known, f.match_date, f.home_team, f.away_team,
    k.home_goals, k.away_goals, k.known_at, t.said_from, t.said_until, p.moved_on
from wanted w
join fixtures f using (fixture_id)
left join known k using (fixture_id)
left join reported t using (fixture_id)
left join progress p using (division, season)
order by w.place;
