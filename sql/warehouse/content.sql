-- content: how far a warehouse has come, or its copy: two of which this is the same
-- hold the same of what jobs have done.
-- grain: one row
-- inputs: commits, deployments, models, runs
-- columns:
--   last_commit  number of the last commit, 0 before the first
--   committed    its run's clock, UTC; NULL before the first
--   deployments  champions so far, count
--   versions     model versions so far, count
--   backtest     run of the backtest; empty without one
select
    coalesce(max(commit_no), 0) as last_commit,
    max(as_of) filter (commit_no = (select max(commit_no) from commits)) as committed,
    (select count(*) from deployments) as deployments,
    (select count(*) from models) as versions,
    (select coalesce(max(run_id), '') from runs where kind = 'backtest') as backtest
from commits
