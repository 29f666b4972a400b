-- raw_fixtures: What the API said of the fixtures in the list $1, answer by answer, as it
-- landed.
-- grain: landed object
-- inputs: raw
-- columns:
--   id          the API's number of the fixture
--   fetched_at  UTC
--   payload     the object, JSON
select id, fetched_at, payload
from raw
where entity = 'fixture' and list_contains($1::varchar[], id)
order by id, fetched_at, sha256;
