-- season_size: a season whose number of fixtures does not fit its number of
-- teams; where all meet all equally often it is a multiple of
-- teams × (teams − 1) / 2.
-- grain: division, season
-- inputs: seasons
-- severity: warning
-- hint: the file is of an unfinished or shortened season, lacks rows, spells a team in two ways, or the league has play-offs
-- columns:
--   division  division's code
--   season    season's label
--   teams     teams, count
--   fixtures  fixtures, count
--   expected  nearest number of fixtures that fits; NULL below two teams
WITH rounds AS (
    SELECT division, season, teams, fixtures, nullif(teams * (teams - 1) / 2, 0) AS round_robin
    FROM seasons
), nearest AS (
    SELECT division, season, teams, fixtures,
           (greatest(round(fixtures / round_robin), 1) * round_robin)::INTEGER AS expected
    FROM rounds
)
SELECT division, season, teams, fixtures, expected
FROM nearest
WHERE fixtures IS DISTINCT FROM expected
ORDER BY division, season;
