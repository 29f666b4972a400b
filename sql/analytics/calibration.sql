-- calibration: whether outcomes given a probability happen that often, in twenty bins over all three outcomes.
-- Of several predictions of a fixture the last counts.
-- grain: model, bin
-- inputs: model_predictions, predictions, results
-- columns:
--   model        model's name
--   bin          lower edge of the bin, 0 to 0.95; its width is 0.05
--   n            probabilities in it, three a fixture, count
--   mean_prob    mean probability given, 0 to 1
--   happened     share that happened, 0 to 1
--   gap          happened less mean_prob
--   error        standard error of happened if the probabilities are right
with latest as (
    select prediction_id, fixture_id
    from predictions
    qualify row_number() over (partition by fixture_id order by as_of desc, prediction_time desc) = 1
),
said as (
    select
        m.model, unnest([m.home_win_prob, m.draw_prob, m.away_win_prob]) as p,
        unnest([r.actual_outcome = 'H', r.actual_outcome = 'D', r.actual_outcome = 'A']) as happened
    from model_predictions m
    join latest using (prediction_id)
    join results r using (fixture_id)
),
binned as (
    select model, least(floor(p * 20), 19)::int as bin, p::decimal(18, 12) as p, (p * (1 - p))::decimal(18, 12) as variance, happened::int as happened
    from said
)
select
    model, (bin * 0.05)::decimal(3, 2) as bin,
    count(*) as n,
    round(sum(p) / count(*), 4) as mean_prob,
    round(sum(happened) / count(*), 4) as happened,
    round(sum(happened) / count(*) - sum(p) / count(*), 4) as gap,
    round(sqrt(sum(variance)) / count(*), 4) as error
from binned
group by model, binned.bin
order by model, binned.bin;
