-- insert_command: numbers and writes an order of a person.
-- grain: command
-- inputs: commands
insert into commands (command_no, given_id, command, subject, amount, given_at, run_id)
values ((select coalesce(max(command_no), 0) + 1 from commands), $1, $2, $3, $4::decimal(18, 4), $5, $6)
