-- kept_markets: the goals markets of the predictions $1 in two warehouses, attached as
-- compared, which keeps them as rows, and as rerun.
-- grain: prediction, market, line, selection
-- inputs: market_predictions_kept, market_predictions
-- columns:
--   key     what tells the row from others
--   stored  the four probabilities of the first; NULL if it has no such row
--   rerun   those of the second, likewise
--   apart   largest difference between two of them; NULL if one has no such row
with stored as (
    select prediction_id, market, line, selection, [probability, half_win_prob, push_prob, half_loss_prob] as chances
    from compared.market_predictions_kept
    where list_contains($1::varchar[], prediction_id)
),
rerun as (
    select prediction_id, market, line, selection, [probability, half_win_prob, push_prob, half_loss_prob] as chances
    from rerun.market_predictions
    where list_contains($1::varchar[], prediction_id)
)
select
    coalesce(s.prediction_id, r.prediction_id) || ' ' || coalesce(s.market, r.market) || ' ' || coalesce((coalesce(s.line, r.line))::varchar, 'NULL')
        || ' ' || coalesce(s.selection, r.selection) as key,
    s.chances::varchar as stored,
    r.chances::varchar as rerun,
    greatest(abs(s.chances[1] - r.chances[1]), abs(s.chances[2] - r.chances[2]), abs(s.chances[3] - r.chances[3]), abs(s.chances[4] - r.chances[4])) as apart
from stored s
full join rerun r
    on r.prediction_id = s.prediction_id and r.market = s.market and r.line is not distinct from s.line and r.selection = s.selection
order by key;
