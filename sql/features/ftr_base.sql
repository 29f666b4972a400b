-- ftr_base: How often home sides, nobody and away sides have won in the division over
-- the five years before as_of. With fewer than 100 results there, its country's shares
-- stand in, and with fewer than 100 in the country those of all divisions.
-- grain: fixture
-- inputs: records
-- columns:
--   row_id           of int_matches
--   base_home        share of home wins, 0 to 1; NULL if no result at all is known
--   base_draw        share of draws, likewise
--   base_away        share of away wins, likewise
--   base_home_goals  goals of the home side per fixture, likewise
--   base_away_goals  goals of the away side per fixture, likewise
select
    row_id,
    base_home, base_draw, base_away,
    base_home_goals, base_away_goals
from records
