-- stale_edition: a file that is an old copy: when it landed, its last result lay more
-- than seven days before that of a file of its division and season that was there.
-- grain: landed file, division, season
-- inputs: editions
-- severity: warning
-- hint: nothing is lost: it fills empty cells and takes no row or result away; if it is the newest file there is, it ends too early: fetch it again and land it with "matchday land footballdata FILE"
-- columns:
--   division     division's code
--   season       season's label
--   file         file's name when it was landed
--   landed_at    when it last landed, UTC
--   last_result  date of its last result
--   newest       date of the last result of the season in any file
with ranked as (
    select *, max(last_result) over (partition by division, season) as newest
    from editions
)
select division, season, file, landed_at, last_result, newest
from ranked
where stale and landed_at >= (
    select min(e.landed_at) from editions e
    where e.division = ranked.division and e.season = ranked.season and e.last_result = ranked.newest
)
order by division, season, landed_at, file;
