-- rewind: deletes what the commits from the variable first_commit on wrote into the
-- tables that runs decide by. Results stay: no run bets by them, and settlement writes
-- only those that differ. A run keeps the clock of its last commit that stays.
-- grain: row
-- inputs: commits, predictions, model_predictions, market_predictions_kept, skips, ledger,
--   lineup_updates, bets, bet_versions, placements, commands, runs
create temp table later as
select run_id, as_of
from commits
group by run_id, as_of
having min(commit_no) >= getvariable('first_commit');

create temp table gone as
select prediction_id from predictions where (run_id, as_of) in (from later);

delete from predictions where prediction_id in (from gone);
delete from model_predictions where prediction_id in (from gone);
delete from market_predictions_kept where prediction_id in (from gone);
delete from skips where prediction_id in (from gone);
delete from ledger where (run_id, entry_time) in (from later);
delete from commands where (run_id, given_at) in (from later);
delete from lineup_updates where update_time >= (select as_of from commits where commit_no = getvariable('first_commit'));
create temp table touched as
select distinct bet_id from bet_versions where commit_no >= getvariable('first_commit');

delete from bet_versions where commit_no >= getvariable('first_commit');
delete from bets where bet_id in (from touched) and bet_id not in (select bet_id from bet_versions);

create temp table stood as
from bet_versions
where bet_id in (from touched)
qualify row_number() over (partition by bet_id order by commit_no desc) = 1;

update bets set
    stake = s.stake, odds = s.odds, expected_value = s.expected_value, status = s.status, actual_outcome = s.actual_outcome,
    result = s.result, profit_loss = s.profit_loss, settled_at = s.settled_at, closing_price = s.closing_price,
    closing_probability = s.closing_probability, clv = s.clv, void_reason = s.void_reason
from stood s
where s.bet_id = bets.bet_id;

delete from placements where bet_id in (from touched) and bet_id not in (select bet_id from stood where decision is not null);
update placements set
    decision = s.decision,
    price = s.placed_price,
    stake = s.placed_stake,
    returned = s.returned,
    why = s.why
from stood s
where s.bet_id = placements.bet_id;

create temp table undone as
select distinct run_id from commits where commit_no >= getvariable('first_commit');

delete from commits where commit_no >= getvariable('first_commit');
delete from runs where run_id not in (select run_id from commits);
update runs set as_of = c.as_of
from (select run_id, max(as_of) as as_of from commits where run_id in (from undone) group by run_id) c
where c.run_id = runs.run_id;

drop table undone;
drop table stood;
drop table touched;
drop table gone;
drop table later;
