-- A pair that meets in two summers; one that meets in a spring and a summer is well.
insert into fixtures by name
select 'f' || n as fixture_id, 'SC0' as division, '1516' as season, day as match_date, 'Scotland/' || home as home_team_id, 'Scotland/B' as away_team_id, state
from (values (1, 'A', date '2015-08-08', 'finished'), (2, 'A', date '2016-08-08', 'finished'), (3, 'C', date '2015-08-15', 'finished'),
             (4, 'C', date '2016-05-08', 'finished'), (5, 'D', date '2015-08-15', 'finished'), (6, 'D', date '2016-08-08', 'deleted')) v(n, home, day, state);
