-- +goose Up
-- Each strategy has a paper account, of every bet as it was advised, and a real account,
-- of what was paid in by command and of the bets that were really placed. What stood in
-- the ledger before is of the paper account. The real account begins with copies of the
-- deposits by command (the first deposit of a strategy is that of the configuration), of
-- the withdrawals after the first of them, and of what confirmed bets brought since they
-- were confirmed, all with their times and runs.

alter table ledger add column account varchar default 'paper';
comment on column ledger.account is 'paper: every bet as it was advised; real: deposits and withdrawals by command, and the bets that were really placed';
comment on table ledger is 'Append-only: the sum of the entries of a strategy''s account is its bankroll there, and the two accounts are never added; stakes of open bets are not entries';
comment on column ledger.entry_id is 'Natural key: kind/n/bet_id, or kind/n/strategy; of the real account real/ before it';
comment on column ledger.strategy is 'Strategy whose account it is';
comment on column ledger.kind is 'deposit, settlement (what a bet brought), reversal (undoes a settlement) or withdrawal';
comment on column ledger.amount is 'Money, negative when it leaves the account';

alter table bets add column advised_stake decimal(18,4);
comment on column bets.advised_stake is 'Stake that a person is told, money: by the strategy''s real account where it has one, 0 if that leaves nothing, else stake';
comment on table bets is 'One row per bet in the paper account of its strategy, written once at the price and stake advised; settlement fills in the rest, and placements has what was really placed';
comment on column bets.bankroll is 'Money in the strategy''s paper account when the stake was set';

alter table bet_versions add column placed_price decimal(9,4);
alter table bet_versions add column placed_stake decimal(18,4);
alter table bet_versions add column returned decimal(18,4);
alter table bet_versions add column why varchar;
comment on column bet_versions.placed_price is 'As price in placements';
comment on column bet_versions.placed_stake is 'As stake in placements';
comment on column bet_versions.returned is 'As in placements';
comment on column bet_versions.why is 'As in placements';

create table placements_of (
    bet_id       varchar       not null primary key,
    decision     varchar       not null check (decision in ('confirmed', 'declined')),
    decided_at   timestamptz   not null,
    price        decimal(9,4)  check (price > 1),
    stake        decimal(18,4) check (stake > 0),
    returned     decimal(18,4) check (returned >= 0),
    why          varchar,
    asked_price  decimal(9,4)  not null check (asked_price > 1),
    asked_stake  decimal(18,4) not null check (asked_stake >= 0),
    run_id       varchar       not null,
    check ((decision = 'confirmed') = (price is not null)),
    check ((decision = 'confirmed') = (stake is not null)),
    check (decision = 'confirmed' or returned is null),
    check ((returned is null) = (why is null))
);
insert into placements_of by name select * from placements;
drop table placements;
alter table placements_of rename to placements;
comment on table placements is 'One row per bet of which a person said what became of it: the real account goes by it';
comment on column placements.bet_id is 'Bet';
comment on column placements.decision is 'confirmed: placed with the bookmaker; declined: not placed, the bet is void';
comment on column placements.decided_at is 'When the person last said so, by the run''s clock, UTC';
comment on column placements.price is 'Decimal price really taken; NULL if declined';
comment on column placements.stake is 'Stake really placed, money; NULL if declined';
comment on column placements.returned is 'All that the bookmaker paid back, the stake among it, money, where that is not what the score makes it; NULL otherwise';
comment on column placements.why is 'Reason that the person gave for returned; NULL without one';
comment on column placements.asked_price is 'Decimal price that the job bet at';
comment on column placements.asked_stake is 'Stake that the person was told, money';
comment on column placements.run_id is 'Run that recorded it';

update bets set advised_stake = coalesce((select p.asked_stake from placements p where p.bet_id = bets.bet_id), stake);
update bet_versions set placed_price = odds, placed_stake = stake where decision = 'confirmed';

create temp table commit_of as
select run_id, as_of, min(commit_no) as commit_no from commits group by all;

-- The commit from which on a bet has been confirmed without a break.
create temp table confirmed_from as
select p.bet_id, min(v.commit_no) as commit_no
from placements p
join bet_versions v using (bet_id)
where p.decision = 'confirmed' and v.decision = 'confirmed'
  and v.commit_no > coalesce((select max(x.commit_no) from bet_versions x where x.bet_id = p.bet_id and x.decision is distinct from 'confirmed'), -1)
