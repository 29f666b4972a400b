-- A pair that meets in the first week and in the last, and one whose second row was withdrawn.
insert into fixtures by name
select 'f' || n as fixture_id, 'SC0' as division, '1516' as season, day as match_date, 'Scotland/' || home as home_team_id, 'Scotland/B' as away_team_id, state
from (values (1, 'C', date '2015-08-01', 'finished'), (2, 'C', date '2016-05-26', 'finished'), (3, 'D', date '2015-08-15', 'finished'),
             (4, 'D', date '2016-08-08', 'deleted')) v(n, home, day, state);
