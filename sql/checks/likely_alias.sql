-- likely_alias: two teams of one country with similar names that never met and
-- never played in the same season: probably one club in two spellings.
-- grain: pair of teams
-- inputs: fixtures, teams
-- severity: warning
-- hint: if they are one club, add the spelling to the alias table and stage again
-- columns:
--   country       country
--   team          first team's name
--   other         second team's name, after the first in the alphabet
--   similarity    Jaro-Winkler similarity of the names' letters and digits, 0 to 1; 0.88 upwards
--   played        first and last match date of the first team
--   other_played  first and last match date of the second team
WITH played AS (
    SELECT home_team_id AS team_id, match_date FROM fixtures
    UNION ALL
    SELECT away_team_id, match_date FROM fixtures
), spans AS (
    SELECT team_id, min(match_date) AS first_date, max(match_date) AS last_date,
           -- Seasons of different layouts compare by the summer they follow.
           list_distinct(list(year(match_date - INTERVAL 6 MONTH))) AS years
    FROM played GROUP BY team_id
), named AS (
    SELECT t.team_id, t.country, t.name, s.first_date, s.last_date, s.years,
           regexp_replace(lower(strip_accents(t.name)), '[^a-z0-9]', '', 'g') AS plain
    FROM teams t JOIN spans s USING (team_id)
)
SELECT a.country, a.name AS team, b.name AS other,
       round(jaro_winkler_similarity(a.plain, b.plain), 3) AS similarity,
       a.first_date || ' to ' || a.last_date AS played,
       b.first_date || ' to ' || b.last_date AS other_played
FROM named a
JOIN named b ON b.country = a.country AND b.name > a.name
WHERE jaro_winkler_similarity(a.plain, b.plain) >= 0.88
  AND NOT list_has_any(a.years, b.years)
ORDER BY similarity DESC, a.country, a.name, b.name;
