INSERT INTO rejected BY NAME
SELECT unnest(['E1.csv', 'E1.csv']) AS file, unnest([12, 13]) AS line, unnest(['price_not_above_one', 'date_unreadable']) AS reason, unnest(['B365H: 0', 'x']) AS detail;
