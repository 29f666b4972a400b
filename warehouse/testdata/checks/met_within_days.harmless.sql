-- A pair that meets a week apart, twice in a week at both grounds, and in a row that was withdrawn;
-- two play-off legs by the API alone.
insert into fixtures by name
select 'f' || n as fixture_id, source, 'E0' as division, '1819' as season, day as match_date,
    'England/' || home as home_team_id, 'England/' || away as away_team_id, state
from (values (1, 'footballdata', 'A', 'B', date '2018-08-25', 'finished'), (2, 'footballdata', 'A', 'B', date '2018-09-01', 'finished'),
             (3, 'footballdata', 'C', 'D', date '2018-08-25', 'finished'), (4, 'footballdata', 'D', 'C', date '2018-08-28', 'finished'),
             (5, 'footballdata', 'C', 'D', date '2018-08-27', 'deleted'),
             (6, 'sportmonks', 'E', 'F', date '2018-08-25', 'finished'), (7, 'sportmonks', 'E', 'F', date '2018-08-28', 'finished')) v(n, source, home, away, day, state);
