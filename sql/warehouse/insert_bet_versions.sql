-- insert_bet_versions: records how the bets in the list $1 stand now, under the number
-- of the commit that is being written: one more than that of the last.
-- grain: bet
-- inputs: bets, placements, commits
insert into bet_versions by name
select
    b.bet_id, (select coalesce(max(commit_no), 0) + 1 from commits) as commit_no, b.stake, b.odds, b.expected_value, b.status, b.actual_outcome,
    b.result, b.profit_loss, b.settled_at, b.closing_price, b.closing_probability, b.clv, p.decision, b.void_reason,
    p.price as placed_price, p.stake as placed_stake, p.returned, p.why
from bets b
left join placements p using (bet_id)
where list_contains($1::varchar[], b.bet_id)
on conflict (bet_id, commit_no) do update set
    stake = excluded.stake, odds = excluded.odds, expected_value = excluded.expected_value, status = excluded.status,
    actual_outcome = excluded.actual_outcome, result = excluded.result, profit_loss = excluded.profit_loss,
    settled_at = excluded.settled_at, closing_price = excluded.closing_price,
    closing_probability = excluded.closing_probability, clv = excluded.clv, decision = excluded.decision,
    void_reason = excluded.void_reason, placed_price = excluded.placed_price, placed_stake = excluded.placed_stake,
    returned = excluded.returned, why = excluded.why;
