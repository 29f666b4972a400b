-- Two outcomes are equally probable, one is as good as certain, and the last digit is rounded.
update predictions set home_win_prob = 0.4, draw_prob = 0.2, away_win_prob = 0.4, predicted_outcome = 'A' where away_team = 'Stoke';
update predictions set home_win_prob = 0.9999998, draw_prob = 0.0000001, away_win_prob = 0.0000002 where away_team = 'Leeds';
update model_predictions m set home_win_prob = p.home_win_prob, draw_prob = p.draw_prob, away_win_prob = p.away_win_prob
from predictions p where p.prediction_id = m.prediction_id and m.model = 'ensemble';
delete from market_predictions_kept;
