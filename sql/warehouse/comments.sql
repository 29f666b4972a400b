-- comments: what the attached database named warehouse says of its tables and columns.
-- grain: commented table or column
-- inputs: duckdb_tables, duckdb_columns
-- columns:
--   table_name   table
--   column_name  column; NULL where the comment is the table's
--   comment      text
select table_name, null as column_name, comment
from duckdb_tables()
where database_name = 'warehouse' and comment is not null
union all
select table_name, column_name, comment
from duckdb_columns()
where database_name = 'warehouse' and comment is not null
order by table_name, column_name nulls first;
