-- The same clubs play again; in a cup, whose clubs change, few meet; a league that turned over
-- its clubs long ago says nothing of today.
insert into leagues values ('T1', 'Turnland', 1, 'First'), ('TC', 'Turnland', 1, 'Cup'), ('T9', 'Turnland', 9, 'Ninth');
create temp table sides as
select * from (values ('T1', '2425', date '2024-08-10', ['Ash', 'Birch', 'Cedar', 'Deal']), ('T1', '2526', date '2025-08-09', ['Ash', 'Birch', 'Cedar', 'Deal']),
                      ('T9', '2223', date '2022-08-10', ['Kapok', 'Larch', 'Maple', 'Nutmeg']), ('T9', '2324', date '2023-08-09', ['Kapok', 'Larch', 'Oak', 'Pine'])) v(division, season, begins, teams);
insert into fixtures by name
select
    division || season || home || away as fixture_id, 'sportmonks' as source, division, season, 'Turnland/' || home as home_team_id, 'Turnland/' || away as away_team_id,
    begins + (7 * row_number() over (partition by division, season order by home, away))::integer as match_date
from (select division, season, begins, unnest(teams) as home, teams from sides), lateral (select unnest(teams) as away)
where home <> away;
insert into fixtures by name
select 'TC' || season || home as fixture_id, 'sportmonks' as source, 'TC' as division, season, 'Turnland/' || home as home_team_id, 'Turnland/Ash' as away_team_id, day as match_date
from (values ('2425', 'Elm', date '2024-09-20'), ('2425', 'Fir', date '2024-09-21'), ('2526', 'Gorse', date '2025-09-20'), ('2526', 'Hazel', date '2025-09-21')) v(season, home, day);
insert into seasons
select division, season, min(match_date), max(match_date), count(*), 0, (select count(distinct t) from (select unnest([home_team_id, away_team_id]) as t from fixtures g where g.division = f.division and g.season = f.season))
from fixtures f where division[1] = 'T' group by division, season;
insert into scores by name select fixture_id, 1 as home_goals, 0 as away_goals, 'H' as outcome from fixtures where division[1] = 'T' and match_date <= date '2025-08-20';
