-- The open bet is lost, 10.00 at 2.20, as the away side wins.
insert into results values ('E0/1516/Arsenal/Leeds/1', '2015-08-15', 'Arsenal', 'Leeds', 0, 1, 'A', '2015-08-15 18:00:00Z', 'run');
update bets set status = 'settled', actual_outcome = 'A', result = 'loss', profit_loss = -10, settled_at = '2015-08-15 18:00:00Z' where bet_id = 'open';
insert into ledger values ('settlement/1/open', 'value', '2015-08-15 18:00:00Z', 'settlement', 'open', -10, 'run', 'paper');

-- Three candidates are judged: the first without a champion, the second against
-- the first over two days, of which the first speaks against it (by 0.1 on one
-- fixture) and the second for it (by 0.1 on each of two). A draw of two days
-- that names one of them twice, as half of all do, gives the ends ±0.1. Its fixtures
-- with a price are judged apart from the one without: 0.05 behind the market, 0.1
-- ahead of the base rates, which two fixtures may be (0.02 times the root of 300/2),
-- and too few days for intervals to count. Against the market it
-- loses 0.0 on the first day and 0.1 on the second. All say 0.4, 0.3, 0.3 of home
-- wins: the mean calibration error is (0.6 + 0.3 + 0.3) / 3, and chance's limit on n
-- fixtures (sqrt(2v/π) of 0.24n and twice 0.21n, and 3.2 deviations) / 3n. The third
-- has a group with a log loss of its own, which the market misses at 0.97, and one
-- fixture of another division, too few to be judged. The fourth was judged by a
-- version that judged all together.
insert into verdicts by name
select
    version as model_version, 'run' as run_id, champion, '2015-08-01' as window_start, '2015-08-20' as window_end, fixtures, len(reasons) = 0 as passed,
    reasons, 0 as log_loss, 0 as brier, 0 as accuracy,
    json_merge_patch('{"min_fixtures": 1, "log_loss": 1.05, "brier": 0.6, "accuracy": 0.5, "calibration": 0.03, "max_excess": 0.02, "sure_excess": 0.004, "max_divergence": 0.001, "max_worse": 0.005, "max_better": 0.02}', groups) as gate,
    7 as seed, 200 as resamples
from (values ('20150820T000000Z-00000001', null, 1, [], '{}'), ('20150827T000000Z-00000002', '20150820T000000Z-00000001', 3, ['Brier score'], '{}'),
    ('20150903T000000Z-00000003', null, 3, [], '{"min_fixtures": 2, "groups": [{"name": "top", "divisions": ["E0"], "min_fixtures": 0, "log_loss": 0.95, "brier": 0, "accuracy": 0, "calibration": 0}]}')
) v(version, champion, fixtures, reasons, groups);
insert into verdict_losses
select version, fixture, model, day::date, if(fixture = 'x', 'E1', 'E0'), 0.4, 0.3, 0.3, 'H', log_loss, brier, correct
from (values
    ('20150820T000000Z-00000001', 'a', 'candidate', '2015-08-08', 0.9, 0.5, true), ('20150820T000000Z-00000001', 'a', 'base_rate', '2015-08-08', 1.0, 0.55, true),
    ('20150827T000000Z-00000002', 'a', 'candidate', '2015-08-08', 1.0, 0.6, true), ('20150827T000000Z-00000002', 'a', 'champion', '2015-08-08', 0.9, 0.5, true),
    ('20150827T000000Z-00000002', 'a', 'base_rate', '2015-08-08', 9.0, 9.0, true), ('20150827T000000Z-00000002', 'a', 'market', '2015-08-08', 1.0, 0.58, true),
    ('20150827T000000Z-00000002', 'b', 'candidate', '2015-08-15', 1.2, 0.6, true), ('20150827T000000Z-00000002', 'b', 'champion', '2015-08-15', 1.3, 0.7, true),
    ('20150827T000000Z-00000002', 'b', 'base_rate', '2015-08-15', 9.0, 9.0, true), ('20150827T000000Z-00000002', 'b', 'market', '2015-08-15', 1.1, 0.59, false),
    ('20150827T000000Z-00000002', 'c', 'candidate', '2015-08-15', 1.1, 0.6, false), ('20150827T000000Z-00000002', 'c', 'champion', '2015-08-15', 1.2, 0.7, false),
    ('20150827T000000Z-00000002', 'c', 'base_rate', '2015-08-15', 1.2, 0.6, false),
    ('20150903T000000Z-00000003', 'a', 'candidate', '2015-08-08', 0.9, 0.5, true), ('20150903T000000Z-00000003', 'a', 'base_rate', '2015-08-08', 1.0, 0.5, true),
    ('20150903T000000Z-00000003', 'a', 'market', '2015-08-08', 0.95, 0.5, true),
    ('20150903T000000Z-00000003', 'b', 'candidate', '2015-08-08', 0.92, 0.5, true), ('20150903T000000Z-00000003', 'b', 'base_rate', '2015-08-08', 1.0, 0.5, true),
    ('20150903T000000Z-00000003', 'b', 'market', '2015-08-08', 0.99, 0.5, true),
    ('20150903T000000Z-00000003', 'x', 'candidate', '2015-08-08', 3.0, 1.5, false), ('20150903T000000Z-00000003', 'x', 'base_rate', '2015-08-08', 1.0, 0.5, true)
) l(version, fixture, model, day, log_loss, brier, correct);
insert into verdicts by name
select
    '20150101T000000Z-00000004' as model_version, 'run' as run_id, 'x' as champion, '2014-10-01' as window_start, '2015-01-01' as window_end, 300 as fixtures,
    false as passed, ['accuracy'] as reasons, 1 as log_loss, 0.6 as brier, 0.49 as accuracy, 0.001 as difference, -0.002 as difference_low, 0.004 as difference_high,
    '{"max_worse": 0.005, "max_better": 0.02, "loss_margin": 0.01}' as gate, 7 as seed, 200 as resamples;
insert into verdict_groups by name
select
    '20150101T000000Z-00000004' as model_version, 'others' as judged_group, 'both' as benchmark, 300 as fixtures, 1 as log_loss, 1.05 as log_loss_limit,
    0.59 as brier, 0.6 as brier_limit, 0.49 as accuracy, 0.5 as accuracy_limit, 0.02 as calibration, 0.03 as calibration_limit;
-- The price that the open bet was placed at, before, at and after the bet, and one that never moved.
insert into quotes by name
select
    'E0/1516/Arsenal/Leeds/1' as fixture_id, 'sportmonks' as source, bookmaker, '1x2' as market, 'H' as selection, price, false as stopped,
    moment::timestamptz as known_at, moment::timestamptz as last_seen_at, moment::timestamptz as landed_at
from (values ('B365', 2.25, '2015-08-13 09:00:00Z'), ('B365', 2.20, '2015-08-14 11:00:00Z'), ('B365', 2.05, '2015-08-15 13:00:00Z'), ('LB', 2.10, '2015-08-14 11:00:00Z')) q(bookmaker, price, moment);

-- The average total of the fixture that ended 2-1: without its margin over is at 0.5.
insert into odds by name
select
    'E0/1516/Arsenal/Stoke/1' as fixture_id, 'Avg' as bookmaker, 'total' as market, unnest(['over', 'under']) as selection, 2.5 as line,
    'pre_match' as moment, 1.90 as price, timestamptz '2015-08-07 12:00:00Z' as known_at, timestamptz '2020-01-01 00:00:00Z' as landed_at;
