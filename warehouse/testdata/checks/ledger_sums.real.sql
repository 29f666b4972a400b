-- Of real money: a bet is a cent short, an open one is settled, one that nobody placed
-- has brought money, and more was withdrawn than there was.
update runs set kind = 'live';
insert into bets from (select * replace ('advised' as bet_id, 'D' as bet_outcome, 'loss' as result, -20.20 as profit_loss) from bets where bet_id = 'won');
insert into placements by name
select unnest(['won', 'open']) as bet_id, 'confirmed' as decision, timestamptz '2015-08-07 13:00:00Z' as decided_at, 2.10 as price, 7.77 as stake,
    2.25 as asked_price, 20 as asked_stake, 'run' as run_id;
insert into ledger values
    ('settlement/1/advised', 'value', '2015-08-08 18:00:00Z', 'settlement', 'advised', -20.20, 'run', 'paper'),
    ('real/deposit/1/value', 'value', '2015-08-07 12:30:00Z', 'deposit', null, 10, 'run', 'real'),
    ('real/settlement/1/won', 'value', '2015-08-08 18:00:00Z', 'settlement', 'won', 8.03, 'run', 'real'),
    ('real/settlement/1/open', 'value', '2015-08-14 13:00:00Z', 'settlement', 'open', 0, 'run', 'real'),
    ('real/settlement/1/advised', 'value', '2015-08-14 13:00:00Z', 'settlement', 'advised', 1, 'run', 'real'),
    ('real/withdrawal/1/value', 'value', '2015-08-15 12:00:00Z', 'withdrawal', null, -20, 'run', 'real');
insert into commits by name
select row_number() over () as commit_no, 'run' as run_id, moment::timestamptz as as_of, '{}' as arguments, '{}' as config, 1 as seed
from (select unnest(['2015-08-07 12:00:00Z', '2015-08-07 12:30:00Z', '2015-08-08 18:00:00Z', '2015-08-14 12:00:00Z', '2015-08-14 13:00:00Z', '2015-08-15 12:00:00Z']) as moment);
insert into bet_versions by name
select v.bet_id, v.commit_no, stake, odds, expected_value, status
from bets join (values ('won', 1), ('advised', 1), ('won', 3), ('open', 4)) v(bet_id, commit_no) using (bet_id);
update bets set bankroll = 1003.35 where bet_id = 'open';
