-- Other rejected values, and the lowest price there is.
insert into rejected by name select 'E1.csv' as file, 13 as line, 'date_unreadable' as reason, 'x' as detail;
insert into odds by name
select 'E0/1516/Leeds/Hull/1' as fixture_id, 'B365' as bookmaker, '1x2' as market, 'H' as selection, 'pre_match' as moment, 1.001 as price,
    timestamptz '2015-08-07 12:00:00Z' as known_at, timestamptz '2020-01-01 00:00:00Z' as landed_at;
