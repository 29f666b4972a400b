-- ledger_sums: money that does not add up: a bet whose entries in the paper account
-- are not its profit, or in the real account not what came of it at the price and stake
-- placed, a bet paid too often or never, an account below zero, or a bet whose bankroll
-- is not what the paper account held when it was placed. What the ledger of
-- live jobs held is told by the order of the commits, not by their clocks: two jobs
-- that run side by side commit in another order than they looked at the clock. A
-- bankroll that was below zero and has been put right is no offence, but a withdrawal
-- that took it there is. A real account exists once money was paid in.
-- grain: strategy, bet
-- inputs: bets, bet_versions, placements, ledger, runs, commits
-- severity: error
-- hint: a real account that owes money after a corrected result or a slip is put right by "matchday bankroll deposit STRATEGY AMOUNT"; all else is a fault of the jobs, which "matchday replay --all" finds: report it, and edit nothing, because the ledger is append-only; in a backtest's home run the backtest again
-- columns:
--   strategy  strategy
--   bet_id    bet; NULL where the offence is the strategy's
--   offence   what is wrong
--   expected  money that should stand there
--   found     money that does
with booked as (
    select bet_id, sum(amount) as amount, count(*) filter (kind = 'settlement') - count(*) filter (kind = 'reversal') as in_force
    from ledger where bet_id is not null and account = 'paper' group by bet_id
),
booked_real as (
    select
        any_value(strategy) as strategy, bet_id, sum(amount) as amount,
        count(*) filter (kind = 'settlement') - count(*) filter (kind = 'reversal') as in_force
    from ledger where bet_id is not null and account = 'real' group by bet_id
),
-- What was really placed is open, or brought what the bookmaker is said to have paid
-- back, or what the result makes it, each amount rounded to the cent.
stood as (
    select
        b.strategy, b.bet_id, b.status, p.returned, p.stake, b.commission, b.tax,
        p.returned is not null or b.status <> 'pending' as closed,
        (p.stake * case b.result when 'win' then 1 when 'half_win' then 0.5 else 0 end::decimal(2, 1))::decimal(18, 4) as won,
        (p.stake * case b.result when 'loss' then 1 when 'half_loss' then 0.5 else 0 end::decimal(2, 1))::decimal(18, 4) as lost,
        (p.price - 1)::decimal(9, 4) as winning
    from bets b join placements p using (bet_id)
    where p.decision = 'confirmed'
),
brought as (
    select
        *, round(won * winning, 2)::decimal(18, 2) as winnings
    from stood
),
due as (
    select
        strategy, bet_id, closed::int as in_force,
        case when not closed then 0 when returned is not null then returned - stake when status = 'void' then 0
             else winnings - round(winnings * commission::decimal(9, 6), 2) - round(lost, 2) - round(stake * tax::decimal(9, 6), 2) end::decimal(18, 4) as amount
    from brought
),
paid_in as (
    select distinct strategy from ledger where account = 'real' and kind = 'deposit'
),
-- A run that went through one moment twice has two commits, and which of them wrote
-- an entry is not recorded: it is taken for the first, and for the last.
numbered as (
    select run_id, as_of, min(commit_no) as first_commit, max(commit_no) as last_commit
    from commits group by run_id, as_of
),
entries as (
    select
        l.strategy, l.account, l.entry_time, l.kind, l.amount, coalesce(u.kind = 'live', false) as live,
        coalesce(n.first_commit, 0) as first_commit, coalesce(n.last_commit, 0) as last_commit
    from ledger l
    left join runs u using (run_id)
    left join numbered n on n.run_id = l.run_id and n.as_of = l.entry_time
    where l.account = 'paper' or l.strategy in (from paid_in)
),
-- All entries of one moment of a backtest belong to it, whatever their order.
at_moment as (
    select strategy, account, entry_time, sum(sum(amount)) over (partition by strategy, account order by entry_time) as balance
    from entries where not live group by strategy, account, entry_time
),
after_commit as (
    select
        strategy, account, first_commit as commit_no, bool_or(kind = 'withdrawal') as withdrawn,
        sum(sum(amount)) over (partition by strategy, account order by first_commit) as balance
    from entries where live group by strategy, account, first_commit
),
after_last_commit as (
    select strategy, account, last_commit as commit_no, sum(sum(amount)) over (partition by strategy, account order by last_commit) as balance
    from entries where live group by strategy, account, last_commit
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
    select strategy, bet_id, 'real entries are not what came of it', coalesce(d.amount, 0)::decimal(18, 4), coalesce(k.amount, 0)::decimal(18, 4)
    from due d full join booked_real k using (strategy, bet_id)
    where coalesce(d.amount, 0) <> coalesce(k.amount, 0)
    union all
    select strategy, bet_id, 'not settled exactly once for real', coalesce(d.amount, 0)::decimal(18, 4), coalesce(k.amount, 0)::decimal(18, 4)
    from due d full join booked_real k using (strategy, bet_id)
    where coalesce(d.in_force, 0) <> coalesce(k.in_force, 0)
    union all
    select strategy, null, if(account = 'real', 'real bankroll', 'bankroll') || ' below zero at ' || entry_time, 0, balance::decimal(18, 4)
    from at_moment where balance < 0
    union all
    select strategy, null, if(account = 'real', 'real bankroll', 'bankroll') || ' below zero', 0, sum(amount)::decimal(18, 4)
    from entries where live group by strategy, account having sum(amount) < 0
    union all
    select strategy, null, if(account = 'real', 'real money ', '') || 'withdrawn below zero by commit ' || commit_no, 0, balance::decimal(18, 4)
    from after_commit where withdrawn and balance < 0 and commit_no > 0
    union all
    select b.strategy, b.bet_id, 'bankroll is not the ledger''s', m.balance::decimal(18, 4), b.bankroll
    from placed b asof left join at_moment m on m.account = 'paper' and m.strategy = b.strategy and m.entry_time <= b.bet_time
    where not b.live and b.bankroll is distinct from m.balance
    union all
    -- Of a live bet older than the numbers of commits the order is not known.
    select b.strategy, b.bet_id, 'bankroll is not the ledger''s', m.balance::decimal(18, 4), b.bankroll
    from placed b
    asof left join after_commit m on m.account = 'paper' and m.strategy = b.strategy and m.commit_no <= b.commit_no
    asof left join after_last_commit n on n.account = 'paper' and n.strategy = b.strategy and n.commit_no <= b.commit_no
    where b.live and b.commit_no > 0 and b.bankroll is distinct from m.balance and b.bankroll is distinct from n.balance
)
select strategy, bet_id, offence, expected, found
from offences
order by strategy, bet_id, offence;
