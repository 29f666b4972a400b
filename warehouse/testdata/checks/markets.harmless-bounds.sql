-- Parameters at the bounds of a matrix, beside a prediction that has kept its rows.
update predictions set home_rate = 6, away_rate = 0.02, rho = -1 / 6.0, width = 0.5 where away_team = 'Leeds';
delete from market_predictions_kept where prediction_id like '%Leeds%';
