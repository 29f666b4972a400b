-- raw_fixtures: What the API said of the fixtures in the list $1, answer by answer, as it
-- landed.
-- grain: landed object
-- inputs: raw
-- columns:
--   id          the API's number of the fixture
--   fetched_at  UTC
--   payload     the object, JSON
SELECT id, fetched_at, payload
FROM raw
WHERE entity = 'fixture' AND list_contains($1::VARCHAR[], id)
ORDER BY id, fetched_at, sha256;
