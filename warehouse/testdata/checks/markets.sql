-- One over that is too likely, one selection twice, one side missing, a level line
-- that pushes too rarely, a quarter line that is no home win, and a prediction that
-- is not there.
update market_predictions_kept set probability = 0.58 where selection = 'over' and prediction_id like '%Stoke%';
insert into market_predictions_kept from market_predictions_kept where selection = '0-0' and prediction_id like '%Stoke%';
delete from market_predictions_kept where selection = 'yes' and prediction_id like '%Leeds%';
update market_predictions_kept set push_prob = 0.2, probability = probability + 0.05 where line = 0 and prediction_id like '%Leeds%';
insert into market_predictions_kept select 'nobody', * exclude prediction_id from market_predictions_kept where market = 'total' and prediction_id like '%Leeds%';
