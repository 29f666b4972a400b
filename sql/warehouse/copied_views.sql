-- copied_views: statements that make the views of the attached database named warehouse
-- anew, over the tables of the database that is asked.
-- grain: view
-- inputs: duckdb_views
-- columns:
--   statement  text
select sql as statement
from duckdb_views()
where database_name = 'warehouse' and not internal
order by view_oid;
