-- followed: the API's fixtures that kick off after $1 and until $2, as it had last
-- told of them by $3, the run's clock.
-- grain: fixture of the API
-- inputs: fixture_versions, lineups
-- columns:
--   source_id   the API's number of the fixture
--   state       state last told
--   kickoff     UTC, as last told
--   said_from   first fetch that told this state, kick-off and score, UTC
--   said_until  last fetch that still did, not after the clock
--   elevens     sides of which eleven starters have been told, 0 to 2
WITH last AS (
    SELECT fixture_id, source_id, state, kickoff, known_at AS said_from, least(last_seen_at, $3) AS said_until
    FROM fixture_versions
    WHERE source = 'sportmonks' AND known_at <= $3
    QUALIFY row_number() OVER (PARTITION BY source_id ORDER BY known_at DESC, landed_at DESC) = 1
), near AS (
    FROM last WHERE kickoff > $1 AND kickoff <= $2
), whole AS (
    SELECT fixture_id, side
    FROM lineups
    WHERE source = 'sportmonks' AND started AND landed_at <= $3 AND fixture_id IN (SELECT fixture_id FROM near)
    GROUP BY fixture_id, side, version
    HAVING count(*) >= 11
), told AS (
    SELECT fixture_id, count(DISTINCT side) AS sides FROM whole GROUP BY fixture_id
)
SELECT n.source_id::BIGINT AS source_id, n.state, n.kickoff, n.said_from, n.said_until, coalesce(t.sides, 0)::INTEGER AS elevens
FROM near n
LEFT JOIN told t USING (fixture_id)
ORDER BY n.kickoff, source_id;
