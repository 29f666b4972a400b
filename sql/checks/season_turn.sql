-- season_turn: a team that came to, or left, a division whose latest season has
-- just begun or is about to: before models are trusted with it.
-- grain: division, team
-- inputs: fixtures, scores, seasons, leagues
-- severity: warning
-- hint: promoted, relegated and moved teams keep their history, nothing to do; a new one that was never met has none: if it is a club with another name, add the name to stages/staging/files/aliases.csv and build again; a missing one went to a league that has not landed, or is spelled in a new way, or its fixtures have not landed: land the season's schedule with "matchday land sportmonks"
-- columns:
--   division     division's code
--   season       season that begins
--   team         team's identity
--   what         new, missing, promoted, relegated or moved
--   other        division that it came from; NULL of a new or a missing team
--   last_played  its last match date before the season; NULL of a team never met
with known as (
    select max(match_date) as day from fixtures join scores using (fixture_id)
),
ranked as (
    select
        s.division, s.season, s.first_date, s.fixtures, s.teams, l.country, l.level,
        row_number() over (partition by s.division order by s.first_date desc, s.season desc) as n
    from seasons s join leagues l using (division)
),
turns as (
    select a.division, a.country, a.level, a.season, a.first_date as begins, a.teams, b.season as before, b.first_date as began, b.teams as teams_before
    from ranked a
    join ranked b on b.division = a.division and b.n = 2
    cross join known
    -- A competition in which few meet is a cup.
    where a.n = 1 and a.first_date >= known.day - 45 and b.fixtures >= 2 * b.teams
),
played as (
    select division, season, match_date, home_team_id as team from fixtures
    union all
    select division, season, match_date, away_team_id from fixtures
),
here as (
    select distinct t.division, p.team from turns t join played p on p.division = t.division and p.season = t.season
),
there as (
    select distinct t.division, p.team from turns t join played p on p.division = t.division and p.season = t.before
),
arrived as (
    from here except from there
),
gone as (
    from there except from here
),
came as (
    select a.division, a.team, r.division as other, r.level as from_level
    from arrived a
    join turns t using (division)
    join played p on p.team = a.team and p.division <> a.division and p.match_date >= t.began - 60 and p.match_date < t.begins
    join ranked r on r.division = p.division and r.season = p.season and r.country = t.country and r.fixtures >= 2 * r.teams
    qualify row_number() over (partition by a.division, a.team order by abs(r.level - t.level) <> 1, p.match_date desc, r.division) = 1
),
reported as (
    select
        t.division, t.season, a.team,
        case when c.other is null then 'new' when c.from_level > t.level then 'promoted'
             when c.from_level < t.level then 'relegated' else 'moved' end as what, c.other
    from arrived a join turns t using (division) left join came c using (division, team)
    union all
    select t.division, t.season, g.team, 'missing', null
    from gone g join turns t using (division)
    -- Of a schedule that has landed in part nobody is missing yet.
    where t.teams >= 0.9 * t.teams_before
      and not exists (from here h where h.team = g.team)
)
select
    t.division, t.season, t.team, t.what, t.other,
    (select max(p.match_date) from played p where p.team = t.team and p.match_date < u.begins) as last_played
from reported t join turns u using (division)
order by t.what not in ('new', 'missing'), t.division, t.what, t.team;
