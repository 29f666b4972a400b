-- A run went through its moment twice: it deposited, bet, and bet again after a
-- settlement between the two.
update runs set kind = 'live', as_of = '2015-08-07 12:00:00Z';
insert into runs from (select * replace ('settle' as run_id) from runs);
update ledger set run_id = 'settle' where bet_id = 'won';
insert into commits by name
select unnest([1, 2, 3]) as commit_no, unnest(['run', 'settle', 'run']) as run_id,
    unnest(['2015-08-07 12:00:00Z', '2015-08-08 18:00:00Z', '2015-08-07 12:00:00Z'])::timestamptz as as_of, '{}' as arguments, '{}' as config, 1 as seed;
insert into bet_versions by name
select v.bet_id, v.commit_no, stake, odds, expected_value, status
from bets join (values ('won', 1), ('won', 2), ('open', 3)) v(bet_id, commit_no) using (bet_id);
update runs set as_of = '2015-08-21 12:00:00Z';
update fixtures set kickoff = kickoff + interval 1 minute;
