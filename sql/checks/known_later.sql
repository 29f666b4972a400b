-- known_later: something used before it could be known: a prediction or bet
-- after kick-off, a quote after its bet, a model trained past the as-of, a
-- settlement before the result. A fixture that was moved since is held to the kick-off
-- of the prediction, and a bet that was settled before its result was corrected to the
-- result of then, which is not kept.
-- grain: table, key, offence
-- inputs: predictions, bets, ledger, results, models, runs, fixtures
-- severity: error
-- hint: this is a leak: believe no figure of the run before it is found; "matchday explain FIXTURE" shows what a prediction of live jobs used
-- columns:
--   table_name  table of the offending row
--   key         its key
--   offence     what is wrong
--   moment      the moment that it was allowed to know, UTC
--   later       the later moment that it knew or came after, UTC
with settlements as (
    select bet_id, max(entry_time) as entry_time from ledger where kind = 'settlement' and account = 'paper' group by bet_id
),
offences as (
    select 'predictions' as table_name, prediction_id as key, 'as-of after the prediction' as offence, prediction_time as moment, as_of as later
    from predictions where as_of > prediction_time
    union all
    select 'predictions', prediction_id, 'as-of not before kick-off', kickoff, as_of
    from predictions where as_of >= kickoff
    union all
    select 'predictions', p.prediction_id, 'as-of not before the result', r.result_time, p.as_of
    from predictions p join results r using (fixture_id) join fixtures f using (fixture_id)
    where p.as_of >= r.result_time and f.kickoff >= p.kickoff and r.match_date >= p.match_date
    union all
    select 'predictions', p.prediction_id, 'as-of after its run''s', u.as_of, p.as_of
    from predictions p join runs u using (run_id) where p.as_of > u.as_of
    union all
    select 'predictions', p.prediction_id, 'model trained past the as-of', p.as_of, m.trained_to
    from predictions p join models m using (model_version) where m.trained_to > p.as_of
    union all
    select 'bets', bet_id, 'quote after the bet', bet_time, quoted_at
    from bets where quoted_at > bet_time
    union all
    select 'bets', b.bet_id, 'bet before its prediction', p.prediction_time, b.bet_time
    from bets b join predictions p using (prediction_id) where b.bet_time < p.prediction_time
    union all
    select 'bets', b.bet_id, 'bet not before kick-off', p.kickoff, b.bet_time
    from bets b join predictions p using (prediction_id) where b.bet_time >= p.kickoff
    union all
    select 'bets', b.bet_id, 'settled before the result', b.settled_at, r.result_time
    from bets b join results r using (fixture_id) left join runs u on u.run_id = r.run_id left join settlements s using (bet_id)
    where b.status = 'settled' and b.settled_at < r.result_time
      and not coalesce(u.kind = 'live' and u.as_of > s.entry_time, false)
)
select table_name, key, offence, moment, later
from offences
order by table_name, key, offence;
