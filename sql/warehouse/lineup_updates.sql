-- lineup_updates: every look at the line-ups of the fixtures in the list $1, oldest
-- first.
-- grain: fixture, time
-- inputs: lineup_updates
-- columns:
--   fixture_id          fixture
--   update_time         the run's clock, UTC
--   lineup_available    whether both elevens were published
--   home_players_found  starters
--   away_players_found  starters
select fixture_id, update_time, lineup_available, home_players_found, away_players_found
from lineup_updates
where list_contains($1::varchar[], fixture_id)
order by update_time
