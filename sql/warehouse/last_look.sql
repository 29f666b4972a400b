-- last_look: whether the home holds a backtest, and the last commit of hourly, but for
-- those that people took back.
-- grain: one row
-- inputs: runs, commits, forgotten
-- columns:
--   backtest   whether it holds a backtest
--   as_of      the clock of the commit, UTC; NULL without one
--   arguments  what the job was asked, JSON; NULL without one
with hourly as (
    select c.as_of, c.arguments::varchar as arguments
    from commits c
    join runs r using (run_id)
    where r.pipeline = 'hourly' and c.commit_no not in (select commit_no from forgotten)
    order by c.as_of desc, c.commit_no desc
    limit 1
),
held as (
    select count(*) filter (kind = 'backtest') > 0 as backtest from runs
)
select held.backtest, hourly.as_of, hourly.arguments
from held
left join hourly on true;
