-- ftr_schedule: How rested both sides are, by the fixtures whose result was known at
-- as_of.
-- grain: fixture
-- inputs: records
-- columns:
--   row_id                 of int_matches
--   rest_{home,away}       days from the side's last known fixture to this one, by kick-off;
--                          NULL before the side's first
--   played_14_{home,away}  fixtures of the side that became known in the 14 days before
--                          kick-off and by as_of; NULL before the side's first
--   played_28_{home,away}  likewise in 28 days
select
    row_id,
    rest_home, rest_away,
    played_14_home, played_14_away,
    played_28_home, played_28_away
from records
