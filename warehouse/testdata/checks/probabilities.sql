-- One beyond one, one that sums to 1.1, one NaN, one outcome that is not the best.
update model_predictions set home_win_prob = 1.2, away_win_prob = -0.5 where model = 'elo' and prediction_id like '%Stoke%';
update model_predictions set draw_prob = 0.4 where model = 'elo' and prediction_id like '%Leeds%';
update model_predictions set draw_prob = 'NaN' where model = 'market_pre' and prediction_id like '%Leeds%';
update predictions set predicted_outcome = 'D', home_win_prob = 0.51, draw_prob = 0.29 where away_team = 'Stoke';
