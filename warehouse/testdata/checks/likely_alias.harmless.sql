-- Similar names of clubs that met, that played in one season, and of two countries.
insert into teams by name
select country || '/' || name as team_id, country, name
from (values ('England', 'Bristol City'), ('England', 'Bristol Rovers'), ('England', 'Sheffield Utd'), ('England', 'Sheffield Wed'),
             ('Scotland', 'Everton FC'), ('Chile', 'Everton')) v(country, name);
insert into fixtures by name
select home || '/' || away as fixture_id, day as match_date, home as home_team_id, away as away_team_id
from (values ('England/Bristol City', 'England/Bristol Rovers', date '2013-08-08'), ('England/Sheffield Utd', 'England/Arsenal', date '2013-09-08'),
             ('England/Sheffield Wed', 'England/Stoke', date '2013-09-15'), ('Scotland/Everton FC', 'Scotland/Hearts', date '2012-09-15'),
             ('Chile/Everton', 'Chile/Colo', date '2013-09-15')) v(home, away, day);
