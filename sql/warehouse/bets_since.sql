-- bets_since: the bets that were placed or changed after commit $1.
-- grain: bet
-- inputs: bet_versions
-- columns:
--   bet_id  bet
select distinct bet_id
from bet_versions
where commit_no > $1
order by bet_id
