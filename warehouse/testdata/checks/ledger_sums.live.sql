-- Of live jobs: a bet that did not count what was committed before it, a withdrawal of
-- more than there was, put right later, and a strategy that owes money.
update runs set kind = 'live';
update bets set bankroll = 1000 where bet_id = 'open';
insert into ledger values
    ('withdrawal/1/value', 'value', '2015-08-15 12:00:00Z', 'withdrawal', null, -2000, 'run', 'paper'),
    ('deposit/2/value', 'value', '2015-08-16 12:00:00Z', 'deposit', null, 3000, 'run', 'paper'),
    ('deposit/1/thresholds', 'thresholds', '2015-08-16 12:00:00Z', 'deposit', null, 10, 'run', 'paper'),
    ('withdrawal/1/thresholds', 'thresholds', '2015-08-16 12:00:00Z', 'withdrawal', null, -15, 'run', 'paper');
insert into commits by name
select row_number() over () as commit_no, 'run' as run_id, moment::timestamptz as as_of, '{}' as arguments, '{}' as config, 1 as seed
from (select unnest(['2015-08-07 12:00:00Z', '2015-08-08 18:00:00Z', '2015-08-14 12:00:00Z', '2015-08-15 12:00:00Z', '2015-08-16 12:00:00Z']) as moment);
insert into bet_versions by name
select v.bet_id, v.commit_no, stake, odds, expected_value, status
from bets join (values ('won', 1), ('won', 2), ('open', 3)) v(bet_id, commit_no) using (bet_id);
