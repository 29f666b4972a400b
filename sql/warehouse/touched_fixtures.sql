-- touched_fixtures: makes the table of the fixtures that count otherwise in model_parts once
-- the copy has the warehouse's rows: of these, those that have a result and a new
-- prediction, behind the first $1.
-- grain: fixture
-- inputs: warehouse.results, warehouse.predictions
create or replace temp table touched as
select distinct fixture_id from warehouse.predictions semi join warehouse.results using (fixture_id) where rowid >= $1
