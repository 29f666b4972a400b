-- Net odds 1.9 beside a median of 1.2 are a factor of 1.58; of two bookmakers neither is the median.
update odds set price = 2.90 where bookmaker = 'WH' and selection = 'H' and fixture_id like '%Stoke%';
update odds set price = 9.00 where bookmaker = 'WH' and selection = 'A' and fixture_id like '%Leeds%';
delete from odds where bookmaker = 'B365' and selection = 'A' and fixture_id like '%Leeds%';
