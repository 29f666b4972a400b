-- The same bet under two names, a fixture twice, a price twice.
insert into bets from (select * replace ('again' as bet_id) from bets where bet_id = 'open');
insert into fixtures from fixtures where fixture_id = 'E0/1516/Leeds/Hull/1';
insert into odds from odds where fixture_id = 'E0/1516/Arsenal/Leeds/1' and bookmaker = 'WH' and selection = 'D';
