-- +goose Up
-- What makes a past run reproducible: in which order the books were written,
-- what each write was asked and had to go by, and every state of a bet. The
-- books as they stood before a pass are those of the passes before it.

create table passes (
    pass          bigint      not null primary key check (pass > 0),
    run_id        varchar     not null,
    as_of         timestamptz not null,
    model_version varchar,
    staged        varchar,
    arguments     json        not null,
    config        json        not null,
    seed          bigint      not null,
    git_revision  varchar
);
comment on table passes is 'One row per transaction of a live run on the books, numbered in their order; a run may go through its slot more than once';
comment on column passes.pass is 'Number, counted from 1 without gaps';
comment on column passes.run_id is 'Run that it belongs to';
comment on column passes.as_of is 'The pass''s clock: it used nothing known or landed later, UTC';
comment on column passes.model_version is 'Model version that predicted; NULL if nothing was predicted';
comment on column passes.staged is 'Fingerprint of the raw files that were staged when the pass read them; NULL if it read none';
comment on column passes.arguments is 'What the job was asked: hours ahead, whether by force, whether the sources were asked first';
comment on column passes.config is 'Configuration in force';
comment on column passes.seed is 'Seed of all its randomness';
comment on column passes.git_revision is 'Revision of the program; NULL if the build does not say';

create table bet_versions (
    bet_id              varchar       not null,
    pass                bigint        not null check (pass >= 0),
    stake               decimal(18,4) not null,
    odds                decimal(9,4)  not null,
    expected_value      double        not null,
    status              varchar       not null,
    actual_outcome      varchar,
    result              varchar,
    profit_loss         decimal(18,4),
    settled_at          timestamptz,
    closing_price       decimal(9,4),
    closing_probability double,
    clv                 double,
    decision            varchar,
    primary key (bet_id, pass)
);
comment on table bet_versions is 'One row per bet and pass that placed or changed it: what bets and placements said of it from then on';
comment on column bet_versions.bet_id is 'Bet';
comment on column bet_versions.pass is 'Pass that placed or changed it; 0 for what stood there before passes were numbered';
comment on column bet_versions.stake is 'As in bets';
comment on column bet_versions.odds is 'As in bets';
comment on column bet_versions.expected_value is 'As in bets';
comment on column bet_versions.status is 'As in bets';
comment on column bet_versions.actual_outcome is 'As in bets';
comment on column bet_versions.result is 'As in bets';
comment on column bet_versions.profit_loss is 'As in bets';
comment on column bet_versions.settled_at is 'As in bets';
comment on column bet_versions.closing_price is 'As in bets';
comment on column bet_versions.closing_probability is 'As in bets';
comment on column bet_versions.clv is 'As in bets';
comment on column bet_versions.decision is 'As in placements; NULL for a paper bet';

insert into bet_versions
select
    b.bet_id, 0, b.stake, b.odds, b.expected_value, b.status, b.actual_outcome, b.result, b.profit_loss,
    b.settled_at, b.closing_price, b.closing_probability, b.clv, p.decision
from bets b
left join placements p using (bet_id);

-- +goose Down
drop table bet_versions;
drop table passes;
