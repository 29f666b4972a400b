-- A bet on nothing, an entry for no bet, a result that nobody predicted, a price of no fixture.
UPDATE bets SET prediction_id = 'nothing' WHERE bet_id = 'open';
INSERT INTO ledger VALUES ('settlement/1/ghost', 'value', '2015-08-09 00:00:00Z', 'settlement', 'ghost', 0, 'run');
INSERT INTO results FROM (SELECT * REPLACE ('E0/1516/Leeds/Hull/1' AS fixture_id, 'lost' AS run_id) FROM results);
INSERT INTO odds FROM (SELECT * REPLACE ('E0/1516/Leeds/Burnley/1' AS fixture_id) FROM odds WHERE bookmaker = 'PS' AND fixture_id LIKE '%Stoke%');
