-- Net odds 1.9 beside a median of 1.2 are a factor of 1.58; of two bookmakers neither is the median.
UPDATE odds SET price = 2.90 WHERE bookmaker = 'WH' AND selection = 'H' AND fixture_id LIKE '%Stoke%';
UPDATE odds SET price = 9.00 WHERE bookmaker = 'WH' AND selection = 'A' AND fixture_id LIKE '%Leeds%';
DELETE FROM odds WHERE bookmaker = 'B365' AND selection = 'A' AND fixture_id LIKE '%Leeds%';
