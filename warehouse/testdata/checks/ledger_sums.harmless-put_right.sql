-- A slip: 2,000 confirmed in place of 20 on a lost bet took the bankroll below zero, and
-- was put right; a deposit was withdrawn; another was given with an earlier clock.
update runs set kind = 'live';
update bets set status = 'settled', result = 'loss', actual_outcome = 'A', profit_loss = -20, stake = 20, settled_at = '2015-08-15 18:00:00Z' where bet_id = 'open';
insert into results values ('E0/1516/Arsenal/Leeds/1', '2015-08-15', 'Arsenal', 'Leeds', 0, 1, 'A', '2015-08-15 18:00:00Z', 'run');
insert into ledger values
    ('settlement/1/open', 'value', '2015-08-15 19:00:00Z', 'settlement', 'open', -2000, 'run', 'paper'),
    ('reversal/1/open', 'value', '2015-08-15 20:00:00Z', 'reversal', 'open', 2000, 'run', 'paper'),
    ('settlement/2/open', 'value', '2015-08-15 20:00:00Z', 'settlement', 'open', -20, 'run', 'paper'),
    ('deposit/2/value', 'value', '2015-08-16 20:00:00Z', 'deposit', null, 500, 'run', 'paper'),
    ('withdrawal/1/value', 'value', '2015-08-16 21:00:00Z', 'withdrawal', null, -1500, 'run', 'paper'),
    ('deposit/3/value', 'value', '2015-08-01 12:00:00Z', 'deposit', null, 100, 'run', 'paper');
insert into commits by name
select row_number() over () as commit_no, 'run' as run_id, moment::timestamptz as as_of, '{}' as arguments, '{}' as config, 1 as seed
from (select unnest(['2015-08-07 12:00:00Z', '2015-08-08 18:00:00Z', '2015-08-14 12:00:00Z', '2015-08-15 19:00:00Z', '2015-08-15 20:00:00Z',
                     '2015-08-16 20:00:00Z', '2015-08-16 21:00:00Z', '2015-08-01 12:00:00Z']) as moment);
insert into bet_versions by name
select v.bet_id, v.commit_no, stake, odds, expected_value, status
from bets join (values ('won', 1), ('won', 2), ('open', 3), ('open', 4), ('open', 5)) v(bet_id, commit_no) using (bet_id);
update fixtures set kickoff = kickoff + interval 1 minute;
