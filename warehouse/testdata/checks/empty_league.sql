-- E8 should have begun a month and a half before the last result; E7 has; E9 is long
-- over; E6 began again in January.
INSERT INTO seasons VALUES ('E8', '1415', '2014-08-09', '2015-05-02', 12, 12, 4), ('E7', '1415', '2014-08-09', '2015-05-02', 12, 12, 4),
                           ('E7', '1516', '2015-08-08', '2015-09-26', 12, 12, 4), ('E9', '1213', '2012-08-09', '2013-05-02', 12, 12, 4),
                           ('E6', '1415', '2014-11-01', '2015-05-02', 12, 12, 4);
INSERT INTO fixtures BY NAME SELECT 'E7/last' AS fixture_id, 'E7' AS division, '1516' AS season, DATE '2015-09-26' AS match_date;
INSERT INTO scores BY NAME SELECT 'E7/last' AS fixture_id, 1 AS home_goals, 0 AS away_goals, 'H' AS outcome;
