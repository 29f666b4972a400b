-- Two spellings in two seasons are one club; in the same season they are two. Leeds Utd
-- is Elland in a newer file.
insert into teams by name
select 'England/' || name as team_id, 'England' as country, name from (select unnest(['Middlesbrough', 'Middlesboro', 'Leeds Utd']) as name);
insert into fixtures by name
select home as fixture_id, day as match_date, 'England/' || home as home_team_id, 'England/Arsenal' as away_team_id
from (values ('Middlesbrough', date '2014-08-08'), ('Middlesboro', date '2013-08-08'), ('Leeds Utd', date '2015-09-08')) v(home, day);
update teams set spellings = ['Elland', 'Leeds Utd'] where name = 'Leeds Utd';
insert into rejected by name select 'E0.csv' as file, 2 as line, 'club_respelled' as reason, 'Leeds Utd → Elland' as detail;
-- A coming fixture of the first day, and its result under two other spellings; the
-- other match of that day is no other spelling, nor is one of a club that has a result.
insert into teams by name
select 'England/' || name as team_id, 'England' as country, name
from (select unnest(['Oakley Town', 'Spinney', 'Oakley', 'Plumtree', 'Quarry', 'Rowan', 'Oakleigh']) as name);
insert into fixtures by name
select
    home || day as fixture_id, 'Z9' as division, '1819' as season, 'scheduled' as state, day as match_date,
    'England/' || home as home_team_id, 'England/' || away as away_team_id
from (values ('Oakley Town', 'Spinney', date '2018-08-11'), ('Oakley', 'Plumtree', date '2018-08-11'),
    ('Quarry', 'Rowan', date '2018-08-11'), ('Oakleigh', 'Rowan', date '2018-08-18'), ('Oakley', 'Quarry', date '2018-08-18')) v(home, away, day);
insert into scores by name
select unnest(['Oakley2018-08-11', 'Quarry2018-08-11', 'Oakley2018-08-18']) as fixture_id;
