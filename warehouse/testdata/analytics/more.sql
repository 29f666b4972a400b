-- The open bet is lost, 10.00 at 2.20, as the away side wins.
INSERT INTO results VALUES ('E0/1516/Arsenal/Leeds/1', '2015-08-15', 'Arsenal', 'Leeds', 0, 1, 'A', '2015-08-15 18:00:00Z', 'run');
UPDATE bets SET status = 'settled', actual_outcome = 'A', result = 'loss', profit_loss = -10, settled_at = '2015-08-15 18:00:00Z' WHERE bet_id = 'open';
INSERT INTO ledger VALUES ('settlement/1/open', 'value', '2015-08-15 18:00:00Z', 'settlement', 'open', -10, 'run');
