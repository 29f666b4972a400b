-- confirm_bet: gives the bet $1 the price and stake that a person placed it at.
-- grain: bet
-- inputs: bets
update bets set odds = $2::decimal(9, 4), stake = $3::decimal(18, 4), expected_value = $4
where bet_id = $1
