-- Two levels of a country turn: one club goes up and one down, one is new in the
-- upper and one is gone; the cup, in which all play, is no league. The third
-- division's schedule has landed in part: nobody is missing there.
insert into leagues values ('T1', 'Turnland', 1, 'First'), ('T2', 'Turnland', 2, 'Second'), ('T3', 'Turnland', 3, 'Third'), ('TC', 'Turnland', 1, 'Cup');
create temp table sides as
select * from (values ('T1', '2425', ['Ash', 'Birch', 'Cedar', 'Deal']), ('T1', '2526', ['Ash', 'Birch', 'Elm', 'Fir']),
                      ('T2', '2425', ['Elm', 'Gorse', 'Hazel', 'Ivy']), ('T2', '2526', ['Cedar', 'Gorse', 'Hazel', 'Ivy']),
                      ('T3', '2425', ['Kapok', 'Larch', 'Maple', 'Nutmeg']), ('T3', '2526', ['Kapok', 'Larch'])) v(division, season, teams);
insert into fixtures by name
select
    division || season || home || away as fixture_id, 'sportmonks' as source, division, season, 'Turnland/' || home as home_team_id, 'Turnland/' || away as away_team_id,
    case season when '2425' then date '2024-08-10' else date '2025-08-09' end + (7 * row_number() over (partition by division, season order by home, away))::integer as match_date
from (select division, season, unnest(teams) as home, teams from sides), lateral (select unnest(teams) as away)
where home <> away;
insert into fixtures by name
select 'TC' || home as fixture_id, 'sportmonks' as source, 'TC' as division, '2425' as season, 'Turnland/' || home as home_team_id, 'Turnland/Ash' as away_team_id, date '2025-05-20' as match_date
from (select unnest(['Elm', 'Fir', 'Cedar']) as home);
insert into seasons
select division, season, min(match_date), max(match_date), count(*), 0, (select count(distinct t) from (select unnest([home_team_id, away_team_id]) as t from fixtures g where g.division = f.division and g.season = f.season))
from fixtures f where division[1] = 'T' group by division, season;
insert into scores by name select fixture_id, 1 as home_goals, 0 as away_goals, 'H' as outcome from fixtures where division[1] = 'T' and match_date <= date '2025-08-20';
