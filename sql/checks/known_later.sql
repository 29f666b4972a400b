-- known_later: something used before it could be known: a prediction or bet
-- after kick-off, a quote after its bet, a model trained past the as-of, a
-- settlement before the result.
-- grain: table, key, offence
-- inputs: predictions, bets, results, models, runs, fixtures
-- severity: error
-- hint: this is a leak; believe no figure of the run before it is found
-- columns:
--   table_name  table of the offending row
--   key         its key
--   offence     what is wrong
--   moment      the moment that it was allowed to know, UTC
--   later       the later moment that it knew or came after, UTC
WITH offences AS (
    SELECT 'predictions' AS table_name, prediction_id AS key, 'as-of after the prediction' AS offence, prediction_time AS moment, as_of AS later
    FROM predictions WHERE as_of > prediction_time
    UNION ALL
    SELECT 'predictions', p.prediction_id, 'as-of not before kick-off', f.kickoff, p.as_of
    FROM predictions p JOIN fixtures f USING (fixture_id) WHERE p.as_of >= f.kickoff
    UNION ALL
    SELECT 'predictions', p.prediction_id, 'as-of not before the result', r.result_time, p.as_of
    FROM predictions p JOIN results r USING (fixture_id) WHERE p.as_of >= r.result_time
    UNION ALL
    SELECT 'predictions', p.prediction_id, 'as-of after its run''s', u.as_of, p.as_of
    FROM predictions p JOIN runs u USING (run_id) WHERE p.as_of > u.as_of
    UNION ALL
    SELECT 'predictions', p.prediction_id, 'model trained past the as-of', p.as_of, m.trained_to
    FROM predictions p JOIN models m USING (model_version) WHERE m.trained_to > p.as_of
    UNION ALL
    SELECT 'bets', bet_id, 'quote after the bet', bet_time, quoted_at
    FROM bets WHERE quoted_at > bet_time
    UNION ALL
    SELECT 'bets', b.bet_id, 'bet before its prediction', p.prediction_time, b.bet_time
    FROM bets b JOIN predictions p USING (prediction_id) WHERE b.bet_time < p.prediction_time
    UNION ALL
    SELECT 'bets', b.bet_id, 'bet not before kick-off', f.kickoff, b.bet_time
    FROM bets b JOIN fixtures f USING (fixture_id) WHERE b.bet_time >= f.kickoff
    UNION ALL
    SELECT 'bets', b.bet_id, 'settled before the result', b.settled_at, r.result_time
    FROM bets b JOIN results r USING (fixture_id) WHERE b.status = 'settled' AND b.settled_at < r.result_time
)
SELECT table_name, key, offence, moment, later
FROM offences
ORDER BY table_name, key, offence;
