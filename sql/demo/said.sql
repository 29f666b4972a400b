-- said: What was said of each fixture, prediction by prediction, beside what came.
-- grain: prediction
-- inputs: predictions, model_predictions, crosswalk, results
-- columns:
--   fixture_id  fixture
--   source_id   the API's number of it
--   lineups     whether both elevens were known
--   model_{home,draw,away}   what the champion said
--   market_{home,draw,away}  what the prices said then, without margin; NULL without prices
--   base_{home,draw,away}    how often it had happened in the division; NULL if unknown
--   outcome     what came, H, D or A; NULL if that is open
WITH beside AS (
    SELECT prediction_id,
           max(home_win_prob) FILTER (model = 'market_pre') AS market_home,
           max(draw_prob) FILTER (model = 'market_pre') AS market_draw,
           max(away_win_prob) FILTER (model = 'market_pre') AS market_away,
           max(home_win_prob) FILTER (model = 'base_rate') AS base_home,
           max(draw_prob) FILTER (model = 'base_rate') AS base_draw,
           max(away_win_prob) FILTER (model = 'base_rate') AS base_away
    FROM model_predictions
    GROUP BY prediction_id
)
SELECT p.fixture_id, c.source_id::BIGINT AS source_id, p.lineup_available AS lineups,
       p.home_win_prob AS model_home, p.draw_prob AS model_draw, p.away_win_prob AS model_away,
       b.market_home, b.market_draw, b.market_away, b.base_home, b.base_draw, b.base_away,
       r.actual_outcome AS outcome
FROM predictions p
JOIN crosswalk c ON c.entity = 'fixture' AND c.source = 'sportmonks' AND c.canonical_id = p.fixture_id
LEFT JOIN beside b USING (prediction_id)
LEFT JOIN results r ON r.fixture_id = p.fixture_id
ORDER BY p.fixture_id, p.as_of, p.prediction_time;
