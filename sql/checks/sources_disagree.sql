-- sources_disagree: a value that two sources tell differently of one fixture.
-- grain: fixture, field
-- inputs: source_values
-- severity: warning
-- hint: look the value up; if the sources tell of two fixtures, part them in stages/staging/canonical/crosswalk.csv
-- columns:
--   fixture_id    fixture
--   field         what the sources tell, e.g. home_goals
--   footballdata  value by the files
--   sportmonks    value by the API
--   counts        source whose value the staged tables hold: the API's for the kick-off, which
--                 moves, the files' for everything else
SELECT f.fixture_id, f.field, f.value AS footballdata, a.value AS sportmonks,
       if(f.field = 'kickoff', 'sportmonks', 'footballdata') AS counts
FROM source_values f
JOIN source_values a ON a.fixture_id = f.fixture_id AND a.field = f.field AND a.source = 'sportmonks'
WHERE f.source = 'footballdata' AND f.value <> a.value
ORDER BY f.fixture_id, f.field;
