-- A prediction at kick-off by a model of tomorrow, a quote from after the bet, a settlement at half-time.
UPDATE predictions SET as_of = kickoff, prediction_time = kickoff WHERE away_team = 'Stoke';
INSERT INTO models BY NAME SELECT 'backtest' AS model_version, TIMESTAMPTZ '2015-08-14 13:00:00Z' AS trained_to;
UPDATE bets SET quoted_at = bet_time + INTERVAL 1 SECOND WHERE bet_id = 'open';
UPDATE bets SET settled_at = settled_at - INTERVAL 2 HOUR WHERE bet_id = 'won';
