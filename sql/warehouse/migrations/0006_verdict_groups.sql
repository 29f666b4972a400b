-- +goose Up
-- What a verdict says beside the means: each group of divisions beside its
-- limits, the market as a rival, and how far the features have moved.

alter table verdicts add column market_difference double;
alter table verdicts add column market_low double;
alter table verdicts add column market_high double;
comment on column verdicts.market_difference is 'Mean log loss less the market''s on the fixtures with a price; NULL without any';
comment on column verdicts.market_low is '2.5 % point of it, by resampling match days';
comment on column verdicts.market_high is '97.5 % point of it';

create table verdict_groups (
    model_version     varchar not null,
    judged_group      varchar not null,
    fixtures          integer not null check (fixtures > 0),
    log_loss          double  not null,
    log_loss_limit    double  not null,
    brier             double  not null,
    brier_limit       double  not null,
    accuracy          double  not null,
    accuracy_limit    double  not null,
    calibration       double  not null,
    calibration_limit double  not null,
    primary key (model_version, judged_group)
);
comment on table verdict_groups is 'One row per candidate and group of divisions that was held against thresholds';
comment on column verdict_groups.model_version is 'Candidate';
comment on column verdict_groups.judged_group is 'Group''s name in the configuration; others: divisions of no group';
comment on column verdict_groups.fixtures is 'Fixtures of the window, count';
comment on column verdict_groups.log_loss is 'Candidate''s mean log loss, 0 upwards';
comment on column verdict_groups.log_loss_limit is 'It must stay below';
comment on column verdict_groups.brier is 'Candidate''s mean three-class Brier score, 0 to 2';
comment on column verdict_groups.brier_limit is 'It must stay below';
comment on column verdict_groups.accuracy is 'Share of fixtures whose most probable outcome came, 0 to 1';
comment on column verdict_groups.accuracy_limit is 'It must stay above';
comment on column verdict_groups.calibration is 'Candidate''s expected calibration error, mean of the three outcomes, 0 to 1';
comment on column verdict_groups.calibration_limit is 'It must not be above';

create table verdict_drift (
    model_version   varchar not null,
    feature         varchar not null,
    stability       double  not null check (stability >= 0),
    missing_learned double  not null,
    missing_window  double  not null,
    primary key (model_version, feature)
);
comment on table verdict_drift is 'One row per candidate and feature: how far its values in the window lie from those learned from; it rejects nobody';
comment on column verdict_drift.model_version is 'Candidate';
comment on column verdict_drift.feature is 'Column of the features';
comment on column verdict_drift.stability is 'Population stability index, 0 upwards; above 0.25 it has moved much';
comment on column verdict_drift.missing_learned is 'Share of the fixtures learned from that have no value, 0 to 1';
comment on column verdict_drift.missing_window is 'Share of the window''s fixtures that have no value, 0 to 1';

-- +goose Down
drop table verdict_drift;
drop table verdict_groups;
alter table verdicts drop column market_high;
alter table verdicts drop column market_low;
alter table verdicts drop column market_difference;
