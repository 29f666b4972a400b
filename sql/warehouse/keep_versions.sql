-- keep_versions: notes how the bets in the list $1 stand now, as of the pass
-- under way, which is the one behind the last that is recorded.
-- grain: bet
-- inputs: bets, placements, passes
INSERT INTO bet_versions
SELECT b.bet_id, (SELECT coalesce(max(pass), 0) + 1 FROM passes), b.stake, b.odds, b.expected_value, b.status, b.actual_outcome,
       b.result, b.profit_loss, b.settled_at, b.closing_price, b.closing_probability, b.clv, p.decision
FROM bets b
LEFT JOIN placements p USING (bet_id)
WHERE list_contains($1::VARCHAR[], b.bet_id)
ON CONFLICT (bet_id, pass) DO UPDATE SET
    stake = excluded.stake, odds = excluded.odds, expected_value = excluded.expected_value, status = excluded.status,
    actual_outcome = excluded.actual_outcome, result = excluded.result, profit_loss = excluded.profit_loss,
    settled_at = excluded.settled_at, closing_price = excluded.closing_price,
    closing_probability = excluded.closing_probability, clv = excluded.clv, decision = excluded.decision;
