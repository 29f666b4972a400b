-- sources_disagree: a value that two sources give differently for one fixture.
-- grain: fixture, field
-- inputs: source_values
-- severity: warning
-- hint: look the value up; if the sources mean two fixtures, separate them in stages/staging/canonical/crosswalk.csv
-- columns:
--   fixture_id    fixture
--   field         what the sources give, e.g. home_goals
--   footballdata  value by the files
--   sportmonks    value by the API
--   counts        source whose value the staged tables hold: the API's for the kick-off, which
--                 moves, the files' for everything else
select
    f.fixture_id, f.field, f.value as footballdata, a.value as sportmonks,
    if(f.field = 'kickoff', 'sportmonks', 'footballdata') as counts
from source_values f
join source_values a on a.fixture_id = f.fixture_id and a.field = f.field and a.source = 'sportmonks'
where f.source = 'footballdata' and f.value <> a.value
order by f.fixture_id, f.field;
