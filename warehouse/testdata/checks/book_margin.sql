-- Max may give more than it takes; a bookmaker may not. An incomplete book has no margin.
UPDATE odds SET price = 4.00 WHERE bookmaker = 'Max';
UPDATE odds SET price = 2.60 WHERE bookmaker = 'PS' AND selection = 'H' AND fixture_id LIKE '%Leeds%';
UPDATE odds SET price = 1.35 WHERE bookmaker = 'WH' AND selection = 'H' AND fixture_id LIKE '%Leeds%';
DELETE FROM odds WHERE bookmaker = 'B365' AND selection = 'A';
