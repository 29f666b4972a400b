-- Two strategies, and two moments, on one selection; two moments of one price; a bet on each of two lines.
insert into predictions from (
    select * replace (fixture_id || '@later' as prediction_id, prediction_time + interval 1 hour as prediction_time) from predictions where away_team = 'Leeds'
);
insert into bets from (select * replace ('other strategy' as bet_id, 'thresholds' as strategy, 0 as bankroll) from bets where bet_id = 'open');
insert into bets from (select * replace ('other moment' as bet_id, fixture_id || '@later' as prediction_id, bet_time + interval 1 hour as bet_time) from bets where bet_id = 'open');
insert into bets from (select * replace ('over 2' as bet_id, 'total' as market, 'over' as bet_outcome, 2 as line) from bets where bet_id = 'open');
insert into bets from (select * replace ('over 2.5' as bet_id, 2.5 as line) from bets where bet_id = 'over 2');
insert into odds from (select * replace (2.5 as line, 'total' as market, 'over' as selection) from odds where bookmaker = 'B365' and selection = 'H' and fixture_id like '%Arsenal/Leeds%');
insert into odds from (select * replace (2 as line) from odds where market = 'total');
insert into odds from (select * replace ('closing' as moment) from odds where bookmaker = 'WH');
insert into ledger values ('deposit/1/thresholds', 'thresholds', '2015-08-14 11:00:00Z', 'deposit', null, 1000, 'run', 'paper');
update bets set bankroll = 1000 where bet_id = 'other strategy';
