-- coming: the fixtures that kick off after $1, the run's clock, and until $2, as the
-- sources last reported them by the clock.
-- grain: fixture
-- inputs: fixtures, scores, leagues
-- columns:
--   fixture_id  fixture
--   league      division's name; NULL if it has none
--   venue       ground; NULL if the source does not say
--   kickoff     UTC; nominal if the source gives no time
--   landed      whether the fixture had landed by the clock
select f.fixture_id, l.name as league, f.venue, f.kickoff, f.first_landed_at <= $1 as landed
from fixtures f
left join leagues l using (division)
left join scores s on s.fixture_id = f.fixture_id and s.landed_at <= $1
where f.kickoff > $1 and f.kickoff <= $2 and s.fixture_id is null
  and (f.state in ('scheduled', 'delayed') or f.landed_at > $1)
order by f.kickoff, f.fixture_id;
