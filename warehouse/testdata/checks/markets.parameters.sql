-- One prediction without one of the four and with a rate and a width that no matrix has, and
-- another whose markets stand there twice, as rows and by parameters, with too much dependence.
update predictions set home_rate = 7.5, away_rate = 0.01, width = 0 where away_team = 'Leeds';
update predictions set home_rate = 1.5, away_rate = 1.1, rho = 0.5, width = 0.95 where away_team = 'Stoke';
delete from market_predictions_kept where prediction_id like '%Leeds%' or market <> 'total';
