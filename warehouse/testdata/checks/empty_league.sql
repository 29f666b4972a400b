-- E8 should have begun a month and a half before the last result; E7 has; E9 is long
-- over; E6 began again in January.
insert into seasons values ('E8', '1415', '2014-08-09', '2015-05-02', 12, 12, 4), ('E7', '1415', '2014-08-09', '2015-05-02', 12, 12, 4),
                           ('E7', '1516', '2015-08-08', '2015-09-26', 12, 12, 4), ('E9', '1213', '2012-08-09', '2013-05-02', 12, 12, 4),
                           ('E6', '1415', '2014-11-01', '2015-05-02', 12, 12, 4);
insert into fixtures by name select 'E7/last' as fixture_id, 'E7' as division, '1516' as season, date '2015-09-26' as match_date;
insert into scores by name select 'E7/last' as fixture_id, 1 as home_goals, 0 as away_goals, 'H' as outcome;
