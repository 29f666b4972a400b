-- orphans: a row that points at a row which does not exist.
-- grain: table, key, missing key
-- inputs: predictions, model_predictions, bets, results, ledger, runs, fixtures, scores, statistics, odds
-- severity: error
-- hint: a step wrote only part of what it should; tables of the lake are staged again by "matchday weekly", and "matchday replay --all" finds the job that wrote wrongly to the warehouse: report it; in a backtest's home run the backtest again
-- columns:
--   table_name   table of the orphan
--   key          its key
--   missing_in   table that lacks the row
--   missing_key  key that is not there
with orphans as (
    select 'model_predictions' as table_name, m.prediction_id || '/' || m.model as key, 'predictions' as missing_in, m.prediction_id as missing_key
    from model_predictions m anti join predictions using (prediction_id)
    union all
    select 'bets', b.bet_id, 'predictions', b.prediction_id from bets b anti join predictions using (prediction_id, fixture_id)
    union all
    select 'ledger', l.entry_id, 'bets', l.bet_id from ledger l anti join bets using (bet_id, strategy) where l.bet_id is not null
    union all
    select 'results', r.fixture_id, 'predictions', r.fixture_id from results r anti join predictions using (fixture_id)
    union all
    select 'predictions', p.prediction_id, 'fixtures', p.fixture_id from predictions p anti join fixtures using (fixture_id)
    union all
    select 'predictions', p.prediction_id, 'runs', p.run_id from predictions p anti join runs using (run_id)
    union all
    select 'bets', b.bet_id, 'runs', b.run_id from bets b anti join runs using (run_id)
    union all
    select 'results', r.fixture_id, 'runs', r.run_id from results r anti join runs using (run_id)
    union all
    select 'ledger', l.entry_id, 'runs', l.run_id from ledger l anti join runs using (run_id)
    union all
    select 'scores', s.fixture_id, 'fixtures', s.fixture_id from scores s anti join fixtures using (fixture_id)
    union all
    select 'statistics', s.fixture_id, 'fixtures', s.fixture_id from statistics s anti join fixtures using (fixture_id)
    union all
    select distinct 'odds', o.fixture_id, 'fixtures', o.fixture_id from odds o anti join fixtures using (fixture_id)
)
select table_name, key, missing_in, missing_key
from orphans
order by table_name, key, missing_in;
