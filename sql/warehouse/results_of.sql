-- results_of: the results of the fixtures in the list $1.
-- grain: fixture
-- inputs: results
-- columns:
--   fixture_id   fixture
--   match_date   the source's own date
--   home_team    home side
--   away_team    away side
--   home_score   goals after 90 minutes
--   away_score   goals after 90 minutes
--   result_time  when it became known, UTC
--   run_id       run that wrote it
select fixture_id, match_date, home_team, away_team, home_score, away_score, result_time, run_id
from results
where fixture_id in (select unnest($1::varchar[]))
