-- +goose Up
-- Who was champion when, and why each candidate became it or did not: verdicts
-- can be computed again from the losses beside them (sql/analytics/verdicts.sql).

create table deployments (
    model_version varchar     not null,
    deployed_at   timestamptz not null,
    retired_at    timestamptz check (retired_at >= deployed_at),
    replaced      varchar,
    why           varchar     not null,
    primary key (model_version, deployed_at)
);
comment on table deployments is 'One row per reign of a champion; CURRENT in the models'' folder names the one of today';
comment on column deployments.model_version is 'Champion';
comment on column deployments.deployed_at is 'When it became champion, by the run''s clock, UTC';
comment on column deployments.retired_at is 'When another took its place, UTC; NULL for the champion of today';
comment on column deployments.replaced is 'Champion before it; NULL for the first';
comment on column deployments.why is 'What made it champion: the gate, a person''s word, a roll-back';

create table verdicts (
    model_version   varchar     not null primary key,
    run_id          varchar     not null,
    champion        varchar,
    window_start    timestamptz not null,
    window_end      timestamptz not null check (window_end >= window_start),
    fixtures        integer     not null check (fixtures >= 0),
    passed          boolean     not null,
    reasons         varchar[]   not null,
    log_loss        double      not null,
    brier           double      not null,
    accuracy        double      not null,
    difference      double,
    difference_low  double,
    difference_high double,
    gate            json        not null,
    seed            bigint      not null,
    resamples       integer     not null,
    check (passed = (len(reasons) = 0))
);
comment on table verdicts is 'One row per candidate: what the gate said of it';
comment on column verdicts.model_version is 'Candidate';
comment on column verdicts.run_id is 'Run that trained and judged it';
comment on column verdicts.champion is 'Champion that it was held against; NULL if there was none';
comment on column verdicts.window_start is 'What was judged had learned of nothing later, UTC';
comment on column verdicts.window_end is 'Results known by then were judged by, UTC';
comment on column verdicts.fixtures is 'Fixtures in the window, count';
comment on column verdicts.passed is 'Whether it may become the champion';
comment on column verdicts.reasons is 'Why not; empty if it passed';
comment on column verdicts.log_loss is 'Candidate''s mean log loss, 0 upwards';
comment on column verdicts.brier is 'Candidate''s mean three-class Brier score, 0 to 2';
comment on column verdicts.accuracy is 'Share of fixtures whose most probable outcome came, 0 to 1';
comment on column verdicts.difference is 'Mean log loss less the champion''s on the fixtures of both; NULL without a champion';
comment on column verdicts.difference_low is '2.5 % point of the difference, by resampling match days';
comment on column verdicts.difference_high is '97.5 % point of the difference';
comment on column verdicts.gate is 'Thresholds in force';
comment on column verdicts.seed is 'Seed of the resampling';
comment on column verdicts.resamples is 'How often the days were drawn';

create table verdict_losses (
    model_version varchar not null,
    fixture_id    varchar not null,
    model         varchar not null check (model in ('candidate', 'champion', 'base_rate', 'market')),
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
comment on table verdict_losses is 'One row per candidate, fixture of its window and who was scored on it: what verdicts are computed from';
comment on column verdict_losses.model_version is 'Candidate whose verdict it is';
comment on column verdict_losses.fixture_id is 'Fixture';
comment on column verdict_losses.model is 'candidate, champion, base_rate or market; champion and market only where they have one';
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
drop table verdict_losses;
drop table verdicts;
drop table deployments;
