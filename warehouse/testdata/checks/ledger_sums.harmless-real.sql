-- Real money: what was placed at another price and stake is settled at these; of an open
-- bet the bookmaker paid back a part; what was declined has no entry in force; all that
-- is left is withdrawn. A strategy that nobody paid in for has lost a bet.
update runs set kind = 'live';
insert into bets from (select * replace ('declined' as bet_id, 'void' as status, 0 as profit_loss, null as result, null as actual_outcome, '1x2' as market, 'D' as bet_outcome) from bets where bet_id = 'won');
insert into bets from (select * replace ('unpaid' as bet_id, 'thresholds' as strategy, 1000 as bankroll, 'A' as bet_outcome, 'loss' as result, -10.30 as profit_loss, 10.20 as stake, 'PS' as bookmaker) from bets where bet_id = 'won');
insert into placements by name
select unnest(['won', 'open', 'declined', 'unpaid']) as bet_id, unnest(['confirmed', 'confirmed', 'declined', 'confirmed']) as decision, timestamptz '2015-08-07 13:00:00Z' as decided_at,
    unnest([2.10, 2.15, null, 2.00]) as price, unnest([7.77, 10, null, 5]) as stake, unnest([null, 6, null, null]) as returned, unnest([null, 'cash-out', null, null]) as why,
    2.25 as asked_price, 20 as asked_stake, 'run' as run_id;
insert into ledger values
    ('deposit/1/thresholds', 'thresholds', '2015-08-01 12:00:00Z', 'deposit', null, 1000, 'run', 'paper'),
    ('settlement/1/unpaid', 'thresholds', '2015-08-08 18:00:00Z', 'settlement', 'unpaid', -10.30, 'run', 'paper'),
    ('settlement/1/declined', 'value', '2015-08-07 13:00:00Z', 'settlement', 'declined', 0, 'run', 'paper'),
    ('real/deposit/1/value', 'value', '2015-08-07 12:30:00Z', 'deposit', null, 100, 'run', 'real'),
    ('real/settlement/1/declined', 'value', '2015-08-08 18:00:00Z', 'settlement', 'declined', -5, 'run', 'real'),
    ('real/reversal/1/declined', 'value', '2015-08-08 19:00:00Z', 'reversal', 'declined', 5, 'run', 'real'),
    -- Winnings 8.55, less 5 % commission 0.43, less 1 % tax on the stake 0.08.
    ('real/settlement/1/won', 'value', '2015-08-08 18:00:00Z', 'settlement', 'won', 8.04, 'run', 'real'),
    ('real/settlement/1/open', 'value', '2015-08-14 13:00:00Z', 'settlement', 'open', -4, 'run', 'real'),
    ('real/settlement/1/unpaid', 'thresholds', '2015-08-08 18:00:00Z', 'settlement', 'unpaid', -5.05, 'run', 'real'),
    ('real/withdrawal/1/value', 'value', '2015-08-15 12:00:00Z', 'withdrawal', null, -104.04, 'run', 'real');
insert into commits by name
select row_number() over () as commit_no, 'run' as run_id, moment::timestamptz as as_of, '{}' as arguments, '{}' as config, 1 as seed
from (select unnest(['2015-08-01 12:00:00Z', '2015-08-07 12:00:00Z', '2015-08-07 12:30:00Z', '2015-08-07 13:00:00Z', '2015-08-08 18:00:00Z', '2015-08-08 19:00:00Z',
                     '2015-08-14 12:00:00Z', '2015-08-14 13:00:00Z', '2015-08-15 12:00:00Z']) as moment);
insert into bet_versions by name
select v.bet_id, v.commit_no, stake, odds, expected_value, status
from bets join (values ('won', 2), ('declined', 2), ('unpaid', 2), ('won', 5), ('open', 7), ('open', 8)) v(bet_id, commit_no) using (bet_id);
update fixtures set kickoff = kickoff + interval 1 minute;
