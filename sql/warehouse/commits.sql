-- commits: all commits in their order, each with the job of its run.
-- grain: commit
-- inputs: commits, runs
-- columns:
--   commit_no      number, from 1
--   run_id         run that wrote
--   pipeline       the run's job
--   as_of          the run's clock, UTC
--   model_version  version that predicted; NULL if nothing was predicted
--   staged         fingerprint of what was staged; NULL if it was not read
--   arguments      what the job was asked, JSON as text
--   config         configuration in force, JSON as text
--   seed           seed of all randomness
--   git_revision   revision of the program; NULL if unknown
--   rules          number of the program's rules of betting
select
    c.commit_no, c.run_id, r.pipeline, c.as_of, c.model_version, c.staged, c.arguments::varchar as arguments,
    c.config::varchar as config, c.seed, c.git_revision, c.rules
from commits c
join runs r using (run_id)
order by c.commit_no
