-- A club of the API alone in a division of the API alone, one of a season that is over, and
-- one that was joined by its name.
insert into fixtures by name
select division || home || away as fixture_id, source, division, season, day as match_date, 'England/' || home as home_team_id, 'England/' || away as away_team_id
from (values ('sportmonks', 'E4', '2425', 'Newtown', 'York', date '2024-08-09'), ('footballdata', 'E4', '2526', 'Barrow', 'York', date '2025-08-16'),
             ('sportmonks', 'SM7', '2526', 'Elsewhere', 'Nowhere', date '2025-08-09')) v(source, division, season, home, away, day);
insert into seasons values ('E4', '2425', '2024-08-09', '2024-08-09', 1, 0, 2), ('E4', '2526', '2025-08-16', '2025-08-16', 1, 0, 2), ('SM7', '2526', '2025-08-09', '2025-08-09', 1, 0, 2);
insert into crosswalk values ('team', 'sportmonks', '11', 'England/Newtown', 'own', 1, '2025-08-01 00:00:00Z'), ('team', 'sportmonks', '12', 'England/York', 'name', 1, '2025-08-01 00:00:00Z'),
                             ('team', 'sportmonks', '14', 'England/Elsewhere', 'own', 1, '2025-08-01 00:00:00Z');
