-- orphans: a row that points at a row which does not exist.
-- grain: table, key, missing key
-- inputs: predictions, model_predictions, bets, results, ledger, runs, fixtures, scores, statistics, odds
-- severity: error
-- hint: a step wrote only part of what it should; stage or run the backtest again, and report it if the rows come back
-- columns:
--   table_name   table of the orphan
--   key          its key
--   missing_in   table that lacks the row
--   missing_key  key that is not there
WITH orphans AS (
    SELECT 'model_predictions' AS table_name, m.prediction_id || '/' || m.model AS key, 'predictions' AS missing_in, m.prediction_id AS missing_key
    FROM model_predictions m ANTI JOIN predictions USING (prediction_id)
    UNION ALL
    SELECT 'bets', b.bet_id, 'predictions', b.prediction_id FROM bets b ANTI JOIN predictions USING (prediction_id, fixture_id)
    UNION ALL
    SELECT 'ledger', l.entry_id, 'bets', l.bet_id FROM ledger l ANTI JOIN bets USING (bet_id, strategy) WHERE l.bet_id IS NOT NULL
    UNION ALL
    SELECT 'results', r.fixture_id, 'predictions', r.fixture_id FROM results r ANTI JOIN predictions USING (fixture_id)
    UNION ALL
    SELECT 'predictions', p.prediction_id, 'fixtures', p.fixture_id FROM predictions p ANTI JOIN fixtures USING (fixture_id)
    UNION ALL
    SELECT 'predictions', p.prediction_id, 'runs', p.run_id FROM predictions p ANTI JOIN runs USING (run_id)
    UNION ALL
    SELECT 'bets', b.bet_id, 'runs', b.run_id FROM bets b ANTI JOIN runs USING (run_id)
    UNION ALL
    SELECT 'results', r.fixture_id, 'runs', r.run_id FROM results r ANTI JOIN runs USING (run_id)
    UNION ALL
    SELECT 'ledger', l.entry_id, 'runs', l.run_id FROM ledger l ANTI JOIN runs USING (run_id)
    UNION ALL
    SELECT 'scores', s.fixture_id, 'fixtures', s.fixture_id FROM scores s ANTI JOIN fixtures USING (fixture_id)
    UNION ALL
    SELECT 'statistics', s.fixture_id, 'fixtures', s.fixture_id FROM statistics s ANTI JOIN fixtures USING (fixture_id)
    UNION ALL
    SELECT DISTINCT 'odds', o.fixture_id, 'fixtures', o.fixture_id FROM odds o ANTI JOIN fixtures USING (fixture_id)
)
SELECT table_name, key, missing_in, missing_key
FROM orphans
ORDER BY table_name, key, missing_in;
