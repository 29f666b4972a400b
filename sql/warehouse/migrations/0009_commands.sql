-- +goose Up
-- What people order is written in the transaction that carries it out, so that an
-- order given twice happens once.

create table commands (
    command_no bigint      not null primary key,
    given_id   varchar     unique,
    command    varchar     not null,
    subject    varchar     not null,
    amount     decimal(18,4),
    given_at   timestamptz not null,
    run_id     varchar     not null
);
comment on table commands is 'One row per order of a person that moved money or the champion';
comment on column commands.command_no is 'Number, counted from 1 in the order in which they were carried out';
comment on column commands.given_id is 'The person''s own name for it (--id); NULL without one';
comment on column commands.command is 'What was ordered, as on the command line: bankroll deposit, models rollback, …';
comment on column commands.subject is 'Strategy, bet or model version that it is about';
comment on column commands.amount is 'Money that it names; NULL if none';
comment on column commands.given_at is 'The run''s clock, UTC';
comment on column commands.run_id is 'Run that carried it out; of orders about the champion a name of their own';

-- +goose Down
drop table commands;
