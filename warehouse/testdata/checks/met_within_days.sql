-- A pair that meets on Saturday and Tuesday; a week apart, at the other ground, and withdrawn is well.
insert into fixtures by name
select 'f' || n as fixture_id, 'footballdata' as source, 'E0' as division, '1819' as season, day as match_date,
    'England/' || home as home_team_id, 'England/' || away as away_team_id, state
from (values (1, 'A', 'B', date '2018-08-25', 'finished'), (2, 'A', 'B', date '2018-08-28', 'finished'), (3, 'C', 'D', date '2018-08-25', 'finished'),
             (4, 'C', 'D', date '2018-09-01', 'finished'), (5, 'D', 'C', date '2018-08-28', 'finished'), (6, 'C', 'D', date '2018-08-27', 'deleted')) v(n, home, away, day, state);
