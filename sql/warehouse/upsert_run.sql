-- upsert_run: writes the row of a run. If the same job ran in this slot before,
-- the row says how both went: the later times, and "done" if one of them ended so. A run
-- that is done again has no message, such as that the first one was forgotten.
-- grain: run
-- inputs: runs
insert into runs (run_id, pipeline, kind, started_at, finished_at, as_of, status, message, config, seed, git_revision, stage)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
on conflict (run_id) do update set
    finished_at = greatest(runs.finished_at, excluded.finished_at),
    as_of = greatest(runs.as_of, excluded.as_of),
    status = case when runs.status = 'done' then runs.status else excluded.status end,
    message = case when runs.status = 'done' and excluded.status <> 'done' then runs.message else excluded.message end,
    stage = case when runs.status = 'done' then runs.stage else excluded.stage end
