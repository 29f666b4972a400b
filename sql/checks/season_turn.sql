-- season_turn: a team that came to, or left, a division whose latest season has
-- just begun or is about to: before models are trusted with it.
-- grain: division, team
-- inputs: fixtures, scores, seasons, leagues
-- severity: warning
-- hint: promoted, relegated and moved teams keep their history, nothing to do; a new one that was never met has none: if it is a club with another name, add the name to stages/staging/files/aliases.csv; a missing one went to a league that has not landed, or is spelled anew, or its fixtures have not landed: land the season's schedule with matchday land sportmonks
-- columns:
--   division     division's code
--   season       season that begins
--   team         team's identity
--   what         new, missing, promoted, relegated or moved
--   other        division that it came from; NULL of a new or a missing team
--   last_played  its last match date before the season; NULL of a team never met
WITH known AS (
    SELECT max(match_date) AS day FROM fixtures JOIN scores USING (fixture_id)
), ranked AS (
    SELECT s.division, s.season, s.first_date, s.fixtures, s.teams, l.country, l.level,
           row_number() OVER (PARTITION BY s.division ORDER BY s.first_date DESC, s.season DESC) AS n
    FROM seasons s JOIN leagues l USING (division)
), turns AS (
    SELECT a.division, a.country, a.level, a.season, a.first_date AS begins, a.teams, b.season AS before, b.first_date AS began, b.teams AS teams_before
    FROM ranked a
    JOIN ranked b ON b.division = a.division AND b.n = 2
    CROSS JOIN known
    -- A competition in which few meet is a cup.
    WHERE a.n = 1 AND a.first_date >= known.day - 45 AND b.fixtures >= 2 * b.teams
), played AS (
    SELECT division, season, match_date, home_team_id AS team FROM fixtures
    UNION ALL
    SELECT division, season, match_date, away_team_id FROM fixtures
), here AS (
    SELECT DISTINCT t.division, p.team FROM turns t JOIN played p ON p.division = t.division AND p.season = t.season
), there AS (
    SELECT DISTINCT t.division, p.team FROM turns t JOIN played p ON p.division = t.division AND p.season = t.before
), arrived AS (
    FROM here EXCEPT FROM there
), gone AS (
    FROM there EXCEPT FROM here
), came AS (
    SELECT a.division, a.team, r.division AS other, r.level AS from_level
    FROM arrived a
    JOIN turns t USING (division)
    JOIN played p ON p.team = a.team AND p.division <> a.division AND p.match_date >= t.began - 60 AND p.match_date < t.begins
    JOIN ranked r ON r.division = p.division AND r.season = p.season AND r.country = t.country AND r.fixtures >= 2 * r.teams
    QUALIFY row_number() OVER (PARTITION BY a.division, a.team ORDER BY abs(r.level - t.level) <> 1, p.match_date DESC, r.division) = 1
), told AS (
    SELECT t.division, t.season, a.team,
           CASE WHEN c.other IS NULL THEN 'new' WHEN c.from_level > t.level THEN 'promoted'
                WHEN c.from_level < t.level THEN 'relegated' ELSE 'moved' END AS what, c.other
    FROM arrived a JOIN turns t USING (division) LEFT JOIN came c USING (division, team)
    UNION ALL
    SELECT t.division, t.season, g.team, 'missing', NULL
    FROM gone g JOIN turns t USING (division)
    -- Of a schedule that has landed in part nobody is missing yet.
    WHERE t.teams >= 0.9 * t.teams_before
      AND NOT EXISTS (FROM here h WHERE h.team = g.team)
)
SELECT t.division, t.season, t.team, t.what, t.other,
       (SELECT max(p.match_date) FROM played p WHERE p.team = t.team AND p.match_date < u.begins) AS last_played
FROM told t JOIN turns u USING (division)
ORDER BY t.what NOT IN ('new', 'missing'), t.division, t.what, t.team;
