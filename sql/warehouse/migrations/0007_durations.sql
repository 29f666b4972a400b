-- +goose Up
-- Durations in the configuration are written with units, 48h, and their keys
-- lose them. A replay reads the configuration of its run to the last key, so
-- those that are stored say it the new way.

CREATE TEMP MACRO config_patch(settings) AS json_object(
    'lock_seconds', NULL, 'lock_wait', (settings ->> '$.lock_seconds') || 's',
    'live', CASE WHEN (settings -> '$.live') IS NOT NULL THEN json_object(
        'price_age_hours', NULL, 'price_age', (settings ->> '$.live.price_age_hours') || 'h',
        'void_after_hours', NULL, 'void_after', (settings ->> '$.live.void_after_hours') || 'h',
        'confirm_minutes', NULL, 'confirm_after', (settings ->> '$.live.confirm_minutes') || 'm') END,
    'train', CASE WHEN (settings -> '$.train') IS NOT NULL THEN json_object(
        'xgboost_every_days', NULL, 'xgboost_every', (settings ->> '$.train.xgboost_every_days') || 'd',
        'ensemble_every_days', NULL, 'ensemble_every', (settings ->> '$.train.ensemble_every_days') || 'd') END,
    'gate', CASE WHEN (settings -> '$.gate') IS NOT NULL THEN json_object(
        'window_days', NULL, 'window', (settings ->> '$.gate.window_days') || 'd') END
);

-- Live jobs store the configuration alone, backtests and weekly jobs below what
-- they were asked.
UPDATE runs SET config = json_merge_patch(config, config_patch(config)) WHERE (config -> '$.Config') IS NULL;
UPDATE runs SET config = json_merge_patch(config, json_object(
    'Config', config_patch(config -> '$.Config'), 'StepHours', NULL, 'Step', (config ->> '$.StepHours') || 'h'))
WHERE (config -> '$.Config') IS NOT NULL;
UPDATE passes SET config = json_merge_patch(config, config_patch(config));
UPDATE verdicts SET gate = json_merge_patch(gate, json_object('window_days', NULL, 'window', (gate ->> '$.window_days') || 'd'));

DROP MACRO config_patch;

-- +goose Down
CREATE TEMP MACRO config_patch(settings) AS json_object(
    'lock_wait', NULL, 'lock_seconds', epoch((settings ->> '$.lock_wait')::INTERVAL),
    'live', CASE WHEN (settings -> '$.live') IS NOT NULL THEN json_object(
        'price_age', NULL, 'price_age_hours', epoch((settings ->> '$.live.price_age')::INTERVAL) / 3600,
        'void_after', NULL, 'void_after_hours', epoch((settings ->> '$.live.void_after')::INTERVAL) / 3600,
        'confirm_after', NULL, 'confirm_minutes', epoch((settings ->> '$.live.confirm_after')::INTERVAL) / 60) END,
    'train', CASE WHEN (settings -> '$.train') IS NOT NULL THEN json_object(
        'xgboost_every', NULL, 'xgboost_every_days', round(epoch((settings ->> '$.train.xgboost_every')::INTERVAL) / 86400)::INTEGER,
        'ensemble_every', NULL, 'ensemble_every_days', round(epoch((settings ->> '$.train.ensemble_every')::INTERVAL) / 86400)::INTEGER) END,
    'gate', CASE WHEN (settings -> '$.gate') IS NOT NULL THEN json_object(
        'window', NULL, 'window_days', round(epoch((settings ->> '$.gate.window')::INTERVAL) / 86400)::INTEGER) END
);
UPDATE runs SET config = json_merge_patch(config, config_patch(config)) WHERE (config -> '$.Config') IS NULL;
UPDATE runs SET config = json_merge_patch(config, json_object(
    'Config', config_patch(config -> '$.Config'), 'Step', NULL, 'StepHours', epoch((config ->> '$.Step')::INTERVAL) / 3600))
WHERE (config -> '$.Config') IS NOT NULL;
UPDATE passes SET config = json_merge_patch(config, config_patch(config));
UPDATE verdicts SET gate = json_merge_patch(gate, json_object('window', NULL, 'window_days', round(epoch((gate ->> '$.window')::INTERVAL) / 86400)::INTEGER));
DROP MACRO config_patch;
