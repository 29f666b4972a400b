-- run_commits: the commits of the run $1, and whether people took them back.
-- grain: commit
-- inputs: commits, forgotten
-- columns:
--   commit_no     number
--   as_of         the run's clock, UTC
--   forgotten_by  run that took it back; NULL if it counts
--   forgotten_at  clock of that run, UTC; NULL if it counts
--   why           the reason given; NULL if it counts
select c.commit_no, c.as_of, f.forgotten_by, f.forgotten_at, f.why
from commits c
left join forgotten f using (commit_no)
where c.run_id = $1
order by c.commit_no;
