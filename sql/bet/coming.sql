-- coming: the fixtures that kick off after $1, the run's clock, and until $2, as the
-- sources last told of them by the clock.
-- grain: fixture
-- inputs: fixtures, scores, leagues
-- columns:
--   fixture_id  fixture
--   league      division's name; NULL if it has none
--   venue       ground; NULL if the source does not say
--   kickoff     UTC; nominal if the source gives no time
--   landed      whether the fixture had landed by the clock
SELECT f.fixture_id, l.name AS league, f.venue, f.kickoff, f.first_landed_at <= $1 AS landed
FROM fixtures f
LEFT JOIN leagues l USING (division)
LEFT JOIN scores s ON s.fixture_id = f.fixture_id AND s.landed_at <= $1
WHERE f.kickoff > $1 AND f.kickoff <= $2 AND s.fixture_id IS NULL
  AND (f.state IN ('scheduled', 'delayed') OR f.landed_at > $1)
ORDER BY f.kickoff, f.fixture_id;
