-- ledger_sums: money that does not add up: a bet whose ledger entries are not
-- its profit, a bet paid too often or never, a bankroll below zero, or a bet
-- whose bankroll is not what the ledger held when it was placed.
-- grain: strategy, bet
-- inputs: bets, ledger
-- severity: error
-- hint: the ledger is append-only, so nothing may be edited; run the backtest again, and report it if the rows come back
-- columns:
--   strategy  strategy
--   bet_id    bet; NULL where the offence is the strategy's
--   offence   what is wrong
--   expected  money that should stand there
--   found     money that does
WITH booked AS (
    SELECT bet_id, sum(amount) AS amount, count(*) FILTER (kind = 'settlement') - count(*) FILTER (kind = 'reversal') AS in_force
    FROM ledger WHERE bet_id IS NOT NULL GROUP BY bet_id
), at_moment AS (
    -- All entries of one moment belong to it, whatever their order.
    SELECT strategy, entry_time, sum(sum(amount)) OVER (PARTITION BY strategy ORDER BY entry_time) AS balance
    FROM ledger GROUP BY strategy, entry_time
), offences AS (
    SELECT b.strategy, b.bet_id, 'entries are not the profit' AS offence,
           coalesce(b.profit_loss, 0)::DECIMAL(18, 4) AS expected, coalesce(k.amount, 0)::DECIMAL(18, 4) AS found
    FROM bets b LEFT JOIN booked k USING (bet_id)
    WHERE coalesce(k.amount, 0) <> coalesce(b.profit_loss, 0)
    UNION ALL
    SELECT b.strategy, b.bet_id, 'not settled exactly once', b.profit_loss, k.amount::DECIMAL(18, 4)
    FROM bets b LEFT JOIN booked k USING (bet_id)
    WHERE coalesce(k.in_force, 0) <> (b.status <> 'pending')::INT
    UNION ALL
    SELECT strategy, NULL, 'bankroll below zero at ' || entry_time, 0, balance::DECIMAL(18, 4)
    FROM at_moment WHERE balance < 0
    UNION ALL
    SELECT b.strategy, b.bet_id, 'bankroll is not the ledger''s', m.balance::DECIMAL(18, 4), b.bankroll
    FROM bets b ASOF LEFT JOIN at_moment m ON m.strategy = b.strategy AND m.entry_time <= b.bet_time
    WHERE b.bankroll IS DISTINCT FROM m.balance
)
SELECT strategy, bet_id, offence, expected, found
FROM offences
ORDER BY strategy, bet_id, offence;
