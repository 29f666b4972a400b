-- +goose Up
-- Durations in the configuration are written with units, 48h, and their keys
-- lose them. A replay reads the configuration of its run to the last key, so
-- those that are stored say it the new way.

create temp macro config_patch(settings) as json_object(
    'lock_seconds', null, 'lock_wait', (settings ->> '$.lock_seconds') || 's',
    'live', case when (settings -> '$.live') is not null then json_object(
        'price_age_hours', null, 'price_age', (settings ->> '$.live.price_age_hours') || 'h',
        'void_after_hours', null, 'void_after', (settings ->> '$.live.void_after_hours') || 'h',
        'confirm_minutes', null, 'confirm_after', (settings ->> '$.live.confirm_minutes') || 'm') end,
    'train', case when (settings -> '$.train') is not null then json_object(
        'xgboost_every_days', null, 'xgboost_every', (settings ->> '$.train.xgboost_every_days') || 'd',
        'ensemble_every_days', null, 'ensemble_every', (settings ->> '$.train.ensemble_every_days') || 'd') end,
    'gate', case when (settings -> '$.gate') is not null then json_object(
        'window_days', null, 'window', (settings ->> '$.gate.window_days') || 'd') end
);

-- Live jobs store the configuration alone, backtests and weekly jobs below what
-- they were asked.
update runs set config = json_merge_patch(config, config_patch(config)) where (config -> '$.Config') is null;
update runs set config = json_merge_patch(config, json_object(
    'Config', config_patch(config -> '$.Config'), 'StepHours', null, 'Step', (config ->> '$.StepHours') || 'h'))
where (config -> '$.Config') is not null;
update passes set config = json_merge_patch(config, config_patch(config));
update verdicts set gate = json_merge_patch(gate, json_object('window_days', null, 'window', (gate ->> '$.window_days') || 'd'));

drop macro config_patch;

-- +goose Down
create temp macro config_patch(settings) as json_object(
    'lock_wait', null, 'lock_seconds', epoch((settings ->> '$.lock_wait')::interval),
    'live', case when (settings -> '$.live') is not null then json_object(
        'price_age', null, 'price_age_hours', epoch((settings ->> '$.live.price_age')::interval) / 3600,
        'void_after', null, 'void_after_hours', epoch((settings ->> '$.live.void_after')::interval) / 3600,
        'confirm_after', null, 'confirm_minutes', epoch((settings ->> '$.live.confirm_after')::interval) / 60) end,
    'train', case when (settings -> '$.train') is not null then json_object(
        'xgboost_every', null, 'xgboost_every_days', round(epoch((settings ->> '$.train.xgboost_every')::interval) / 86400)::integer,
        'ensemble_every', null, 'ensemble_every_days', round(epoch((settings ->> '$.train.ensemble_every')::interval) / 86400)::integer) end,
    'gate', case when (settings -> '$.gate') is not null then json_object(
        'window', null, 'window_days', round(epoch((settings ->> '$.gate.window')::interval) / 86400)::integer) end
);
update runs set config = json_merge_patch(config, config_patch(config)) where (config -> '$.Config') is null;
update runs set config = json_merge_patch(config, json_object(
    'Config', config_patch(config -> '$.Config'), 'Step', null, 'StepHours', epoch((config ->> '$.Step')::interval) / 3600))
where (config -> '$.Config') is not null;
update passes set config = json_merge_patch(config, config_patch(config));
update verdicts set gate = json_merge_patch(gate, json_object('window', null, 'window_days', round(epoch((gate ->> '$.window')::interval) / 86400)::integer));
drop macro config_patch;
