-- model_performance: how well each model did on the predicted fixtures that were played,
-- over all of them and by division, outcome and week. Of several predictions of a
-- fixture the last counts.
-- grain: scope, model, division, outcome, week
-- inputs: model_parts
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
with summed as (
    select
        scope, model, part,
        (sum(n) filter (side = 'H'))::bigint as n, sum(log_loss) filter (side = 'H') as log_loss, sum(brier) filter (side = 'H') as brier,
        sum(rps) filter (side = 'H') as rps, (sum(hits) filter (side = 'H'))::bigint as hits,
        sum(abs(said - came::hugeint)::decimal(24, 12)) / 3 as gap
    from model_parts
    group by all
)
select
    scope, model, if(scope = 'division', part, null) as division, if(scope = 'outcome', part, null) as outcome, if(scope = 'week', part, null)::date as week, n,
    round(log_loss / n, 6) as log_loss, round(brier / n, 6) as brier, round(rps / n, 6) as rps,
    round(hits / n, 6) as accuracy, round(gap / n, 6) as calibration_error
from summed
order by scope, model, division, outcome, week
