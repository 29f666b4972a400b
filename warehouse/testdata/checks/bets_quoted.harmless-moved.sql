-- A fixture with a bet is put off by days, and its prices are collected again.
update fixtures set kickoff = kickoff + interval 11 day, match_date = match_date + 11 where fixture_id like '%Arsenal/Leeds%';
update odds set known_at = known_at + interval 11 day, price = price + 0.3 where fixture_id like '%Arsenal/Leeds%';
