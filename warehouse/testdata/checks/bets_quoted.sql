-- The price moved by 0.05; the other bet names a quote collected a day later.
update odds set price = 2.30 where fixture_id like '%Stoke%' and bookmaker = 'PS' and selection = 'H';
update odds set known_at = known_at + interval 1 day where fixture_id like '%Arsenal/Leeds%' and bookmaker = 'B365' and selection = 'H';
