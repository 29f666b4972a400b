-- The same bet under two names, a fixture twice, a price twice.
INSERT INTO bets FROM (SELECT * REPLACE ('again' AS bet_id) FROM bets WHERE bet_id = 'open');
INSERT INTO fixtures FROM fixtures WHERE fixture_id = 'E0/1516/Leeds/Hull/1';
INSERT INTO odds FROM odds WHERE fixture_id = 'E0/1516/Arsenal/Leeds/1' AND bookmaker = 'WH' AND selection = 'D';
