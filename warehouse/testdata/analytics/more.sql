-- The open bet is lost, 10.00 at 2.20, as the away side wins.
INSERT INTO results VALUES ('E0/1516/Arsenal/Leeds/1', '2015-08-15', 'Arsenal', 'Leeds', 0, 1, 'A', '2015-08-15 18:00:00Z', 'run');
UPDATE bets SET status = 'settled', actual_outcome = 'A', result = 'loss', profit_loss = -10, settled_at = '2015-08-15 18:00:00Z' WHERE bet_id = 'open';
INSERT INTO ledger VALUES ('settlement/1/open', 'value', '2015-08-15 18:00:00Z', 'settlement', 'open', -10, 'run');

-- Two candidates are judged: the first without a champion, the second against
-- the first over two days, of which the first speaks against it (by 0.1 on one
-- fixture) and the second for it (by 0.1 on each of two). A draw of two days
-- that names one of them twice, as half of all do, gives the ends ±0.1. The
-- benchmark (market, market, base rate) misses log loss and accuracy, but not
-- the Brier score, which the second candidate misses too.
INSERT INTO verdicts
SELECT version, 'run', champion, '2015-08-01', '2015-08-20', fixtures, len(reasons) = 0, reasons, 0, 0, 0, NULL, NULL, NULL,
       '{"log_loss": 1.05, "brier": 0.6, "accuracy": 0.5, "loss_margin": 0.01, "accuracy_margin": 0.01, "max_worse": 0.005}', 7, 200
FROM (VALUES ('20150820T000000Z-00000001', NULL, 1, []), ('20150827T000000Z-00000002', '20150820T000000Z-00000001', 3, ['Brier score'])) v(version, champion, fixtures, reasons);
INSERT INTO verdict_losses
SELECT version, fixture, model, day::DATE, 'E0', 0.4, 0.3, 0.3, 'H', log_loss, brier, correct
FROM (VALUES
    ('20150820T000000Z-00000001', 'a', 'candidate', '2015-08-08', 0.9, 0.5, true), ('20150820T000000Z-00000001', 'a', 'base_rate', '2015-08-08', 1.0, 0.55, true),
    ('20150827T000000Z-00000002', 'a', 'candidate', '2015-08-08', 1.0, 0.6, true), ('20150827T000000Z-00000002', 'a', 'champion', '2015-08-08', 0.9, 0.5, true),
    ('20150827T000000Z-00000002', 'a', 'base_rate', '2015-08-08', 9.0, 9.0, true), ('20150827T000000Z-00000002', 'a', 'market', '2015-08-08', 1.0, 0.58, true),
    ('20150827T000000Z-00000002', 'b', 'candidate', '2015-08-15', 1.2, 0.6, true), ('20150827T000000Z-00000002', 'b', 'champion', '2015-08-15', 1.3, 0.7, true),
    ('20150827T000000Z-00000002', 'b', 'base_rate', '2015-08-15', 9.0, 9.0, true), ('20150827T000000Z-00000002', 'b', 'market', '2015-08-15', 1.1, 0.59, false),
    ('20150827T000000Z-00000002', 'c', 'candidate', '2015-08-15', 1.1, 0.6, false), ('20150827T000000Z-00000002', 'c', 'champion', '2015-08-15', 1.2, 0.7, false),
    ('20150827T000000Z-00000002', 'c', 'base_rate', '2015-08-15', 1.2, 0.6, false)) l(version, fixture, model, day, log_loss, brier, correct);
-- The price that the open bet was placed at, before, at and after the bet, and one that never moved.
INSERT INTO quotes BY NAME
SELECT 'E0/1516/Arsenal/Leeds/1' AS fixture_id, 'sportmonks' AS source, bookmaker, '1x2' AS market, 'H' AS selection, price, false AS stopped,
       moment::TIMESTAMPTZ AS known_at, moment::TIMESTAMPTZ AS last_seen_at, moment::TIMESTAMPTZ AS landed_at
FROM (VALUES ('B365', 2.25, '2015-08-13 09:00:00Z'), ('B365', 2.20, '2015-08-14 11:00:00Z'), ('B365', 2.05, '2015-08-15 13:00:00Z'), ('LB', 2.10, '2015-08-14 11:00:00Z')) q(bookmaker, price, moment);
