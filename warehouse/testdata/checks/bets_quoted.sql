-- The price moved by 0.05; the other bet names a quote collected a day later.
UPDATE odds SET price = 2.30 WHERE fixture_id LIKE '%Stoke%' AND bookmaker = 'PS' AND selection = 'H';
UPDATE odds SET known_at = known_at + INTERVAL 1 DAY WHERE fixture_id LIKE '%Arsenal/Leeds%' AND bookmaker = 'B365' AND selection = 'H';
