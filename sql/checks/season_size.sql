-- season_size: a season whose number of fixtures does not fit its number of
-- teams; where all meet all equally often it is a multiple of
-- teams × (teams − 1) / 2.
-- grain: division, season
-- inputs: seasons
-- severity: warning
-- hint: the file is of an unfinished or shortened season, lacks rows, spells a team in two ways, or the league has play-offs
-- columns:
--   division  division's code
--   season    season's label
--   teams     teams, count
--   fixtures  fixtures, count
--   expected  nearest number of fixtures that fits; NULL below two teams
with rounds as (
    select division, season, teams, fixtures, nullif(teams * (teams - 1) / 2, 0) as round_robin
    from seasons
),
nearest as (
    select
        division, season, teams, fixtures,
        (greatest(round(fixtures / round_robin), 1) * round_robin)::integer as expected
    from rounds
)
select division, season, teams, fixtures, expected
from nearest
where fixtures is distinct from expected
order by division, season;