group by p.bet_id;

create temp table opened as
select l.strategy, min(l.entry_time) as opened_at
from ledger l
where l.kind = 'deposit' and l.entry_id <> 'deposit/1/' || l.strategy
group by l.strategy;

create temp table real_entries as
-- Money by command.
select
    'real/' || kind || '/' || row_number() over (partition by strategy, kind order by entry_time, entry_id) || '/' || strategy as entry_id,
    strategy, entry_time, kind, null::varchar as bet_id, amount, run_id
from ledger join opened using (strategy)
where kind in ('deposit', 'withdrawal') and entry_id <> 'deposit/1/' || strategy and entry_time >= opened_at
union all
-- What bets brought since they were confirmed; what the confirmation itself reversed was
-- of the paper account alone.
select
    'real/' || l.kind || '/' || row_number() over (partition by l.bet_id, l.kind order by split_part(l.entry_id, '/', 2)::integer) || '/' || l.bet_id,
    l.strategy, l.entry_time, l.kind, l.bet_id, l.amount, l.run_id
from ledger l
join confirmed_from f using (bet_id)
left join commit_of c on c.run_id = l.run_id and c.as_of = l.entry_time
where coalesce(c.commit_no, 0) >= f.commit_no and not (l.kind = 'reversal' and coalesce(c.commit_no, 0) = f.commit_no);

-- A bet that was confirmed, at the very price and stake, when it was settled already,
-- or before commits were numbered, has no entry of that moment: it gets one.
create temp table without_entry as
select b.bet_id
from bets b
join placements p using (bet_id)
left join real_entries r using (bet_id)
where p.decision = 'confirmed'
group by b.bet_id, b.status, b.profit_loss
having count(*) filter (r.kind = 'settlement') - count(*) filter (r.kind = 'reversal') <> (b.status <> 'pending')::int
    or coalesce(sum(r.amount), 0) <> coalesce(b.profit_loss, 0);
delete from real_entries where bet_id in (from without_entry);
insert into real_entries
select 'real/settlement/1/' || b.bet_id, b.strategy, p.decided_at, 'settlement', b.bet_id, b.profit_loss, p.run_id
from bets b
join placements p using (bet_id)
where b.bet_id in (from without_entry) and b.status <> 'pending';
drop table without_entry;

insert into ledger (entry_id, strategy, entry_time, kind, bet_id, amount, run_id, account)
select entry_id, strategy, entry_time, kind, bet_id, amount, run_id, 'real' from real_entries;

-- Where that owes money at some moment, the money of the configuration was real too.
insert into ledger (entry_id, strategy, entry_time, kind, bet_id, amount, run_id, account)
select 'real/deposit/0/' || strategy, strategy, arg_min(entry_time, place), 'deposit', null, -min(balance), arg_min(run_id, place), 'real'
from (
    select
        e.strategy, e.entry_time, e.run_id,
        row_number() over in_order as place, sum(e.amount) over in_order as balance
    from real_entries e
    join opened using (strategy)
    left join commit_of c on c.run_id = e.run_id and c.as_of = e.entry_time
    window in_order as (partition by e.strategy order by coalesce(c.commit_no, 0), e.entry_time, e.kind, e.entry_id rows unbounded preceding)
)
group by strategy
having min(balance) < 0;

drop table real_entries;
drop table opened;
drop table confirmed_from;
drop table commit_of;

-- +goose Down
delete from ledger where account = 'real';
alter table ledger drop column account;
alter table bets drop column advised_stake;
alter table bet_versions drop column why;
alter table bet_versions drop column returned;
alter table bet_versions drop column placed_stake;
alter table bet_versions drop column placed_price;

create table placements_of (
    bet_id       varchar       not null primary key,
    decision     varchar       not null check (decision in ('confirmed', 'declined')),
    decided_at   timestamptz   not null,
    price        decimal(9,4)  check (price > 1),
    stake        decimal(18,4) check (stake > 0),
    asked_price  decimal(9,4)  not null check (asked_price > 1),
    asked_stake  decimal(18,4) not null,
    run_id       varchar       not null
);
insert into placements_of select bet_id, decision, decided_at, price, stake, asked_price, asked_stake, run_id from placements;
drop table placements;
alter table placements_of rename to placements;
