-- insert_commit: numbers and writes a commit.
-- grain: commit
-- inputs: commits
insert into commits (commit_no, run_id, as_of, model_version, staged, arguments, config, seed, git_revision, rules, bare)
values ((select coalesce(max(commit_no), 0) + 1 from commits), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
