-- A newer file has put other prices in the place of those that live bets took, and
-- lacks one bookmaker; a person got another price than the one asked for.
update runs set kind = 'live';
update odds set price = price + 0.3;
delete from odds where bookmaker = 'B365' and fixture_id like '%Leeds%';
update bets set odds = 2.15, stake = 7 where bet_id = 'open';
insert into placements by name
select 'open' as bet_id, 'confirmed' as decision, timestamptz '2015-08-14 12:10:00Z' as decided_at, 2.15 as price, 7 as stake, 2.20 as asked_price, 10 as asked_stake, 'run' as run_id;
