-- fixture_skips: the selections of the fixture $1 that were considered and not bet on.
-- grain: skip
-- inputs: skips
-- columns:
--   prediction_id   prediction that it was considered upon
--   strategy        strategy
--   market          1x2, total or handicap
--   selection       NULL if the strategy's rule wants none
--   line            NULL for 1x2
--   reason          why it was not bet on
--   expected_value  per unit staked at the best price; NULL without one
select prediction_id, strategy, market, selection, line, reason, expected_value
from skips
where fixture_id = $1
order by skip_id
