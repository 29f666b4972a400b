-- performance_by_model: how well each model's probabilities did on the fixtures with a result.
-- Of several predictions of a fixture a model's last before kick-off counts.
-- grain: model
-- inputs: model_predictions, predictions, results
-- columns:
--   model     model's name; market_pre and market_close are the prices without margin
--   fixtures  fixtures scored, count
--   log_loss  mean of -ln(probability of what happened), 0 upwards; 1.0986 is uniform
--   brier     mean three-class sum of squares, 0 to 2
--   rps       mean ranked probability score, 0 to 1
--   accuracy  share whose most probable outcome happened, 0 to 1
with last_said as (
    select m.model, p.fixture_id, m.home_win_prob, m.draw_prob, m.away_win_prob
    from model_predictions m
    join predictions p using (prediction_id)
    qualify row_number() over (partition by m.model, p.fixture_id order by p.as_of desc, p.prediction_time desc) = 1
),
scored as (
    select
        m.model, m.home_win_prob as h, m.draw_prob as d, m.away_win_prob as a, r.actual_outcome as outcome,
        case r.actual_outcome when 'H' then m.home_win_prob when 'D' then m.draw_prob else m.away_win_prob end as said
    from last_said m
    join results r using (fixture_id)
),
losses as (
    -- Decimals, because their sum does not depend on the order of the threads.
    select
        model,
        (-ln(said))::decimal(18, 12) as log_loss,
        (pow(h - (outcome = 'H')::int, 2) + pow(d - (outcome = 'D')::int, 2) + pow(a - (outcome = 'A')::int, 2))::decimal(18, 12) as brier,
        ((pow(h - (outcome = 'H')::int, 2) + pow(a - (outcome = 'A')::int, 2)) / 2)::decimal(18, 12) as rps,
        -- Ties go to the earlier of H, D, A, as in the report's table.
        (outcome = case when h >= d and h >= a then 'H' when d >= a then 'D' else 'A' end)::int as hit
    from scored
)
select
    model,
    count(*) as fixtures,
    round(sum(log_loss) / count(*), 4) as log_loss,
    round(sum(brier) / count(*), 4) as brier,
    round(sum(rps) / count(*), 4) as rps,
    round(sum(hit) / count(*), 4) as accuracy
from losses
group by model
order by log_loss, model;
