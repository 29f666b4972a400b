-- coming: the fixtures that kick off after $1, the run's clock, and until $2, as the
-- sources last reported them by the clock, and what confirms them.
-- grain: fixture
-- inputs: fixtures, scores, leagues, listings
-- columns:
--   fixture_id     fixture
--   league         division's name; NULL if it has none
--   venue          ground; NULL if the source does not say
--   kickoff        UTC; nominal if the source gives no time
--   kickoff_known  whether it gives the time
--   match_date     day of the match
--   landed         whether the fixture had landed by the clock
--   told_at        last fetch of the API that told of it; NULL if the API does not
--   untold_at      first fetch after it that told of the fixture without a kick-off; NULL if there is none
--   listed_at      landing of the newest edition of a file that lists it; NULL if a newer one lacks it, or no file has it
--   agreed         whether that file has this kick-off
select
    f.fixture_id, l.name as league, f.venue, f.kickoff, f.kickoff_known, f.match_date, f.first_landed_at <= $1 as landed,
    if(api.seen_at > $1, $1, api.seen_at) as told_at,
    if(api.unlisted_at > $1, null, api.unlisted_at) as untold_at,
    if(files.unlisted_at <= $1, null, files.seen_at) as listed_at,
    coalesce(files.kickoff = f.kickoff, false) as agreed
from fixtures f
left join leagues l using (division)
left join scores s on s.fixture_id = f.fixture_id and s.landed_at <= $1
left join listings api on api.fixture_id = f.fixture_id and api.source = 'sportmonks'
left join listings files on files.fixture_id = f.fixture_id and files.source = 'footballdata'
where f.kickoff > $1 and f.kickoff <= $2 and s.fixture_id is null
  and (f.state in ('scheduled', 'delayed') or f.landed_at > $1)
order by f.kickoff, f.fixture_id;
