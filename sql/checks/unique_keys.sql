-- unique_keys: a key that more than one row of its table bears.
-- grain: table, key
-- inputs: predictions, model_predictions, bets, results, lineup_updates, ledger, models, runs, fixtures, scores, statistics, odds, teams, leagues, seasons
-- severity: error
-- hint: a step wrote rows twice; stage or run the backtest again, and report it if the rows come back
-- columns:
--   table_name  table
--   key         the key's columns, joined by a slash
--   rows        rows that bear it, 2 upwards
WITH seen_twice AS (
    -- Millions of prices are grouped by one number each first, in a third of the time.
    SELECT hash(fixture_id, bookmaker, market, selection, line, moment, known_at) AS h
    FROM odds
    GROUP BY h
    HAVING count(*) > 1
), keys AS (
    SELECT 'predictions' AS table_name, prediction_id AS key, count(*) AS rows FROM predictions GROUP BY ALL HAVING count(*) > 1
    UNION ALL
    SELECT 'predictions', fixture_id || '/' || prediction_time, count(*) FROM predictions GROUP BY ALL HAVING count(*) > 1
    UNION ALL
    SELECT 'model_predictions', prediction_id || '/' || model, count(*) FROM model_predictions GROUP BY prediction_id, model HAVING count(*) > 1
    UNION ALL
    SELECT 'bets', bet_id, count(*) FROM bets GROUP BY ALL HAVING count(*) > 1
    UNION ALL
    SELECT 'bets', concat_ws('/', strategy, prediction_id, market, bet_outcome, line), count(*)
    FROM bets GROUP BY strategy, prediction_id, market, bet_outcome, line HAVING count(*) > 1
    UNION ALL
    SELECT 'results', fixture_id, count(*) FROM results GROUP BY ALL HAVING count(*) > 1
    UNION ALL
    SELECT 'lineup_updates', fixture_id || '/' || update_time, count(*) FROM lineup_updates GROUP BY ALL HAVING count(*) > 1
    UNION ALL
    SELECT 'ledger', entry_id, count(*) FROM ledger GROUP BY ALL HAVING count(*) > 1
    UNION ALL
    SELECT 'models', model_version, count(*) FROM models GROUP BY ALL HAVING count(*) > 1
    UNION ALL
    SELECT 'runs', run_id, count(*) FROM runs GROUP BY ALL HAVING count(*) > 1
    UNION ALL
    SELECT 'fixtures', fixture_id, count(*) FROM fixtures GROUP BY ALL HAVING count(*) > 1
    UNION ALL
    SELECT 'scores', fixture_id, count(*) FROM scores GROUP BY ALL HAVING count(*) > 1
    UNION ALL
    SELECT 'statistics', fixture_id, count(*) FROM statistics GROUP BY ALL HAVING count(*) > 1
    UNION ALL
    SELECT 'odds', concat_ws('/', fixture_id, bookmaker, market, selection, line, moment, known_at), count(*)
    FROM odds
    WHERE hash(fixture_id, bookmaker, market, selection, line, moment, known_at) IN (SELECT h FROM seen_twice)
    GROUP BY fixture_id, bookmaker, market, selection, line, moment, known_at HAVING count(*) > 1
    UNION ALL
    SELECT 'teams', team_id, count(*) FROM teams GROUP BY ALL HAVING count(*) > 1
    UNION ALL
    SELECT 'leagues', division, count(*) FROM leagues GROUP BY ALL HAVING count(*) > 1
    UNION ALL
    SELECT 'seasons', division || '/' || season, count(*) FROM seasons GROUP BY ALL HAVING count(*) > 1
)
SELECT table_name, key, rows
FROM keys
ORDER BY table_name, key;
