insert into rejected by name
select unnest(['E1.csv', 'E1.csv']) as file, unnest([12, 13]) as line, unnest(['price_not_above_one', 'date_unreadable']) as reason, unnest(['B365H: 0', 'x']) as detail;
