-- compared_columns: the columns of the table $1 that are compared between two
-- warehouses, of which one is attached as compared. Of bets these are what is written
-- once; bet_versions has the rest.
-- grain: column
-- inputs: duckdb_columns
-- columns:
--   column_name  column, in the table's order
select column_name
from duckdb_columns()
where database_name = 'compared' and table_name = $1
    and ($1 <> 'bets' or column_name = 'bet_id' or column_name not in (
        select column_name from duckdb_columns() where database_name = 'compared' and table_name = 'bet_versions'))
order by column_index
