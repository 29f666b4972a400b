-- ledger_sums: money that does not add up: a bet whose ledger entries are not
-- its profit, a bet paid too often or never, a bankroll below zero, or a bet
-- whose bankroll is not what the ledger held when it was placed. What the ledger of
-- live jobs held is told by the order of the commits, not by their clocks: two jobs
-- that run side by side commit in another order than they looked at the clock. A
-- bankroll that was below zero and has been put right is no offence, but a withdrawal
-- that took it there is.
-- grain: strategy, bet
-- inputs: bets, bet_versions, ledger, runs, commits
-- severity: error
-- hint: a strategy that owes money after a corrected result or a slip is put right by "matchday bankroll deposit STRATEGY AMOUNT"; all else is a fault of the jobs, which "matchday replay --all" finds: report it, and edit nothing, because the ledger is append-only; in a backtest's home run the backtest again
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
-- A run that went through one moment twice has two commits, and which of them wrote
-- an entry is not recorded: it is taken for the first, and for the last.
numbered as (
    select run_id, as_of, min(commit_no) as first_commit, max(commit_no) as last_commit
    from commits group by run_id, as_of
),
entries as (
    select
        l.strategy, l.entry_time, l.kind, l.amount, coalesce(u.kind = 'live', false) as live,
        coalesce(n.first_commit, 0) as first_commit, coalesce(n.last_commit, 0) as last_commit
    from ledger l
    left join runs u using (run_id)
    left join numbered n on n.run_id = l.run_id and n.as_of = l.entry_time
),
-- All entries of one moment of a backtest belong to it, whatever their order.
at_moment as (
    select strategy, entry_time, sum(sum(amount)) over (partition by strategy order by entry_time) as balance
    from entries where not live group by strategy, entry_time
),
after_commit as (
    select
        strategy, first_commit as commit_no, bool_or(kind = 'withdrawal') as withdrawn,
        sum(sum(amount)) over (partition by strategy order by first_commit) as balance
    from entries where live group by strategy, first_commit
),
after_last_commit as (
    select strategy, last_commit as commit_no, sum(sum(amount)) over (partition by strategy order by last_commit) as balance
    from entries where live group by strategy, last_commit
),
placed as (
    select b.strategy, b.bet_id, b.bet_time, b.bankroll, coalesce(u.kind = 'live', false) as live, coalesce(v.commit_no, 0) as commit_no
    from bets b
    left join runs u using (run_id)
    left join (select bet_id, min(commit_no) as commit_no from bet_versions group by bet_id) v using (bet_id)
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
    select strategy, null, 'bankroll below zero', 0, sum(amount)::decimal(18, 4)
    from entries where live group by strategy having sum(amount) < 0
    union all
    select strategy, null, 'withdrawn below zero by commit ' || commit_no, 0, balance::decimal(18, 4)
    from after_commit where withdrawn and balance < 0 and commit_no > 0
    union all
    select b.strategy, b.bet_id, 'bankroll is not the ledger''s', m.balance::decimal(18, 4), b.bankroll
    from placed b asof left join at_moment m on m.strategy = b.strategy and m.entry_time <= b.bet_time
    where not b.live and b.bankroll is distinct from m.balance
    union all
    -- Of a live bet older than the numbers of commits the order is not known.
    select b.strategy, b.bet_id, 'bankroll is not the ledger''s', m.balance::decimal(18, 4), b.bankroll
    from placed b
    asof left join after_commit m on m.strategy = b.strategy and m.commit_no <= b.commit_no
    asof left join after_last_commit n on n.strategy = b.strategy and n.commit_no <= b.commit_no
    where b.live and b.commit_no > 0 and b.bankroll is distinct from m.balance and b.bankroll is distinct from n.balance
)
select strategy, bet_id, offence, expected, found
from offences
order by strategy, bet_id, offence;
