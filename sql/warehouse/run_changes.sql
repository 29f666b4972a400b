-- run_changes: how many rows the run $1 wrote, by what they are. Rows of the books say
-- what people and later runs go by; predictions say only what was thought.
-- grain: kind of row
-- inputs: bets, bet_versions, commits, ledger, placements, results, predictions
-- columns:
--   what   in words, of more than one
--   books  whether they belong to the books
--   n      rows, above 0
with wrote as (
    select 1 as place, 'bets placed' as what, true as books, count(*) as n from bets where run_id = $1
    union all
    select 2, 'bets settled or changed', true, count(distinct v.bet_id)
    from bet_versions v
    join commits c using (commit_no)
    join bets b using (bet_id)
    where c.run_id = $1 and b.run_id <> $1
    union all
    select 3, 'entries of the ledger', true, count(*) from ledger where run_id = $1
    union all
    select 4, 'decisions on bets', true, count(*) from placements where run_id = $1
    union all
    select 5, 'results', true, count(*) from results where run_id = $1
    union all
    select 6, 'predictions', false, count(*) from predictions where run_id = $1
)
select what, books, n
from wrote
where n > 0
order by place;
