-- season_of_years: a pair that meets at one ground on two dates 300 days or more
-- apart within one season: two seasons bear one name.
-- grain: division, season, pair
-- inputs: fixtures
-- severity: error
-- hint: the files name the season wrongly, in their Season column or by a mistyped year: correct them and land them again with "matchday land footballdata FILE"; else report it
-- columns:
--   division   division's code
--   season     season's label
--   home_team  home side's identity
--   away_team  away side's identity
--   first      first date
--   last       last date
select division, season, home_team_id as home_team, away_team_id as away_team, min(match_date) as first, max(match_date) as last
from fixtures
where state is distinct from 'deleted'
group by division, season, home_team_id, away_team_id
having max(match_date) - min(match_date) >= 300
order by division, season, home_team, away_team;
