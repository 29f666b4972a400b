-- commands: the orders that people gave, in the order in which they were carried out.
-- The amount comes as text, which loses nothing.
-- grain: command
-- inputs: commands
-- columns:
--   given_id  the person's own name for it; NULL without one
--   command   what was ordered
--   subject   strategy, bet or model version
--   amount    money; NULL if it names none
--   given_at  the run's clock, UTC
--   run_id    run that carried it out
select given_id, command, subject, amount::varchar as amount, given_at, run_id
from commands
order by command_no
