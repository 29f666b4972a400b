-- The open bet is lost, 10.00 at 2.20, as the away side wins.
INSERT INTO results VALUES ('E0/1516/Arsenal/Leeds/1', '2015-08-15', 'Arsenal', 'Leeds', 0, 1, 'A', '2015-08-15 18:00:00Z', 'run');
UPDATE bets SET status = 'settled', actual_outcome = 'A', result = 'loss', profit_loss = -10, settled_at = '2015-08-15 18:00:00Z' WHERE bet_id = 'open';
INSERT INTO ledger VALUES ('settlement/1/open', 'value', '2015-08-15 18:00:00Z', 'settlement', 'open', -10, 'run');

-- Three candidates are judged: the first without a champion, the second against
-- the first over two days, of which the first speaks against it (by 0.1 on one
-- fixture) and the second for it (by 0.1 on each of two). A draw of two days
-- that names one of them twice, as half of all do, gives the ends ±0.1. The
-- benchmark (market, market, base rate) misses log loss and accuracy, but not
-- the Brier score, which the second candidate misses too. Against the market it
-- loses 0.0 on the first day and 0.1 on the second. All say 0.4, 0.3, 0.3 of home
-- wins: the mean calibration error is (0.6 + 0.3 + 0.3) / 3, and chance's limit on n
-- fixtures (sqrt(2v/π) of 0.24n and twice 0.21n, and 2.5 deviations) / 3n. The third
-- has a group with a log loss of its own, which the market misses at 0.97, and one
-- fixture of another division, too few to be judged.
INSERT INTO verdicts BY NAME
SELECT version AS model_version, 'run' AS run_id, champion, '2015-08-01' AS window_start, '2015-08-20' AS window_end, fixtures, len(reasons) = 0 AS passed,
       reasons, 0 AS log_loss, 0 AS brier, 0 AS accuracy,
       json_merge_patch('{"min_fixtures": 1, "log_loss": 1.05, "brier": 0.6, "accuracy": 0.5, "calibration": 0.03, "loss_margin": 0.01, "accuracy_margin": 0.01, "max_worse": 0.005, "max_better": 0.02}', groups) AS gate,
       7 AS seed, 200 AS resamples
FROM (VALUES ('20150820T000000Z-00000001', NULL, 1, [], '{}'), ('20150827T000000Z-00000002', '20150820T000000Z-00000001', 3, ['Brier score'], '{}'),
    ('20150903T000000Z-00000003', NULL, 3, [], '{"min_fixtures": 2, "groups": [{"name": "top", "divisions": ["E0"], "min_fixtures": 0, "log_loss": 0.95, "brier": 0, "accuracy": 0, "calibration": 0}]}')
) v(version, champion, fixtures, reasons, groups);
INSERT INTO verdict_losses
SELECT version, fixture, model, day::DATE, if(fixture = 'x', 'E1', 'E0'), 0.4, 0.3, 0.3, 'H', log_loss, brier, correct
FROM (VALUES
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
-- The price that the open bet was placed at, before, at and after the bet, and one that never moved.
INSERT INTO quotes BY NAME
SELECT 'E0/1516/Arsenal/Leeds/1' AS fixture_id, 'sportmonks' AS source, bookmaker, '1x2' AS market, 'H' AS selection, price, false AS stopped,
       moment::TIMESTAMPTZ AS known_at, moment::TIMESTAMPTZ AS last_seen_at, moment::TIMESTAMPTZ AS landed_at
FROM (VALUES ('B365', 2.25, '2015-08-13 09:00:00Z'), ('B365', 2.20, '2015-08-14 11:00:00Z'), ('B365', 2.05, '2015-08-15 13:00:00Z'), ('LB', 2.10, '2015-08-14 11:00:00Z')) q(bookmaker, price, moment);

-- The average total of the fixture that ended 2-1: without its margin over is at 0.5.
INSERT INTO odds BY NAME
SELECT 'E0/1516/Arsenal/Stoke/1' AS fixture_id, 'Avg' AS bookmaker, 'total' AS market, unnest(['over', 'under']) AS selection, 2.5 AS line,
       'pre_match' AS moment, 1.90 AS price, TIMESTAMPTZ '2015-08-07 12:00:00Z' AS known_at, TIMESTAMPTZ '2020-01-01 00:00:00Z' AS landed_at;
