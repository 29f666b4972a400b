-- team_without_alias: a team of the API's latest season that is joined to no club
-- of the files, in a division that the files have too.
-- grain: source's team
-- inputs: fixtures, seasons, crosswalk, ambiguous
-- severity: warning
-- hint: if the files know the club under another name, add it to stages/staging/files/aliases.csv, or the pair to stages/staging/canonical/crosswalk.csv, and build again; "matchday weekly" then stages again; if they have not told of it yet, there is nothing to do until they have
-- columns:
--   division    division's code
--   season      season's label
--   source      source that reports it
--   source_id   the source's own id of the team
--   team        team's identity, made of the source's own name
--   candidates  our clubs that it could be; NULL if there is none
with latest as (
    select division, season
    from seasons
    qualify row_number() over (partition by division order by first_date desc, season desc) = 1
),
playing as (
    select distinct f.division, f.season, unnest([f.home_team_id, f.away_team_id]) as team
    from fixtures f join latest using (division, season)
    where exists (from fixtures g where g.division = f.division and g.source = 'footballdata')
)
select p.division, p.season, c.source, c.source_id, p.team, list_aggregate(a.candidates, 'string_agg', ', ') as candidates
from playing p
join crosswalk c on c.entity = 'team' and c.how = 'own' and c.canonical_id = p.team
left join ambiguous a on a.entity = 'team' and a.source = c.source and a.source_id = c.source_id
order by p.division, p.team, c.source_id, candidates;
