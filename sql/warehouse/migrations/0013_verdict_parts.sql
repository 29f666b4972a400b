-- +goose Up
-- A verdict judges fixtures with a price apart from those without, keeps the
-- intervals that it goes by, and compares forecasts with the champion's and with
-- those of the fit that would serve. The settings that are gone are taken out of
-- stored configurations; a verdict keeps the gate that it was given by.

create table verdict_parts (
    model_version     varchar not null,
    judged_group      varchar not null,
    benchmark         varchar not null check (benchmark in ('market', 'base_rate', 'both')),
    fixtures          integer not null check (fixtures > 0),
    log_loss          double  not null,
    log_loss_limit    double  not null,
    brier             double  not null,
    brier_limit       double  not null,
    accuracy          double  not null,
    accuracy_limit    double  not null,
    calibration       double  not null,
    calibration_limit double  not null,
    log_loss_low      double,
    log_loss_high     double,
    brier_low         double,
    brier_high        double,
    accuracy_low      double,
    accuracy_high     double,
    excess            double,
    excess_low        double,
    excess_high       double,
    excess_max        double,
    excess_sure       double,
    primary key (model_version, judged_group, benchmark)
);
insert into verdict_parts by name select *, 'both' as benchmark from verdict_groups;
drop table verdict_groups;
alter table verdict_parts rename to verdict_groups;
comment on table verdict_groups is 'One row per candidate, group of divisions and benchmark: a part of the window that was judged by itself';
comment on column verdict_groups.model_version is 'Candidate';
comment on column verdict_groups.judged_group is 'Group''s name in the configuration; others: divisions of no group';
comment on column verdict_groups.benchmark is 'market: the fixtures with a price; base_rate: those without; both: judged together, by versions before 0013';
comment on column verdict_groups.fixtures is 'Fixtures of the part, count';
comment on column verdict_groups.log_loss is 'Candidate''s mean log loss, 0 upwards';
comment on column verdict_groups.log_loss_limit is 'It should stay below; rejected if log_loss_low is above';
comment on column verdict_groups.brier is 'Candidate''s mean three-class Brier score, 0 to 2';
comment on column verdict_groups.brier_limit is 'It should stay below; rejected if brier_low is above';
comment on column verdict_groups.accuracy is 'Share of fixtures whose most probable outcome came, 0 to 1';
comment on column verdict_groups.accuracy_limit is 'It should stay above; rejected if accuracy_high is below';
comment on column verdict_groups.calibration is 'Candidate''s expected calibration error, mean of the three outcomes, 0 to 1';
comment on column verdict_groups.calibration_limit is 'It must not be above';
comment on column verdict_groups.log_loss_low is '2.5 % point, by resampling match days; NULL where benchmark is both';
comment on column verdict_groups.log_loss_high is '97.5 % point';
comment on column verdict_groups.brier_low is '2.5 % point';
comment on column verdict_groups.brier_high is '97.5 % point';
comment on column verdict_groups.accuracy_low is '2.5 % point';
comment on column verdict_groups.accuracy_high is '97.5 % point';
comment on column verdict_groups.excess is 'Candidate''s mean log loss less the benchmark''s, a fixture at most 0.3 either way but in full above 2; NULL where benchmark is both';
comment on column verdict_groups.excess_low is '0.5 % point of it, by resampling match days';
comment on column verdict_groups.excess_high is '99.5 % point of it';
comment on column verdict_groups.excess_max is 'The excess must not be above';
comment on column verdict_groups.excess_sure is 'Its 0.5 % point must not be above';

create table verdict_forecasts (
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
insert into verdict_forecasts select * from verdict_losses;
drop table verdict_losses;
alter table verdict_forecasts rename to verdict_losses;
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

create table verdict_divergences (
    model_version varchar not null,
    against       varchar not null check (against in ('champion', 'serving')),
    division      varchar not null,
    fixtures      integer not null check (fixtures > 0),
    divergence    double  not null check (divergence >= 0),
    bound         double  not null,
    rejects       boolean not null,
    primary key (model_version, against, division)
);
comment on table verdict_divergences is 'One row per candidate, division and whose forecasts were compared with the candidate''s';
comment on column verdict_divergences.model_version is 'Candidate';
comment on column verdict_divergences.against is 'champion; or serving: the candidate''s settings fitted on all that is known, which is what would serve';
comment on column verdict_divergences.division is 'Division''s code, e.g. E0';
comment on column verdict_divergences.fixtures is 'Fixtures of the window that both forecast, count';
comment on column verdict_divergences.divergence is 'Mean Kullback-Leibler divergence, nats: of the candidate from the champion, or of what would serve from the candidate';
comment on column verdict_divergences.bound is 'How much is borne, for the time between the two fits';
comment on column verdict_divergences.rejects is 'Whether the candidate was rejected for it; false also where a change by intent explains it';

alter table verdicts add column notes varchar[];
comment on column verdicts.notes is 'What people should know beside the reasons; NULL for versions before 0013';
comment on column verdicts.gate is 'Thresholds in force, with the settings of that day';

create temp macro gate_patch() as '{"loss_margin": null, "accuracy_margin": null}'::json;
update runs set config = json_merge_patch(config, json_object('gate', gate_patch())) where (config -> '$.gate') is not null;
update runs set config = json_merge_patch(config, json_object('Config', json_object('gate', gate_patch()))) where (config -> '$.Config.gate') is not null;
update commits set config = json_merge_patch(config, json_object('gate', gate_patch())) where (config -> '$.gate') is not null;
drop macro gate_patch;

-- +goose Down
create temp macro gate_patch() as '{"loss_margin": 0.01, "accuracy_margin": 0.01, "max_excess": null, "sure_excess": null, "max_divergence": null}'::json;
update runs set config = json_merge_patch(config, json_object('gate', gate_patch())) where (config -> '$.gate') is not null;
update runs set config = json_merge_patch(config, json_object('Config', json_object('gate', gate_patch()))) where (config -> '$.Config.gate') is not null;
update commits set config = json_merge_patch(config, json_object('gate', gate_patch())) where (config -> '$.gate') is not null;
drop macro gate_patch;

comment on column verdicts.gate is 'Thresholds in force';
alter table verdicts drop column notes;
drop table verdict_divergences;

create table verdict_forecasts (
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
insert into verdict_forecasts select * from verdict_losses where model <> 'serving';
drop table verdict_losses;
alter table verdict_forecasts rename to verdict_losses;

create table verdict_parts (
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
insert into verdict_parts by name
select model_version, judged_group, fixtures, log_loss, log_loss_limit, brier, brier_limit, accuracy, accuracy_limit, calibration, calibration_limit
from verdict_groups
qualify row_number() over (partition by model_version, judged_group order by benchmark desc) = 1;
drop table verdict_groups;
alter table verdict_parts rename to verdict_groups;
