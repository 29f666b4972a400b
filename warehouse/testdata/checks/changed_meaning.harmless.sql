-- The same letters, a word in common, an abbreviation that begins alike, and a change that
-- somebody has explained.
insert into names
select entity, 'sportmonks', id, name, told::timestamptz, told::timestamptz + interval 1 day
from (values ('team', '1', 'Stoke City', '2014-08-01 00:00:00Z'), ('team', '1', 'FC Stoke', '2015-07-01 00:00:00Z'),
             ('team', '2', 'Wolverhampton Wanderers', '2014-08-01 00:00:00Z'), ('team', '2', 'Wolves', '2015-07-01 00:00:00Z'),
             ('team', '3', 'Athletik', '2014-08-01 00:00:00Z'), ('team', '3', 'Zzz Beverages', '2015-07-01 00:00:00Z'),
             ('league', '8', 'Série A', '2014-08-01 00:00:00Z'), ('league', '8', 'SERIE A', '2015-07-01 00:00:00Z')) v(entity, id, name, told);
insert into crosswalk values ('team', 'sportmonks', '3', 'England/Athletik', 'override', 1, '2015-07-01 00:00:00Z');
