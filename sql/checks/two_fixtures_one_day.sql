-- two_fixtures_one_day: a team with more than one fixture on one day.
-- grain: team, day
-- inputs: fixtures
-- severity: warning
-- hint: one of the dates or teams is wrong in the file, or two clubs share a name; compare with another source
-- columns:
--   team_id     team's identity
--   match_date  day
--   fixtures    fixtures on it, count
--   fixture_ids their ids, joined by a comma
WITH played AS (
    SELECT home_team_id AS team_id, match_date, fixture_id FROM fixtures
    UNION ALL
    SELECT away_team_id, match_date, fixture_id FROM fixtures
), crowded AS (
    SELECT team_id, match_date
    FROM played
    GROUP BY team_id, match_date
    HAVING count(*) > 1
)
SELECT team_id, match_date, count(*) AS fixtures, string_agg(fixture_id, ', ' ORDER BY fixture_id) AS fixture_ids
FROM played
SEMI JOIN crowded USING (team_id, match_date)
GROUP BY team_id, match_date
ORDER BY team_id, match_date;
