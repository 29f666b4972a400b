-- note_forgotten: says in the row of the run $1 that the run $2 took it back, and why ($3).
-- grain: run
-- inputs: runs
update runs set message = 'forgotten by ' || $2 || ': ' || $3
where run_id = $1
