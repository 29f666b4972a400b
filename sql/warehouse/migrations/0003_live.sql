-- +goose Up
-- What live jobs add to the books: at which stage a run failed, every selection
-- that was considered and not bet on, and what people say they really placed.

alter table runs add column stage varchar;
comment on column runs.stage is 'Stage at which it failed or was refused; NULL otherwise';

create table skips (
    skip_id        varchar     not null primary key,
    fixture_id     varchar     not null,
    prediction_id  varchar     not null,
    considered_at  timestamptz not null,
    strategy       varchar     not null,
    market         varchar     not null check (market in ('1x2', 'total', 'handicap')),
    selection      varchar     check (selection in ('H', 'D', 'A', 'over', 'under')),
    reason         varchar     not null,
    expected_value double,
    run_id         varchar     not null
);
comment on table skips is 'One row per selection that a live run considered and did not bet on';
comment on column skips.skip_id is 'strategy/market/selection/prediction_id';
comment on column skips.fixture_id is 'Fixture';
comment on column skips.prediction_id is 'Prediction that it was considered upon';
comment on column skips.considered_at is 'The run''s clock, UTC';
comment on column skips.strategy is 'Strategy that considered it';
comment on column skips.market is '1x2, total or handicap';
comment on column skips.selection is 'H, D, A, over or under; NULL if the strategy''s rule wants none of them';
comment on column skips.reason is 'rule not met, no price, stale price, price outlier, no edge, already bet, better selection, open limit or stake below minimum';
comment on column skips.expected_value is 'Expected profit per unit staked at the best price; NULL without one';
comment on column skips.run_id is 'Run that considered it';

create table placements (
    bet_id       varchar       not null primary key,
    decision     varchar       not null check (decision in ('confirmed', 'declined')),
    decided_at   timestamptz   not null,
    price        decimal(9,4)  check (price > 1),
    stake        decimal(18,4) check (stake > 0),
    asked_price  decimal(9,4)  not null check (asked_price > 1),
    asked_stake  decimal(18,4) not null check (asked_stake > 0),
    run_id       varchar       not null,
    check ((decision = 'confirmed') = (price is not null)),
    check ((decision = 'confirmed') = (stake is not null))
);
comment on table placements is 'One row per bet of which a person said what became of it; a bet without one is a paper bet';
comment on column placements.bet_id is 'Bet';
comment on column placements.decision is 'confirmed: placed with the bookmaker; declined: not placed, the bet is void';
comment on column placements.decided_at is 'When the person last said so, by the run''s clock, UTC';
comment on column placements.price is 'Decimal price really taken; the bet''s odds follow it; NULL if declined';
comment on column placements.stake is 'Stake really placed, money; the bet''s stake follows it; NULL if declined';
comment on column placements.asked_price is 'Decimal price that the job bet at';
comment on column placements.asked_stake is 'Stake that the job asked for, money';
comment on column placements.run_id is 'Run that recorded it';

-- +goose Down
drop table placements;
drop table skips;
alter table runs drop column stage;
