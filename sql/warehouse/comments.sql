-- comments: what the attached database named warehouse says of its tables and columns.
-- grain: commented table or column
-- inputs: duckdb_tables, duckdb_columns
-- columns:
--   table_name   table
--   column_name  column; NULL where the comment is the table's
--   comment      text
SELECT table_name, NULL AS column_name, comment
FROM duckdb_tables()
WHERE database_name = 'warehouse' AND comment IS NOT NULL
UNION ALL
SELECT table_name, column_name, comment
FROM duckdb_columns()
WHERE database_name = 'warehouse' AND comment IS NOT NULL
ORDER BY table_name, column_name NULLS FIRST;
