-- Jobs of one minute: settle looked at the clock after hourly and committed before it,
-- so its bet has the money of both; a week later it looked before hourly and committed
-- after it.
update runs set kind = 'live', pipeline = 'hourly';
insert into runs from (select * replace ('settle' as run_id, 'settle' as pipeline) from runs);
update ledger set run_id = 'settle', entry_time = '2015-08-14 12:00:20Z' where bet_id = 'won';
insert into ledger values ('settlement/1/open', 'value', '2015-08-21 11:59:50Z', 'settlement', 'open', -10, 'settle', 'paper');
update bets set status = 'settled', result = 'loss', actual_outcome = 'A', profit_loss = -10, settled_at = '2015-08-15 18:00:00Z' where bet_id = 'open';
insert into results values ('E0/1516/Arsenal/Leeds/1', '2015-08-15', 'Arsenal', 'Leeds', 0, 1, 'A', '2015-08-15 18:00:00Z', 'settle');
insert into predictions from (
    select * replace (fixture_id || '@later' as prediction_id, timestamptz '2015-08-21 12:00:00Z' as prediction_time, timestamptz '2015-08-21 12:00:00Z' as as_of,
                      timestamptz '2015-08-22 15:00:00Z' as kickoff, date '2015-08-22' as match_date)
    from predictions where away_team = 'Leeds'
);
insert into bets from (
    select b.* replace ('next' as bet_id, p.prediction_id as prediction_id, p.as_of as bet_time, p.as_of as quoted_at, 'pending' as status,
                        null as result, null as actual_outcome, null as profit_loss, null as settled_at)
    from predictions p, bets b where p.prediction_id like '%@later' and b.bet_id = 'open'
);
insert into commits by name
select unnest([1, 2, 3, 4, 5]) as commit_no, unnest(['run', 'settle', 'run', 'run', 'settle']) as run_id,
    unnest(['2015-08-07 12:00:00Z', '2015-08-14 12:00:20Z', '2015-08-14 12:00:00Z', '2015-08-21 12:00:00Z', '2015-08-21 11:59:50Z'])::timestamptz as as_of,
    '{}' as arguments, '{}' as config, 1 as seed;
insert into bet_versions by name
select v.bet_id, v.commit_no, stake, odds, expected_value, status
from bets join (values ('won', 1), ('won', 2), ('open', 3), ('next', 4), ('open', 5)) v(bet_id, commit_no) using (bet_id);
-- What is asked of prices is another check.
update fixtures set kickoff = kickoff + interval 1 minute;
