-- probabilities: probabilities that are none: outside 0 to 1, not summing to
-- one, a predicted outcome that is not the most probable, or a prediction that
-- differs from what the ensemble said.
-- grain: prediction, model
-- inputs: predictions, model_predictions
-- severity: error
-- hint: a model is broken; do not bet on what it says: "matchday models deploy VERSION" brings an older version back; report it with the run's configuration
-- columns:
--   prediction_id  prediction
--   model          model; prediction where the offending row is in predictions
--   offence        what is wrong
--   home_win_prob  probability of a home win as written
--   draw_prob      probability of a draw as written
--   away_win_prob  probability of an away win as written
with said as (
    select prediction_id, 'prediction' as model, home_win_prob, draw_prob, away_win_prob from predictions
    union all
    select prediction_id, model, home_win_prob, draw_prob, away_win_prob from model_predictions
),
offences as (
    select prediction_id, model, home_win_prob, draw_prob, away_win_prob, 'not between 0 and 1' as offence
    from said
    where not coalesce(least(home_win_prob, draw_prob, away_win_prob) > 0
                   and greatest(home_win_prob, draw_prob, away_win_prob) < 1
                   and home_win_prob is not null and draw_prob is not null and away_win_prob is not null, false)
    union all
    select prediction_id, model, home_win_prob, draw_prob, away_win_prob, 'do not sum to one'
    from said
    where abs(home_win_prob + draw_prob + away_win_prob - 1) > 1e-6
    union all
    select prediction_id, 'prediction', home_win_prob, draw_prob, away_win_prob, 'predicted outcome is not the most probable'
    from predictions
    where case predicted_outcome when 'H' then home_win_prob when 'D' then draw_prob else away_win_prob end
        < greatest(home_win_prob, draw_prob, away_win_prob)
    union all
    select p.prediction_id, 'prediction', p.home_win_prob, p.draw_prob, p.away_win_prob, 'differs from the ensemble'
    from predictions p
    join model_predictions m on m.prediction_id = p.prediction_id and m.model = 'ensemble'
    where (p.home_win_prob, p.draw_prob, p.away_win_prob) is distinct from (m.home_win_prob, m.draw_prob, m.away_win_prob)
)
select prediction_id, model, offence, home_win_prob, draw_prob, away_win_prob
from offences
order by prediction_id, model, offence;
