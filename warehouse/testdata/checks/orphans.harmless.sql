-- A run that wrote nothing, a result without a bet, a fixture without a price, a score of
-- a fixture that its source has taken back, a movement of money without a bet.
insert into runs from (select * replace ('idle' as run_id) from runs);
insert into results values ('E0/1516/Arsenal/Leeds/1', '2015-08-15', 'Arsenal', 'Leeds', 0, 1, 'A', '2015-08-15 18:00:00Z', 'idle');
insert into fixtures by name select 'E0/1516/Hull/Burnley/1' as fixture_id, 'E0' as division, '1516' as season, 'deleted' as state, date '2015-09-08' as match_date;
insert into scores by name select 'E0/1516/Hull/Burnley/1' as fixture_id, 1 as home_goals, 1 as away_goals, 'D' as outcome;
insert into ledger values ('deposit/1/thresholds', 'thresholds', '2015-08-16 12:00:00Z', 'deposit', null, 10, 'idle', 'paper');
