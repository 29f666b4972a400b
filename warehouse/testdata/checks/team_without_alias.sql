-- In a division of the files two clubs are the API's alone, one of them like a club
-- of the files; in a division of the API alone that is no matter.
INSERT INTO fixtures BY NAME
SELECT division || home || away AS fixture_id, source, division, '2526' AS season, day AS match_date, 'England/' || home AS home_team_id, 'England/' || away AS away_team_id
FROM (VALUES ('sportmonks', 'E4', 'Newtown', 'York', DATE '2025-08-09'), ('footballdata', 'E4', 'Barrow', 'York', DATE '2025-08-16'),
             ('sportmonks', 'E4', 'Barow Town', 'York', DATE '2025-08-23'), ('sportmonks', 'SM7', 'Elsewhere', 'Nowhere', DATE '2025-08-09')) v(source, division, home, away, day);
INSERT INTO seasons VALUES ('E4', '2526', '2025-08-09', '2025-08-23', 3, 0, 4), ('SM7', '2526', '2025-08-09', '2025-08-09', 1, 0, 2);
INSERT INTO crosswalk VALUES ('team', 'sportmonks', '11', 'England/Newtown', 'own', 1, '2025-08-01 00:00:00Z'), ('team', 'sportmonks', '12', 'England/York', 'name', 1, '2025-08-01 00:00:00Z'),
                             ('team', 'sportmonks', '13', 'England/Barow Town', 'own', 1, '2025-08-01 00:00:00Z'), ('team', 'sportmonks', '14', 'England/Elsewhere', 'own', 1, '2025-08-01 00:00:00Z');
INSERT INTO ambiguous VALUES ('team', 'sportmonks', '13', ['England/Barrow', 'England/Barnet'], 'no_evidence');
