-- lineups: what is known by $2, the run's clock, of both elevens of the fixtures in
-- the list $1: of each side the newest team sheet.
-- grain: fixture
-- inputs: lineups
-- columns:
--   place       place of the fixture in the list, from 1
--   home_found  starters of the home side, count
--   away_found  starters of the away side, count
--   known_at    when the newer of the two sheets was known
WITH wanted AS (
    SELECT unnest($1::VARCHAR[]) AS fixture_id, generate_subscripts($1::VARCHAR[], 1) AS place
), sheets AS (
    SELECT w.place, s.*
    FROM lineups s JOIN wanted w USING (fixture_id)
    WHERE s.known_at <= $2 AND s.landed_at <= $2
    QUALIFY dense_rank() OVER (PARTITION BY s.fixture_id, s.side ORDER BY s.known_at DESC, s.version DESC, s.source) = 1
)
SELECT place,
       count(*) FILTER (side = 'home' AND started) AS home_found,
       count(*) FILTER (side = 'away' AND started) AS away_found,
       max(known_at) AS known_at
FROM sheets
GROUP BY place
ORDER BY place;
