-- content: how far a warehouse has come, or its copy: two of which this is the same
-- hold the same of what jobs have done. Runs that wrote nothing else do not count.
-- grain: one row
-- inputs: commits, deployments, models, runs
-- columns:
--   last_commit  number of the last commit that wrote, 0 before the first
--   committed    its run's clock, UTC; NULL before the first
--   deployments  champions so far, count
--   versions     model versions so far, count
--   backtest     run of the backtest; empty without one
with wrote as (
    select commit_no, as_of from commits where not bare
)
select
    coalesce(max(commit_no), 0) as last_commit,
    max(as_of) filter (commit_no = (select max(commit_no) from wrote)) as committed,
    (select count(*) from deployments) as deployments,
    (select count(*) from models) as versions,
    (select coalesce(max(run_id), '') from runs where kind = 'backtest') as backtest
from wrote
