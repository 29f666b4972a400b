-- +goose Up
-- Why a bet is void, and which commits of runs with a wrong clock people took back.

alter table bets add column void_reason varchar;
comment on column bets.void_reason is 'Why it is void, in one word: late (not placed before the kick-off now told), postponed, cancelled, abandoned, interrupted, suspended, awarded, walk_over, withdrawn (by its source), unreported (its source has later scores and none of it), declined, unrecorded (by an older program); NULL unless status is void';
update bets set void_reason = 'unrecorded' where status = 'void';
update bets set void_reason = 'declined'
where status = 'void' and bet_id in (select bet_id from placements where decision = 'declined');

alter table bet_versions add column void_reason varchar;
comment on column bet_versions.void_reason is 'As in bets';
update bet_versions set void_reason = if(decision is not distinct from 'declined', 'declined', 'unrecorded') where status = 'void';

create table forgotten (
    commit_no    bigint      not null primary key,
    run_id       varchar     not null,
    forgotten_at timestamptz not null,
    forgotten_by varchar     not null,
    why          varchar     not null
);
comment on table forgotten is 'One row per commit of a run that a person took back: later runs need not come after its clock. What it wrote stays; it changed no book';
comment on column forgotten.commit_no is 'Commit that no longer counts for the order of runs';
comment on column forgotten.run_id is 'Run that wrote it';
comment on column forgotten.forgotten_at is 'Clock of the run that took it back, UTC';
comment on column forgotten.forgotten_by is 'Run that took it back';
comment on column forgotten.why is 'Reason that the person gave';
comment on column runs.message is 'Why it failed or was refused, or that it was forgotten; NULL otherwise';

-- +goose Down
comment on column runs.message is 'Why it failed or was refused; NULL otherwise';
drop table forgotten;
alter table bet_versions drop column void_reason;
alter table bets drop column void_reason;
