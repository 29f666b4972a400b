-- markets: market predictions that contradict each other or their prediction: a
-- selection that stands there twice or without a prediction, sides of a line or
-- scores that do not sum to one, or handicaps that disagree with the 1X2.
-- grain: prediction, market, line, offence
-- inputs: market_predictions, predictions
-- severity: error
-- hint: the score matrix is broken; do not bet on lines, and report it with the run's configuration
-- columns:
--   prediction_id  prediction
--   market         total, handicap, both_score or score
--   line           goals line, or the home side's handicap; NULL for the others
--   offence        what is wrong
--   found          what the rows say
--   expected       what they should say
WITH lines AS (
    SELECT prediction_id, market, line, count(*) AS rows, count(DISTINCT selection) AS selections,
           -- What one side half wins, the other half loses.
           sum((probability + (half_win_prob + half_loss_prob) / 2)::DECIMAL(18, 12)) AS decided,
           max(push_prob) AS pushed,
           max(probability) FILTER (selection = 'H') AS home
    FROM market_predictions
    GROUP BY prediction_id, market, line
), offences AS (
    SELECT prediction_id, market, line, 'a selection twice' AS offence, rows::DOUBLE AS found, selections::DOUBLE AS expected
    FROM lines WHERE rows > selections
    UNION ALL
    SELECT prediction_id, market, line, 'one side is missing', selections, 2
    FROM lines WHERE market <> 'score' AND selections <> 2
    UNION ALL
    SELECT prediction_id, market, line, 'does not sum to one', decided + pushed, 1
    FROM lines WHERE abs(decided + pushed - 1) > 1e-6
    UNION ALL
    SELECT l.prediction_id, l.market, l.line, 'no such prediction', NULL, NULL
    FROM lines l ANTI JOIN predictions USING (prediction_id)
    UNION ALL
    SELECT prediction_id, market, line, 'differs from the home win', home, home_win_prob
    FROM lines JOIN predictions USING (prediction_id)
    WHERE market = 'handicap' AND line IN (-0.5, -0.25, 0) AND abs(home - home_win_prob) > 1e-9
    UNION ALL
    SELECT prediction_id, market, line, 'differs from the draw', pushed, draw_prob
    FROM lines JOIN predictions USING (prediction_id)
    WHERE market = 'handicap' AND line = 0 AND abs(pushed - draw_prob) > 1e-9
)
SELECT prediction_id, market, line, offence, found, expected
FROM offences
ORDER BY prediction_id, market, line, offence;
