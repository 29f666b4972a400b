-- +goose Up
-- Keys that only repeat what a transaction has checked go: DuckDB writes an index anew,
-- whole, whenever the log is written into the file. Rows of these tables are written with
-- their prediction or version, which has a key, and the program looks that none is there twice.

create table model_predictions_again (
    prediction_id varchar not null,
    model         varchar not null,
    home_win_prob double  not null check (home_win_prob > 0 and home_win_prob < 1),
    draw_prob     double  not null check (draw_prob > 0 and draw_prob < 1),
    away_win_prob double  not null check (away_win_prob > 0 and away_win_prob < 1),
    check (abs(home_win_prob + draw_prob + away_win_prob - 1) < 1e-6)
);
insert into model_predictions_again select * from model_predictions;
drop table model_predictions;
alter table model_predictions_again rename to model_predictions;
comment on table model_predictions is 'One row per prediction and model, the benchmarks and the market among them';
comment on column model_predictions.prediction_id is 'Prediction it belongs to';
comment on column model_predictions.model is 'elo, dixon_coles, xgboost, ensemble, base_rate, uniform, market_pre or market_close';
comment on column model_predictions.home_win_prob is 'Probability of a home win, 0 to 1; the three sum to one';
comment on column model_predictions.draw_prob is 'Probability of a draw, 0 to 1';
comment on column model_predictions.away_win_prob is 'Probability of an away win, 0 to 1';

create table skips_again (
    skip_id        varchar     not null,
    fixture_id     varchar     not null,
    prediction_id  varchar     not null,
    considered_at  timestamptz not null,
    strategy       varchar     not null,
    market         varchar     not null check (market in ('1x2', 'total', 'handicap')),
    selection      varchar     check (selection in ('H', 'D', 'A', 'over', 'under')),
    reason         varchar     not null,
    expected_value double,
    run_id         varchar     not null,
    line           double
);
insert into skips_again select * from skips;
drop table skips;
alter table skips_again rename to skips;
comment on table skips is 'One row per selection that a live run considered and did not bet on';
comment on column skips.skip_id is 'strategy/market/selection[/line]/prediction_id';
comment on column skips.fixture_id is 'Fixture';
comment on column skips.prediction_id is 'Prediction that it was considered upon';
comment on column skips.considered_at is 'The run''s clock, UTC';
comment on column skips.strategy is 'Strategy that considered it';
comment on column skips.market is '1x2, total or handicap';
comment on column skips.selection is 'H, D, A, over or under; NULL if the strategy''s rule wants none of them';
comment on column skips.reason is 'rule not met, no score matrix, no belief, no sharp price, no price, stale price, price stopped, price outlier, no edge, already bet, better selection, stake below minimum, open limit, outcome limit, match limit or total limit; docs/betting.md says what each means';
comment on column skips.expected_value is 'Expected profit per unit staked at the best price; NULL without one';
comment on column skips.run_id is 'Run that considered it';
comment on column skips.line is 'Goals line, or the home side''s handicap; NULL for 1x2, and where the reason is one of the whole market';

create table verdict_losses_again (
    model_version varchar not null,
    fixture_id    varchar not null,
    model         varchar not null check (model in ('candidate', 'champion', 'base_rate', 'market', 'serving')),
    match_date    date    not null,
    division      varchar not null,
    home_win_prob double  not null check (home_win_prob >= 0 and home_win_prob <= 1),
    draw_prob     double  not null check (draw_prob >= 0 and draw_prob <= 1),
    away_win_prob double  not null check (away_win_prob >= 0 and away_win_prob <= 1),
    outcome       varchar not null check (outcome in ('H', 'D', 'A')),
    log_loss      double  not null,
    brier         double  not null,
    correct       boolean not null
);
insert into verdict_losses_again select * from verdict_losses;
drop table verdict_losses;
alter table verdict_losses_again rename to verdict_losses;
comment on table verdict_losses is 'One row per candidate, fixture of its window and who was scored on it: what verdicts are computed from';
comment on column verdict_losses.model_version is 'Candidate whose verdict it is';
comment on column verdict_losses.fixture_id is 'Fixture';
comment on column verdict_losses.model is 'candidate, champion, base_rate, market or serving; champion and market only where they have one; serving has learned from the fixture, so that its losses say nothing';
comment on column verdict_losses.match_date is 'The source''s own date';
comment on column verdict_losses.division is 'Division''s code, e.g. E0';
comment on column verdict_losses.home_win_prob is 'Probability of a home win, 0 to 1; the three sum to one';
comment on column verdict_losses.draw_prob is 'Probability of a draw, 0 to 1';
comment on column verdict_losses.away_win_prob is 'Probability of an away win, 0 to 1';
comment on column verdict_losses.outcome is 'What came: H, D or A';
comment on column verdict_losses.log_loss is '-ln(probability of what came), 0 upwards';
comment on column verdict_losses.brier is 'Three-class sum of squares, 0 to 2';
comment on column verdict_losses.correct is 'Whether the most probable outcome came';

-- +goose Down
create table model_predictions_again (
    prediction_id varchar not null,
    model         varchar not null,
    home_win_prob double  not null check (home_win_prob > 0 and home_win_prob < 1),
    draw_prob     double  not null check (draw_prob > 0 and draw_prob < 1),
    away_win_prob double  not null check (away_win_prob > 0 and away_win_prob < 1),
    primary key (prediction_id, model),
    check (abs(home_win_prob + draw_prob + away_win_prob - 1) < 1e-6)
);
insert into model_predictions_again select * from model_predictions;
drop table model_predictions;
alter table model_predictions_again rename to model_predictions;

create table skips_again (
    skip_id        varchar     not null primary key,
    fixture_id     varchar     not null,
    prediction_id  varchar     not null,
    considered_at  timestamptz not null,
    strategy       varchar     not null,
    market         varchar     not null check (market in ('1x2', 'total', 'handicap')),
    selection      varchar     check (selection in ('H', 'D', 'A', 'over', 'under')),
    reason         varchar     not null,
    expected_value double,
    run_id         varchar     not null,
    line           double
);
insert into skips_again select * from skips;
drop table skips;
alter table skips_again rename to skips;

create table verdict_losses_again (
    model_version varchar not null,
    fixture_id    varchar not null,
    model         varchar not null check (model in ('candidate', 'champion', 'base_rate', 'market', 'serving')),
    match_date    date    not null,
    division      varchar not null,
    home_win_prob double  not null check (home_win_prob >= 0 and home_win_prob <= 1),
    draw_prob     double  not null check (draw_prob >= 0 and draw_prob <= 1),
    away_win_prob double  not null check (away_win_prob >= 0 and away_win_prob <= 1),
    outcome       varchar not null check (outcome in ('H', 'D', 'A')),
    log_loss      double  not null,
    brier         double  not null,
    correct       boolean not null,
    primary key (model_version, fixture_id, model)
);
insert into verdict_losses_again select * from verdict_losses;
drop table verdict_losses;
alter table verdict_losses_again rename to verdict_losses;
