-- One over that is too likely, one selection twice, one side missing, a level line
-- that pushes too rarely, a quarter line that is no home win, and a prediction that
-- is not there.
UPDATE market_predictions SET probability = 0.58 WHERE selection = 'over' AND prediction_id LIKE '%Stoke%';
INSERT INTO market_predictions FROM market_predictions WHERE selection = '0-0' AND prediction_id LIKE '%Stoke%';
DELETE FROM market_predictions WHERE selection = 'yes' AND prediction_id LIKE '%Leeds%';
UPDATE market_predictions SET push_prob = 0.2, probability = probability + 0.05 WHERE line = 0 AND prediction_id LIKE '%Leeds%';
INSERT INTO market_predictions SELECT 'nobody', * EXCLUDE prediction_id FROM market_predictions WHERE market = 'total' AND prediction_id LIKE '%Leeds%';
