-- Live bets: one took a price that landed an hour after it, one an older price than the
-- last that it could see; of the third's bookmaker nothing ever landed.
update runs set kind = 'live';
update odds set landed_at = known_at;
insert into odds from (select * replace (price - 0.05 as price, known_at - interval 1 hour as known_at, landed_at - interval 1 hour as landed_at) from odds where fixture_id like '%Stoke%');
update odds set landed_at = landed_at + interval 2 hour where fixture_id like '%Stoke%' and known_at = '2015-08-07 12:00:00Z';
update odds set known_at = known_at - interval 1 hour, landed_at = landed_at - interval 1 hour where fixture_id like '%Leeds%';
insert into odds from (select * replace (price + 0.05 as price, known_at + interval 30 minute as known_at, landed_at + interval 30 minute as landed_at) from odds where fixture_id like '%Leeds%');
update bets set quoted_at = quoted_at - interval 1 hour where bet_id = 'open';
insert into bets from (select * replace ('unheard of' as bet_id, 'LB' as bookmaker, 'A' as bet_outcome) from bets where bet_id = 'open');
