-- team_without_alias: a team of the API's latest season that is joined to no club
-- of the files, in a division that the files tell of too.
-- grain: source's team
-- inputs: fixtures, seasons, crosswalk, ambiguous
-- severity: warning
-- hint: if the files know the club under another name, add it to stages/staging/files/aliases.csv, or the pair to stages/staging/canonical/crosswalk.csv, and stage again; if they have not told of it yet, there is nothing to do until they have
-- columns:
--   division    division's code
--   season      season's label
--   source      who tells
--   source_id   the source's own id of the team
--   team        team's identity, made of the source's own name
--   candidates  the house's clubs that it could be; NULL if there is none
WITH latest AS (
    SELECT division, season
    FROM seasons
    QUALIFY row_number() OVER (PARTITION BY division ORDER BY first_date DESC, season DESC) = 1
), playing AS (
    SELECT DISTINCT f.division, f.season, unnest([f.home_team_id, f.away_team_id]) AS team
    FROM fixtures f JOIN latest USING (division, season)
    WHERE EXISTS (FROM fixtures g WHERE g.division = f.division AND g.source = 'footballdata')
)
SELECT p.division, p.season, c.source, c.source_id, p.team, list_aggregate(a.candidates, 'string_agg', ', ') AS candidates
FROM playing p
JOIN crosswalk c ON c.entity = 'team' AND c.how = 'own' AND c.canonical_id = p.team
LEFT JOIN ambiguous a ON a.entity = 'team' AND a.source = c.source AND a.source_id = c.source_id
ORDER BY p.division, p.team, c.source_id, candidates;
