-- A fixture with a bet was played two days earlier than was known when it was predicted,
-- and a newer file gives it its first date again.
update fixtures set kickoff = kickoff - interval 2 day, match_date = match_date - 2 where fixture_id like '%Arsenal/Stoke%';
update results set result_time = result_time - interval 2 day, match_date = match_date - 2;
