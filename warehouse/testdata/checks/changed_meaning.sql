-- Team 1 is another club now, 2 only spells its name out, 3 was renamed and somebody
-- has said so, 4 was always called the same; league 8 has another name.
insert into names
select entity, 'sportmonks', id, name, told::timestamptz, told::timestamptz + interval 1 day
from (values ('team', '1', 'Stoke City', '2014-08-01 00:00:00Z'), ('team', '1', 'Zorgvliet', '2015-07-01 00:00:00Z'),
             ('team', '2', 'Man Utd', '2014-08-01 00:00:00Z'), ('team', '2', 'Manchester United', '2015-07-01 00:00:00Z'),
             ('team', '3', 'Athletik', '2014-08-01 00:00:00Z'), ('team', '3', 'Zzz Beverages', '2015-07-01 00:00:00Z'),
             ('team', '4', 'Hull City', '2014-08-01 00:00:00Z'),
             ('league', '8', 'Premier League', '2014-08-01 00:00:00Z'), ('league', '8', 'Superliga', '2015-07-01 00:00:00Z'),
             ('league', '9', 'Championship', '2014-08-01 00:00:00Z'), ('league', '9', 'CHAMPIONSHIP', '2015-07-01 00:00:00Z')) v(entity, id, name, told);
insert into crosswalk values ('team', 'sportmonks', '1', 'England/Stoke', 'schedule', 1, '2015-07-01 00:00:00Z'), ('team', 'sportmonks', '3', 'England/Athletik', 'override', 1, '2015-07-01 00:00:00Z');
