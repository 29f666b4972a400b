-- stale_results: a result in the books that differs from the score that is staged now.
-- grain: fixture
-- inputs: results, scores
-- severity: warning
-- hint: a newer edition corrected the score; run the backtest again
-- columns:
--   fixture_id  fixture
--   booked      goals in the books, home-away
--   staged      goals staged now, home-away; NULL if there is no score any more
select r.fixture_id, r.home_score || '-' || r.away_score as booked, s.home_goals || '-' || s.away_goals as staged
from results r
left join scores s using (fixture_id)
where (r.home_score, r.away_score) is distinct from (s.home_goals, s.away_goals)
order by r.fixture_id;
