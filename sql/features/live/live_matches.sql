-- live_matches: Of a live run's int_matches, which are named int_history meanwhile, those
-- that are asked for, numbered anew.
-- grain: fixture
-- inputs: int_history, asked
-- columns:
--   row_id  place in the order of (as_of, fixture_id), from 0; all other columns are those
--           of int_matches
select * replace (row_number() over (order by row_id) - 1 as row_id)
from int_history
where fixture_id in (select fixture_id from asked)
order by row_id
