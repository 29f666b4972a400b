-- forget_run: takes back the commits of the run $1 that still count, as of $2, by the
-- run $3, for the reason $4.
-- grain: commit
-- inputs: commits, forgotten
insert into forgotten (commit_no, run_id, forgotten_at, forgotten_by, why)
select commit_no, run_id, $2, $3, $4
from commits
where run_id = $1 and commit_no not in (select commit_no from forgotten)
