-- A bet on nothing, an entry for no bet, a result that nobody predicted, a price of no fixture.
update bets set prediction_id = 'nothing' where bet_id = 'open';
insert into ledger values ('settlement/1/ghost', 'value', '2015-08-09 00:00:00Z', 'settlement', 'ghost', 0, 'run', 'paper');
insert into results from (select * replace ('E0/1516/Leeds/Hull/1' as fixture_id, 'lost' as run_id) from results);
insert into odds from (select * replace ('E0/1516/Leeds/Burnley/1' as fixture_id) from odds where bookmaker = 'PS' and fixture_id like '%Stoke%');
