-- comments: statements that say of tables, views and columns what the attached database
-- named warehouse says of them.
-- grain: commented table, view or column
-- inputs: duckdb_tables, duckdb_views, duckdb_columns
-- columns:
--   statement  text
with commented as (
    select 'table' as kind, format('"{}"', table_name) as name, comment
    from duckdb_tables()
    where database_name = 'warehouse'
    union all
    select 'view', format('"{}"', view_name), comment
    from duckdb_views()
    where database_name = 'warehouse' and not internal
    union all
    select 'column', format('"{}"."{}"', table_name, column_name), comment
    from duckdb_columns()
    where database_name = 'warehouse' and not internal
)
select format('comment on {} {} is ''{}''', kind, name, replace(comment, '''', '''''')) as statement
from commented
where comment is not null
order by name, kind;
