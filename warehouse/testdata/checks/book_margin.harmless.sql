-- A fair book without a margin, one of just below thirty per cent, an incomplete one, and the best
-- prices of all, which give more than they take.
delete from odds where fixture_id like '%Leeds%' and bookmaker <> 'B365';
insert into odds by name
select 'E0/1516/Leeds/Hull/1' as fixture_id, bookmaker, '1x2' as market, unnest(['H', 'D', 'A']) as selection, 'pre_match' as moment,
    unnest(prices)::decimal(9, 4) as price, timestamptz '2015-08-07 12:00:00Z' as known_at, timestamptz '2020-01-01 00:00:00Z' as landed_at
from (values ('PS', [2.00, 4.00, 4.00]), ('WH', [2.00, 2.50, 2.51]), ('Max', [2.50, 4.20, 4.20])) q(bookmaker, prices);
insert into odds by name
select 'E0/1516/Leeds/Hull/1' as fixture_id, 'B365' as bookmaker, '1x2' as market, 'H' as selection, 'pre_match' as moment, 1.05 as price,
    timestamptz '2015-08-07 12:00:00Z' as known_at, timestamptz '2020-01-01 00:00:00Z' as landed_at;
