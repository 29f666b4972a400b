-- empty_league: a division of which nothing has landed a month after its new
-- season was to begin.
-- grain: division
-- inputs: seasons, fixtures, scores
-- severity: warning
-- hint: look whether the plan still has the league and whether its number or code is still the same; land its season with "matchday land sportmonks" or "matchday land footballdata FILE", or leave the division out of what is predicted
-- columns:
--   division     division's code
--   last_season  latest season of which anything has landed
--   ended        last match date of it
--   expected     when the new one was to begin, a year after the last one did
with known as (
    select max(match_date) as day from fixtures join scores using (fixture_id)
),
latest as (
    select division, season, first_date, last_date
    from seasons
    -- A season that landed from its middle on does not say when it began.
    where last_date >= first_date + 180
    qualify row_number() over (partition by division order by first_date desc, season desc) = 1
)
select division, season as last_season, last_date as ended, first_date + 364 as expected
from latest cross join known
-- What has been silent for longer than a season is known to be over.
where known.day between first_date + 364 + 30 and first_date + 364 + 300
  and not exists (from seasons s where s.division = latest.division and s.first_date > latest.last_date)
order by division;
