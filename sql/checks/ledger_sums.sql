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
with booked as (
    select bet_id, sum(amount) as amount, count(*) filter (kind = 'settlement') - count(*) filter (kind = 'reversal') as in_force
    from ledger where bet_id is not null group by bet_id
),
at_moment as (
    -- All entries of one moment belong to it, whatever their order.
    select strategy, entry_time, sum(sum(amount)) over (partition by strategy order by entry_time) as balance
    from ledger group by strategy, entry_time
),
offences as (
    select
        b.strategy, b.bet_id, 'entries are not the profit' as offence,
        coalesce(b.profit_loss, 0)::decimal(18, 4) as expected, coalesce(k.amount, 0)::decimal(18, 4) as found
    from bets b left join booked k using (bet_id)
    where coalesce(k.amount, 0) <> coalesce(b.profit_loss, 0)
    union all
    select b.strategy, b.bet_id, 'not settled exactly once', b.profit_loss, k.amount::decimal(18, 4)
    from bets b left join booked k using (bet_id)
    where coalesce(k.in_force, 0) <> (b.status <> 'pending')::int
    union all
    select strategy, null, 'bankroll below zero at ' || entry_time, 0, balance::decimal(18, 4)
    from at_moment where balance < 0
    union all
    select b.strategy, b.bet_id, 'bankroll is not the ledger''s', m.balance::decimal(18, 4), b.bankroll
    from bets b asof left join at_moment m on m.strategy = b.strategy and m.entry_time <= b.bet_time
    where b.bankroll is distinct from m.balance
)
select strategy, bet_id, offence, expected, found
from offences
order by strategy, bet_id, offence;
