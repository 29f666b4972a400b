-- All at the last moment at which it is allowed.
update predictions set prediction_time = kickoff - interval 1 second, as_of = kickoff - interval 1 second;
update bets set bet_time = p.as_of, quoted_at = p.as_of from predictions p where p.prediction_id = bets.prediction_id;
insert into models by name select 'backtest' as model_version, min(as_of) as trained_to from predictions;
-- What is asked of prices and money is another check.
update fixtures set kickoff = kickoff + interval 1 minute;
