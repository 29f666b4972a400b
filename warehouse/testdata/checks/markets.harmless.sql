-- A handicap of one and a quarter says nothing of the home win; a whole line of goals gives
-- stakes back; a prediction without a score matrix has no markets.
delete from market_predictions_kept where prediction_id like '%Leeds%';
insert into market_predictions_kept
select prediction_id, m.* from predictions, (values
    ('handicap', -1.25, 'A', 0.6, 0, 0, 0.2), ('handicap', -1.25, 'H', 0.2, 0.2, 0, 0),
    ('total', 3, 'over', 0.3, 0, 0.2, 0), ('total', 3, 'under', 0.5, 0, 0.2, 0)) m(market, line, selection, win, half_win, push, half_loss)
where away_team = 'Stoke';
