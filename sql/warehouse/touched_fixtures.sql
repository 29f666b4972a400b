-- touched_fixtures: makes the table of the fixtures that count otherwise in model_parts once
-- the copy has the warehouse's rows: their result differs, or they have one and a new
-- prediction, behind the first $1.
-- grain: fixture
-- inputs: results, warehouse.results, warehouse.predictions
create or replace temp table touched as
select fixture_id from warehouse.predictions semi join warehouse.results using (fixture_id) where rowid >= $1
union
select fixture_id from (from results except all from warehouse.results)
union
select fixture_id from (from warehouse.results except all from results)
