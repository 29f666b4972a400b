-- lineups: what is known by $2, the run's clock, of both elevens of the fixtures in
-- the list $1: of each side the newest team sheet.
-- grain: fixture
-- inputs: lineups
-- columns:
--   place       place of the fixture in the list, from 1
--   home_found  starters of the home side, count
--   away_found  starters of the away side, count
--   home_rated  of them, those who stand on an older team sheet of another fixture, count
--   away_rated  likewise
--   known_at    when the newer of the two sheets was known
WITH wanted AS (
    SELECT unnest($1::VARCHAR[]) AS fixture_id, generate_subscripts($1::VARCHAR[], 1) AS place
), seen AS (
    SELECT * FROM lineups WHERE known_at <= $2 AND landed_at <= $2
), sheets AS (
    SELECT w.place, s.*
    FROM seen s JOIN wanted w USING (fixture_id)
    QUALIFY dense_rank() OVER (PARTITION BY s.fixture_id, s.side ORDER BY s.known_at DESC, s.version DESC, s.source) = 1
), rated AS (
    SELECT place, side, started, known_at,
           player_id IN (SELECT player_id FROM seen WHERE player_id IS NOT NULL AND fixture_id NOT IN (SELECT fixture_id FROM wanted)) AS rated
    FROM sheets
)
SELECT place,
       count(*) FILTER (side = 'home' AND started) AS home_found,
       count(*) FILTER (side = 'away' AND started) AS away_found,
       count(*) FILTER (side = 'home' AND started AND rated) AS home_rated,
       count(*) FILTER (side = 'away' AND started AND rated) AS away_rated,
       max(known_at) AS known_at
FROM rated
GROUP BY place
ORDER BY place;
