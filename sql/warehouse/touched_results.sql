-- touched_results: adds to the table touched the fixtures whose result is not the one that
-- the copy has.
-- grain: fixture
-- inputs: results, warehouse.results, touched
insert into touched
select distinct fixture_id
from (
    select coalesce(was.fixture_id, now.fixture_id) as fixture_id, was, now
    from results was full join warehouse.results now on now.fixture_id = was.fixture_id
)
where was is distinct from now and fixture_id not in (from touched)
