-- Two levels of a country turn: one club goes up and one down, one is new in the
-- upper and one is gone; the cup, in which all play, is no league. The third
-- division's schedule has landed in part: nobody is missing there.
INSERT INTO leagues VALUES ('T1', 'Turnland', 1, 'First'), ('T2', 'Turnland', 2, 'Second'), ('T3', 'Turnland', 3, 'Third'), ('TC', 'Turnland', 1, 'Cup');
CREATE TEMP TABLE sides AS
SELECT * FROM (VALUES ('T1', '2425', ['Ash', 'Birch', 'Cedar', 'Deal']), ('T1', '2526', ['Ash', 'Birch', 'Elm', 'Fir']),
                      ('T2', '2425', ['Elm', 'Gorse', 'Hazel', 'Ivy']), ('T2', '2526', ['Cedar', 'Gorse', 'Hazel', 'Ivy']),
                      ('T3', '2425', ['Kapok', 'Larch', 'Maple', 'Nutmeg']), ('T3', '2526', ['Kapok', 'Larch'])) v(division, season, teams);
INSERT INTO fixtures BY NAME
SELECT division || season || home || away AS fixture_id, 'sportmonks' AS source, division, season, 'Turnland/' || home AS home_team_id, 'Turnland/' || away AS away_team_id,
       CASE season WHEN '2425' THEN DATE '2024-08-10' ELSE DATE '2025-08-09' END + (7 * row_number() OVER (PARTITION BY division, season ORDER BY home, away))::INTEGER AS match_date
FROM (SELECT division, season, unnest(teams) AS home, teams FROM sides), LATERAL (SELECT unnest(teams) AS away)
WHERE home <> away;
INSERT INTO fixtures BY NAME
SELECT 'TC' || home AS fixture_id, 'sportmonks' AS source, 'TC' AS division, '2425' AS season, 'Turnland/' || home AS home_team_id, 'Turnland/Ash' AS away_team_id, DATE '2025-05-20' AS match_date
FROM (SELECT unnest(['Elm', 'Fir', 'Cedar']) AS home);
INSERT INTO seasons
SELECT division, season, min(match_date), max(match_date), count(*), 0, (SELECT count(DISTINCT t) FROM (SELECT unnest([home_team_id, away_team_id]) AS t FROM fixtures g WHERE g.division = f.division AND g.season = f.season))
FROM fixtures f WHERE division[1] = 'T' GROUP BY division, season;
INSERT INTO scores BY NAME SELECT fixture_id, 1 AS home_goals, 0 AS away_goals, 'H' AS outcome FROM fixtures WHERE division[1] = 'T' AND match_date <= DATE '2025-08-20';
