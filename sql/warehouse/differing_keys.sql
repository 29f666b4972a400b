-- differing_keys: makes the table of the keys whose rows in the view held are not those that
-- the table wanted sums up, by the hashes of the rows.
-- grain: key
-- inputs: held, wanted
create or replace temp table differing as
with before as (
    select key, count(*) as n, sum(content) as total, bit_xor(content) as mixed
    from held
    group by key
)
select key
from before
full join wanted using (key)
where (before.n, before.total, before.mixed) is distinct from (wanted.n, wanted.total, wanted.mixed);
