-- scored_predictions: Each prediction of each fixture, with what the market said, the base rates and the
-- outcome.
-- grain: prediction
-- inputs: predictions, model_predictions, crosswalk, results
-- columns:
--   prediction_id  prediction
--   fixture_id  fixture
--   source_id   the API's number of it; NULL if files alone tell of it
--   lineups     whether both elevens were known
--   model_{home,draw,away}   what the champion said
--   market_{home,draw,away}  what the prices said then, without margin; NULL without prices
--   base_{home,draw,away}    how often it had happened in the division; NULL if unknown
--   outcome     what came, H, D or A; NULL if that is open
with beside as (
    select
        prediction_id,
        max(home_win_prob) filter (model = 'market_pre') as market_home,
        max(draw_prob) filter (model = 'market_pre') as market_draw,
        max(away_win_prob) filter (model = 'market_pre') as market_away,
        max(home_win_prob) filter (model = 'base_rate') as base_home,
        max(draw_prob) filter (model = 'base_rate') as base_draw,
        max(away_win_prob) filter (model = 'base_rate') as base_away
    from model_predictions
    group by prediction_id
)
select
    p.prediction_id, p.fixture_id, c.source_id::bigint as source_id, p.lineup_available as lineups,
    p.home_win_prob as model_home, p.draw_prob as model_draw, p.away_win_prob as model_away,
    b.market_home, b.market_draw, b.market_away, b.base_home, b.base_draw, b.base_away,
    r.actual_outcome as outcome
from predictions p
left join crosswalk c on c.entity = 'fixture' and c.source = 'sportmonks' and c.canonical_id = p.fixture_id
left join beside b using (prediction_id)
left join results r on r.fixture_id = p.fixture_id
order by p.fixture_id, p.as_of, p.prediction_time;
