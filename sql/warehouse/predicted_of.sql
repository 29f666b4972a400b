-- predicted_of: the fixtures that have a prediction, and no result unless they are in the
-- list $1.
-- grain: fixture
-- inputs: predictions, results
-- columns:
--   fixture_id  fixture
select distinct fixture_id
from predictions
where fixture_id not in (select fixture_id from results) or fixture_id in (select unnest($1::varchar[]))
order by fixture_id
