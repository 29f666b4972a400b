-- markets: goals markets that contradict each other or their prediction: parameters of a
-- score matrix that it cannot have; of rows that were kept, a selection that stands there
-- twice or without a prediction, sides of a line or scores that do not sum to one, or
-- handicaps that disagree with the 1X2.
-- grain: prediction, market, line, offence
-- inputs: market_predictions_kept, predictions
-- severity: error
-- hint: the score matrix is broken; do not bet on lines: "matchday models deploy VERSION" brings an older version back; report it with the run's configuration
-- columns:
--   prediction_id  prediction
--   market         total, handicap, both_score or score; NULL for parameters
--   line           goals line, or the home side's handicap; NULL for the others
--   offence        what is wrong
--   found          what the rows say
--   expected       what they should say, or the nearest of it
with lines as (
    select
        prediction_id, market, line, count(*) as rows, count(distinct selection) as selections,
        -- What one side half wins, the other half loses.
        sum((probability + (half_win_prob + half_loss_prob) / 2)::decimal(18, 12)) as decided,
        max(push_prob) as pushed,
        max(probability) filter (selection = 'H') as home
    from market_predictions_kept
    group by prediction_id, market, line
),
parameters as (
    select
        prediction_id, unnest([home_rate, away_rate]) as rate, rho, width,
        (home_rate is not null)::int + (away_rate is not null)::int + (rho is not null)::int + (width is not null)::int as there
    from predictions
),
offences as (
    select prediction_id, market, line, 'a selection twice' as offence, rows::double as found, selections::double as expected
    from lines where rows > selections
    union all
    select prediction_id, market, line, 'one side is missing', selections, 2
    from lines where market <> 'score' and selections <> 2
    union all
    select prediction_id, market, line, 'does not sum to one', decided + pushed, 1
    from lines where abs(decided + pushed - 1) > 1e-6
    union all
    select l.prediction_id, l.market, l.line, 'no such prediction', null, null
    from lines l anti join predictions using (prediction_id)
    union all
    select prediction_id, market, line, 'differs from the home win', home, home_win_prob
    from lines join predictions using (prediction_id)
    where market = 'handicap' and line in (-0.5, -0.25, 0) and abs(home - home_win_prob) > 1e-9
    union all
    select prediction_id, market, line, 'differs from the draw', pushed, draw_prob
    from lines join predictions using (prediction_id)
    where market = 'handicap' and line = 0 and abs(pushed - draw_prob) > 1e-9
    union all
    select prediction_id, market, line, 'kept, and has parameters', rows, 0
    from lines semi join (from predictions where home_rate is not null) using (prediction_id)
    union all
    select distinct prediction_id, null, null, 'parameters are missing', there, 4
    from parameters where there not in (0, 4)
    union all
    select distinct prediction_id, null, null, 'a rate that no matrix has', rate, least(greatest(rate, 0.02), 6)
    from parameters where not rate between 0.02 and 6
    union all
    select distinct prediction_id, null, null, 'a dependence that no matrix has', rho, least(greatest(rho, -1 / 6.0), 1 / 36.0)
    from parameters where not rho between -1 / 6.0 and 1 / 36.0
    union all
    select distinct prediction_id, null, null, 'a width that no matrix has', width, 1
    from parameters where not (width > 0 and isfinite(width))
)
select prediction_id, market, line, offence, found, expected
from offences
order by prediction_id, market, line, offence, found;
