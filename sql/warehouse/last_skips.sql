-- last_skips: what the last run that considered any bet did not bet on, counted.
-- grain: strategy, reason
-- inputs: skips
-- columns:
--   strategy  strategy
--   reason    why it did not bet
--   n         selections
select strategy, reason, count(*) as n
from skips
where run_id = (select run_id from skips order by considered_at desc, run_id limit 1)
group by strategy, reason
order by strategy, reason
