-- performance_by_division: the ensemble beside base rates and the market, division by division.
-- Of several predictions of a fixture the last counts.
-- grain: division
-- inputs: model_predictions, predictions, results
-- columns:
--   division      division's code
--   league        its name
--   fixtures      predicted fixtures with a result, count
--   base_rate     log loss of the division's base rates; NULL if there are none
--   ensemble      log loss of the ensemble on the same fixtures
--   priced        fixtures that have a pre-match market price too, count
--   ensemble_priced  log loss of the ensemble on those; NULL if there are none
--   market_pre    log loss of the market's margin-free pre-match prices on those; NULL if there are none
with latest as (
    select prediction_id, fixture_id, division, league
    from predictions
    qualify row_number() over (partition by fixture_id order by as_of desc, prediction_time desc) = 1
),
losses as (
    select
        p.prediction_id, p.division, p.league, m.model,
        (-ln(case r.actual_outcome when 'H' then m.home_win_prob when 'D' then m.draw_prob else m.away_win_prob end))::decimal(18, 12) as loss
    from model_predictions m
    join latest p using (prediction_id)
    join results r using (fixture_id)
    where m.model in ('base_rate', 'ensemble', 'market_pre')
),
side_by_side as (
    select
        prediction_id, division, league,
        max(loss) filter (model = 'base_rate') as base_rate,
        max(loss) filter (model = 'ensemble') as ensemble,
        max(loss) filter (model = 'market_pre') as market_pre
    from losses
    group by prediction_id, division, league
)
select
    division, league,
    count(*) as fixtures,
    round(sum(base_rate) / count(base_rate), 4) as base_rate,
    round(sum(ensemble) / count(ensemble), 4) as ensemble,
    count(market_pre) as priced,
    round(sum(ensemble) filter (market_pre is not null) / nullif(count(ensemble) filter (market_pre is not null), 0), 4) as ensemble_priced,
    round(sum(market_pre) / nullif(count(market_pre), 0), 4) as market_pre
from side_by_side
group by division, league
order by division, league;
