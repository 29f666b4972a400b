-- Net odds 1.8 beside a median of 1.2 are just a factor of 1.5; of two bookmakers neither is the median;
-- the best price of all is nobody's.
update odds set price = 2.80 where bookmaker = 'WH' and selection = 'H' and fixture_id like '%Stoke%';
update odds set price = 2.20 where bookmaker = 'B365' and selection = 'H' and fixture_id like '%Stoke%';
update odds set price = 9.00 where bookmaker in ('WH', 'Max') and selection = 'A' and fixture_id like '%Leeds%';
delete from odds where bookmaker = 'B365' and selection = 'A' and fixture_id like '%Leeds%';
