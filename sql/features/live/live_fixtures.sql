-- live_fixtures: The fixtures of which a live run makes int_matches: those that are asked
-- for, all that their clubs have played, and those whose result, or its statistics, became
-- known after the variable since: of the divisions that are asked for, of the country where
-- a division has fewer than the variable fewest_results, and all where a country has.
-- grain: fixture
-- inputs: staged_fixtures, asked, staged_scores, staged_statistics
-- columns:
--   fixture_id     as in fixtures, like all columns
--   country        likewise
--   division       likewise
--   season         likewise
--   level          likewise
--   match_date     likewise
--   kickoff        likewise
--   kickoff_known  likewise
--   home_team      likewise
--   away_team      likewise
--   home_team_id   likewise
--   away_team_id   likewise
--   as_of          likewise
with clubs as (
    select home_team_id as team_id from asked
    union
    select away_team_id from asked
),
recent as (
    select fixture_id from staged_scores where known_at > getvariable('since')
    union
    select fixture_id from staged_statistics
    where known_at > getvariable('since') and fixture_id in (select fixture_id from staged_scores)
),
counted as (
    select country, division, count(*) as results
    from staged_fixtures
    where fixture_id in (from recent)
    group by country, division
),
thin as (
    select
        a.country,
        coalesce(sum(c.results) filter (c.division = a.division), 0) < getvariable('fewest_results') as division_is,
        coalesce(sum(c.results), 0) < getvariable('fewest_results') as country_is
    from (select distinct country, division from asked) a
    left join counted c on c.country = a.country
    group by a.country, a.division
)
select
    fixture_id, country, division, season, level, match_date, kickoff, kickoff_known,
    home_team, away_team, home_team_id, away_team_id, as_of
from staged_fixtures
where home_team_id in (from clubs) or away_team_id in (from clubs)
   or (fixture_id in (from recent)
       and (division in (select division from asked)
            or country in (select country from thin where division_is)
            or coalesce((select bool_or(division_is and country_is) from thin), false)))
