-- model_performance: how well each model did on the predicted fixtures that were played,
-- over all of them and by division, outcome and week. Of several predictions of a
-- fixture the last counts.
-- grain: scope, model, division, outcome, week
-- inputs: model_predictions, predictions, results
-- columns:
--   scope              all, division, outcome or week: by what the fixtures are parted
--   model              model's name; market_pre is the prices without margin
--   division           division's code; NULL unless the scope is division
--   outcome            what happened, H, D or A; NULL unless the scope is outcome
--   week               Monday of the match date's week; NULL unless the scope is week
--   n                  fixtures scored, count
--   log_loss           mean of -ln(probability of what happened), 0 upwards; 1.0986 is uniform
--   brier              mean three-class sum of squares, 0 to 2
--   rps                mean ranked probability score, 0 to 1
--   accuracy           share whose most probable outcome happened, 0 to 1
--   calibration_error  mean over the three outcomes of the 20-bin expected calibration error, 0 to 1
with latest as (
    select prediction_id, fixture_id, division, match_date
    from predictions
    qualify row_number() over (partition by fixture_id order by as_of desc, prediction_time desc) = 1
),
said as (
    select
        m.model, p.division, r.actual_outcome as outcome, date_trunc('week', p.match_date)::date as week,
        m.home_win_prob as h, m.draw_prob as d, m.away_win_prob as a
    from model_predictions m join latest p using (prediction_id) join results r using (fixture_id)
),
scoped as (
    select 'all' as scope, model, null as division, null as outcome, null::date as week, h, d, a, outcome as happened from said
    union all select 'division', model, division, null, null, h, d, a, outcome from said
    union all select 'outcome', model, null, outcome, null, h, d, a, outcome from said
    union all select 'week', model, null, null, week, h, d, a, outcome from said
),
scored as (
    -- Decimals, because their sum does not depend on the order of the threads.
    select
        scope, model, division, outcome, week, count(*) as n,
        sum((-ln(case happened when 'H' then h when 'D' then d else a end))::decimal(18, 12)) as log_loss,
        sum((pow(h - (happened = 'H')::int, 2) + pow(d - (happened = 'D')::int, 2) + pow(a - (happened = 'A')::int, 2))::decimal(18, 12)) as brier,
        sum(((pow(h - (happened = 'H')::int, 2) + pow(a - (happened = 'A')::int, 2)) / 2)::decimal(18, 12)) as rps,
        count(*) filter (happened = case when h >= d and h >= a then 'H' when d >= a then 'D' else 'A' end) as hits
    from scoped group by all
),
binned as (
    select
        scope, model, division, outcome, week,
        unnest(['H', 'D', 'A']) as side, unnest([h, d, a]) as p, unnest([happened = 'H', happened = 'D', happened = 'A'])::int as came
    from scoped
),
gaps as (
    select scope, model, division, outcome, week, side, least(floor(p * 20), 19) as bin, abs(sum(p::decimal(18, 12)) - sum(came)) as gap
    from binned group by all
),
errors as (
    select scope, model, division, outcome, week, sum(gap::decimal(24, 12)) / 3 as gap
    from gaps group by all
)
select
    s.scope, s.model, s.division, s.outcome, s.week, s.n,
    round(s.log_loss / s.n, 6) as log_loss, round(s.brier / s.n, 6) as brier, round(s.rps / s.n, 6) as rps,
    round(s.hits / s.n, 6) as accuracy, round(e.gap / s.n, 6) as calibration_error
from scored s
join errors e on e.scope = s.scope and e.model = s.model and e.division is not distinct from s.division
  and e.outcome is not distinct from s.outcome and e.week is not distinct from s.week
order by s.scope, s.model, s.division, s.outcome, s.week
