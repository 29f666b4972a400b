-- likely_alias: two teams of one country with similar names that never met and
-- never played in the same season, or a name by which a newer file calls a club of an
-- older one, or the sides of a match without a result beside one of that day with a
-- result, where one side's names are similar: probably one club in two spellings.
-- grain: pair of teams
-- inputs: fixtures, scores, teams, rejected
-- severity: warning
-- hint: if they are one club, add the spelling to stages/staging/files/aliases.csv and build again; "matchday weekly" then stages again
-- columns:
--   country       country
--   team          first team's name
--   other         second team's name, after the first in the alphabet
--   similarity    Jaro-Winkler similarity of the names' letters and digits, 0 to 1; NULL where a file tells
--   played        first and last match date of the first team
--   other_played  likewise of the second team; the file that calls it so
with played as (
    select home_team_id as team_id, match_date from fixtures
    union all
    select away_team_id, match_date from fixtures
),
spans as (
    select
        team_id, min(match_date) as first_date, max(match_date) as last_date,
        -- Seasons of different layouts compare by the summer they follow.
        list_distinct(list(year(match_date - interval 6 month))) as years
    from played group by team_id
),
named as (
    select
        t.team_id, t.country, t.name, s.first_date, s.last_date, s.years,
        regexp_replace(lower(strip_accents(t.name)), '[^a-z0-9]', '', 'g') as plain
    from teams t join spans s using (team_id)
),
resembling as (
    select
        a.country, a.name as team, b.name as other,
        round(jaro_winkler_similarity(a.plain, b.plain), 3) as similarity,
        a.first_date || ' to ' || a.last_date as played,
        b.first_date || ' to ' || b.last_date as other_played
    from named a
    join named b on b.country = a.country and b.name > a.name
    where jaro_winkler_similarity(a.plain, b.plain) >= 0.88
      and not list_has_any(a.years, b.years)
),
respelled as (
    select distinct
        n.country, n.name as team, split_part(r.detail, ' → ', 2) as other, null::double as similarity,
        n.first_date || ' to ' || n.last_date as played, r.file as other_played
    from rejected r
    join named n on n.name = split_part(r.detail, ' → ', 1)
    join teams t on t.team_id = n.team_id and list_contains(t.spellings, split_part(r.detail, ' → ', 2))
    where r.reason = 'club_respelled'
),
finished as (
    select f.* from fixtures f join scores s using (fixture_id)
),
-- A match that waits for its result, of clubs that have none in the season, beside one
-- of that day that has one.
beside as (
    select
        unnest([[w.home_team_id, r.home_team_id], [w.away_team_id, r.away_team_id]]) as pair,
        row_number() over () as of_match
    from fixtures w join finished r using (division, season, match_date)
    where w.state = 'scheduled'
      and not exists (
          from finished o
          where o.division = w.division and o.season = w.season
            and list_has_any([o.home_team_id, o.away_team_id], [w.home_team_id, w.away_team_id])
      )
),
sides as (
    select
        of_match, a.country, least(a.name, b.name) as team, greatest(a.name, b.name) as other,
        round(jaro_winkler_similarity(a.plain, b.plain), 3) as similarity,
        contains(a.plain, b.plain) or contains(b.plain, a.plain) as within,
        case when a.name < b.name then a.first_date else b.first_date end || ' to '
        || case when a.name < b.name then a.last_date else b.last_date end as played,
        case when a.name < b.name then b.first_date else a.first_date end || ' to '
        || case when a.name < b.name then b.last_date else a.last_date end as other_played
    from beside
    join named a on a.team_id = pair[1]
    join named b on b.team_id = pair[2] and b.country = a.country
),
waiting as (
    select distinct country, team, other, similarity, played, other_played from sides
    where of_match in (select of_match from sides where similarity >= 0.88 or within)
)
select * from respelled
union all
select * from resembling
union all
select * from waiting
order by similarity desc nulls first, country, team, other;
