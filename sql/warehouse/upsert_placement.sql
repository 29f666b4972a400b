-- upsert_placement: writes a person's decision on a bet, in the place of an earlier
-- one. What the job asked for stays.
-- grain: bet
-- inputs: placements
insert into placements (bet_id, decision, decided_at, price, stake, asked_price, asked_stake, run_id, returned, why)
values ($1, $2, $3, $4::decimal(9, 4), $5::decimal(18, 4), $6::decimal(9, 4), $7::decimal(18, 4), $8, $9::decimal(18, 4), $10)
on conflict (bet_id) do update set
    decision = excluded.decision,
    decided_at = excluded.decided_at,
    price = excluded.price,
    stake = excluded.stake,
    returned = excluded.returned,
    why = excluded.why,
    run_id = excluded.run_id
