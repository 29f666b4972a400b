-- Max may give more than it takes; a bookmaker may not. An incomplete book has no margin.
update odds set price = 4.00 where bookmaker = 'Max';
update odds set price = 2.60 where bookmaker = 'PS' and selection = 'H' and fixture_id like '%Leeds%';
update odds set price = 1.35 where bookmaker = 'WH' and selection = 'H' and fixture_id like '%Leeds%';
delete from odds where bookmaker = 'B365' and selection = 'A';
