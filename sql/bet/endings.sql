-- endings: what the sources say by $2, the run's clock, of how the fixtures in the
-- list $1 ended.
-- grain: fixture
-- inputs: fixtures, scores, fixture_versions
-- columns:
--   place        place of the fixture in the list, from 1
--   state        state last told
--   kickoff      kick-off last told, UTC
--   match_date   the source's own date
--   home_team    home side
--   away_team    away side
--   home_goals   after 90 minutes; NULL without a score
--   away_goals   likewise
--   known_at     when the score was known, UTC; NULL without one
--   said_from    of the API's fixtures: first fetch that told this state and score, UTC; else NULL
--   said_until   last fetch that still did, not after the clock
--   moved_on     latest kick-off of the division's season that has a score
WITH wanted AS (
    SELECT unnest($1::VARCHAR[]) AS fixture_id, generate_subscripts($1::VARCHAR[], 1) AS place
), known AS (
    SELECT * FROM scores WHERE known_at <= $2 AND landed_at <= $2
), told AS (
    SELECT fixture_id, known_at AS said_from, least(last_seen_at, $2) AS said_until
    FROM fixture_versions
    WHERE known_at <= $2
    QUALIFY row_number() OVER (PARTITION BY fixture_id ORDER BY known_at DESC, landed_at DESC) = 1
), progress AS (
    SELECT f.division, f.season, max(f.kickoff) AS moved_on
    FROM fixtures f JOIN known USING (fixture_id)
    GROUP BY f.division, f.season
)
SELECT w.place, f.state, f.kickoff, f.match_date, f.home_team, f.away_team,
       k.home_goals, k.away_goals, k.known_at, t.said_from, t.said_until, p.moved_on
FROM wanted w
JOIN fixtures f USING (fixture_id)
LEFT JOIN known k USING (fixture_id)
LEFT JOIN told t USING (fixture_id)
LEFT JOIN progress p USING (division, season)
ORDER BY w.place;
