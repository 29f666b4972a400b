-- One beyond one, one that sums to 1.1, one NaN, one outcome that is not the best.
UPDATE model_predictions SET home_win_prob = 1.2, away_win_prob = -0.5 WHERE model = 'elo' AND prediction_id LIKE '%Stoke%';
UPDATE model_predictions SET draw_prob = 0.4 WHERE model = 'elo' AND prediction_id LIKE '%Leeds%';
UPDATE model_predictions SET draw_prob = 'NaN' WHERE model = 'market_pre' AND prediction_id LIKE '%Leeds%';
UPDATE predictions SET predicted_outcome = 'D', home_win_prob = 0.51, draw_prob = 0.29 WHERE away_team = 'Stoke';
