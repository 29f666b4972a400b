-- E7's new season should have begun 29 days before the last result; E8's has begun; E9 is over.
insert into seasons values ('E7', '1415', '2014-08-29', '2015-05-02', 12, 12, 4), ('E8', '1415', '2014-08-09', '2015-05-02', 12, 12, 4),
                           ('E8', '1516', '2015-08-08', '2015-09-26', 12, 12, 4), ('E9', '1213', '2012-08-09', '2013-05-02', 12, 12, 4);
insert into fixtures by name select 'E8/last' as fixture_id, 'E8' as division, '1516' as season, date '2015-09-26' as match_date;
insert into scores by name select 'E8/last' as fixture_id, 1 as home_goals, 0 as away_goals, 'H' as outcome;
