-- A prediction at kick-off by a model of tomorrow, a quote from after the bet, a settlement at half-time.
update predictions set as_of = kickoff, prediction_time = kickoff where away_team = 'Stoke';
insert into models by name select 'backtest' as model_version, timestamptz '2015-08-14 13:00:00Z' as trained_to;
update bets set quoted_at = bet_time + interval 1 second where bet_id = 'open';
update bets set settled_at = settled_at - interval 2 hour where bet_id = 'won';
