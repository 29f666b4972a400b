-- In a division of the files two clubs are the API's alone, one of them like a club
-- of the files; in a division of the API alone that is no matter.
insert into fixtures by name
select division || home || away as fixture_id, source, division, '2526' as season, day as match_date, 'England/' || home as home_team_id, 'England/' || away as away_team_id
from (values ('sportmonks', 'E4', 'Newtown', 'York', date '2025-08-09'), ('footballdata', 'E4', 'Barrow', 'York', date '2025-08-16'),
             ('sportmonks', 'E4', 'Barow Town', 'York', date '2025-08-23'), ('sportmonks', 'SM7', 'Elsewhere', 'Nowhere', date '2025-08-09')) v(source, division, home, away, day);
insert into seasons values ('E4', '2526', '2025-08-09', '2025-08-23', 3, 0, 4), ('SM7', '2526', '2025-08-09', '2025-08-09', 1, 0, 2);
insert into crosswalk values ('team', 'sportmonks', '11', 'England/Newtown', 'own', 1, '2025-08-01 00:00:00Z'), ('team', 'sportmonks', '12', 'England/York', 'name', 1, '2025-08-01 00:00:00Z'),
                             ('team', 'sportmonks', '13', 'England/Barow Town', 'own', 1, '2025-08-01 00:00:00Z'), ('team', 'sportmonks', '14', 'England/Elsewhere', 'own', 1, '2025-08-01 00:00:00Z');
insert into ambiguous values ('team', 'sportmonks', '13', ['England/Barrow', 'England/Barnet'], 'no_evidence');
