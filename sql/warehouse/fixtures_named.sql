-- fixtures_named: the fixtures that the text $1 means: the one of that id, else those
-- whose "home - away" contains it and that have been predicted, else all that
-- contain it; at most $2.
-- grain: fixture
-- inputs: fixtures, predictions
-- columns:
--   fixture_id  fixture, the latest kick-offs first
WITH named AS (
    SELECT fixture_id, kickoff,
           CASE WHEN fixture_id = $1 THEN 0 WHEN fixture_id IN (SELECT fixture_id FROM predictions) THEN 1 ELSE 2 END AS rank
    FROM fixtures
    WHERE fixture_id = $1 OR contains(lower(home_team || ' - ' || away_team), lower($1))
)
SELECT fixture_id
FROM named
WHERE rank = (SELECT min(rank) FROM named)
ORDER BY kickoff DESC, fixture_id
LIMIT $2;
