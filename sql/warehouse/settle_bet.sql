-- settle_bet: writes what settlement says of the bet $1.
-- grain: bet
-- inputs: bets
update bets set
    status = $2,
    actual_outcome = $3,
    result = $4,
    profit_loss = $5::decimal(18, 4),
    settled_at = $6,
    closing_price = $7::decimal(9, 4),
    closing_probability = $8,
    clv = $9,
    void_reason = $10
where bet_id = $1
