-- Live bets on prices of ten that had landed a minute later; of half past ten there is
-- another price, which was delivered only after the bet.
update runs set kind = 'live';
update odds set landed_at = known_at + interval 1 minute;
update bets set bet_time = bet_time + interval 1 hour;
update predictions set prediction_time = prediction_time + interval 1 hour, as_of = as_of + interval 1 hour;
insert into odds from (
    select * replace (price + 0.2 as price, known_at + interval 30 minute as known_at, known_at + interval 61 minute as landed_at) from odds where moment = 'pre_match'
);
