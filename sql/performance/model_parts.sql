-- model_parts: sums of which model_performance is made, which add up: when results come,
-- those of their fixtures are added, and what these fixtures were counted for before is
-- taken away. Of several predictions of a fixture the last counts.
-- grain: scope, model, part, side, bin
-- inputs: model_predictions, predictions, results
-- columns:
--   scope     all, division, outcome or week: by what the fixtures are parted
--   model     model's name; market_pre is the prices without margin
--   part      division's code, what happened (H, D or A), or Monday of the match date's week;
--             empty where the scope is all
--   side      outcome whose probability is binned: H, D or A; each fixture counts for all three
--   bin       of 20 bins of that probability, from 0
--   n         fixtures, count
--   said      sum of the probabilities of the side
--   came      fixtures in which the side happened, count
--   log_loss  sum of -ln(probability of what happened)
--   brier     sum of the three-class sums of squares
--   rps       sum of the ranked probability scores
--   hits      fixtures whose most probable outcome happened, count
with latest as (
    select prediction_id, fixture_id, division, match_date
    from predictions
    qualify row_number() over (partition by fixture_id order by as_of desc, prediction_time desc) = 1
),
said as (
    select
        m.model, p.division, r.actual_outcome as happened, date_trunc('week', p.match_date)::date as week,
        m.home_win_prob as h, m.draw_prob as d, m.away_win_prob as a
    from model_predictions m join latest p using (prediction_id) join results r using (fixture_id)
),
measured as (
    -- Decimals, because their sum does not depend on the order of the threads.
    select
        model, division, happened, week, h, d, a,
        (-ln(case happened when 'H' then h when 'D' then d else a end))::decimal(18, 12) as log_loss,
        (pow(h - (happened = 'H')::int, 2) + pow(d - (happened = 'D')::int, 2) + pow(a - (happened = 'A')::int, 2))::decimal(18, 12) as brier,
        ((pow(h - (happened = 'H')::int, 2) + pow(a - (happened = 'A')::int, 2)) / 2)::decimal(18, 12) as rps,
        (happened = case when h >= d and h >= a then 'H' when d >= a then 'D' else 'A' end)::int as hit
    from said
),
sided as (
    select
        * exclude (h, d, a),
        unnest(['H', 'D', 'A']) as side, unnest([h, d, a]) as p, unnest([happened = 'H', happened = 'D', happened = 'A'])::int as came
    from measured
),
binned as (
    select *, least(floor(p * 20), 19)::integer as bin from sided
)
select
    case when grouping(division) = 0 then 'division' when grouping(happened) = 0 then 'outcome' when grouping(week) = 0 then 'week' else 'all' end as scope,
    model,
    case when grouping(division) = 0 then division when grouping(happened) = 0 then happened when grouping(week) = 0 then week::varchar else '' end as part,
    side, bin,
    count(*) as n, sum(p::decimal(18, 12)) as said, sum(came)::bigint as came, sum(log_loss) as log_loss, sum(brier) as brier, sum(rps) as rps, sum(hit)::bigint as hits
from binned
group by grouping sets ((model, side, bin), (model, side, bin, division), (model, side, bin, happened), (model, side, bin, week))
order by scope, model, part, side, bin
