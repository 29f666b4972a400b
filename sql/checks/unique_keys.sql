-- unique_keys: a key that more than one row of its table bears.
-- grain: table, key
-- inputs: predictions, model_predictions, bets, results, lineup_updates, ledger, models, runs, fixtures, scores, statistics, odds, teams, leagues, seasons
-- severity: error
-- hint: a step wrote rows twice; tables of the lake are staged again by "matchday weekly", and "matchday replay --all" finds the job that wrote wrongly to the warehouse: report it; in a backtest's home run the backtest again
-- columns:
--   table_name  table
--   key         the key's columns, joined by a slash
--   rows        rows that bear it, 2 upwards
with seen_twice as (
    -- Millions of prices are grouped by one number each first, in a third of the time.
    select hash(fixture_id, bookmaker, market, selection, line, moment, known_at) as h
    from odds
    group by h
    having count(*) > 1
),
keys as (
    select 'predictions' as table_name, prediction_id as key, count(*) as rows from predictions group by all having count(*) > 1
    union all
    select 'predictions', fixture_id || '/' || prediction_time, count(*) from predictions group by all having count(*) > 1
    union all
    select 'model_predictions', prediction_id || '/' || model, count(*) from model_predictions group by prediction_id, model having count(*) > 1
    union all
    select 'bets', bet_id, count(*) from bets group by all having count(*) > 1
    union all
    select 'bets', concat_ws('/', strategy, prediction_id, market, bet_outcome, line), count(*)
    from bets group by strategy, prediction_id, market, bet_outcome, line having count(*) > 1
    union all
    select 'results', fixture_id, count(*) from results group by all having count(*) > 1
    union all
    select 'lineup_updates', fixture_id || '/' || update_time, count(*) from lineup_updates group by all having count(*) > 1
    union all
    select 'ledger', entry_id, count(*) from ledger group by all having count(*) > 1
    union all
    select 'models', model_version, count(*) from models group by all having count(*) > 1
    union all
    select 'runs', run_id, count(*) from runs group by all having count(*) > 1
    union all
    select 'fixtures', fixture_id, count(*) from fixtures group by all having count(*) > 1
    union all
    select 'scores', fixture_id, count(*) from scores group by all having count(*) > 1
    union all
    select 'statistics', fixture_id, count(*) from statistics group by all having count(*) > 1
    union all
    select 'odds', concat_ws('/', fixture_id, bookmaker, market, selection, line, moment, known_at), count(*)
    from odds
    where hash(fixture_id, bookmaker, market, selection, line, moment, known_at) in (select h from seen_twice)
    group by fixture_id, bookmaker, market, selection, line, moment, known_at having count(*) > 1
    union all
    select 'teams', team_id, count(*) from teams group by all having count(*) > 1
    union all
    select 'leagues', division, count(*) from leagues group by all having count(*) > 1
    union all
    select 'seasons', division || '/' || season, count(*) from seasons group by all having count(*) > 1
)
select table_name, key, rows
from keys
order by table_name, key;
