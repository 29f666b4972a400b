-- predicted: the fixtures that have a prediction.
-- grain: fixture
-- inputs: predictions
-- columns:
--   fixture_id  fixture
select distinct fixture_id
from predictions
order by fixture_id
