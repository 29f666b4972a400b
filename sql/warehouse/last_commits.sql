-- last_commits: of each job the commit with the latest clock, but for those that people
-- took back.
-- grain: job
-- inputs: commits, runs, forgotten
-- columns:
--   commit_no  number
--   run_id     run that wrote
--   pipeline   the run's job
--   as_of      the run's clock, UTC
select c.commit_no, c.run_id, r.pipeline, c.as_of
from commits c
join runs r using (run_id)
where c.commit_no not in (select commit_no from forgotten)
qualify row_number() over (partition by r.pipeline order by c.as_of desc, c.commit_no desc) = 1
order by c.as_of desc, c.commit_no desc;
