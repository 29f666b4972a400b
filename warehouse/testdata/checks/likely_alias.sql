-- Two spellings in two seasons are one club; in the same season they are two.
INSERT INTO teams BY NAME
SELECT 'England/' || name AS team_id, 'England' AS country, name FROM (SELECT unnest(['Middlesbrough', 'Middlesboro', 'Leeds Utd']) AS name);
INSERT INTO fixtures BY NAME
SELECT home AS fixture_id, day AS match_date, 'England/' || home AS home_team_id, 'England/Arsenal' AS away_team_id
FROM (VALUES ('Middlesbrough', DATE '2014-08-08'), ('Middlesboro', DATE '2013-08-08'), ('Leeds Utd', DATE '2015-09-08')) v(home, day);
