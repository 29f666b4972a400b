-- stale_results: a result in the books that differs from the score that is staged now.
-- grain: fixture
-- inputs: results, scores
-- severity: warning
-- hint: a newer edition corrected the score; run the backtest again
-- columns:
--   fixture_id  fixture
--   booked      goals in the books, home-away
--   staged      goals staged now, home-away; NULL if there is no score any more
SELECT r.fixture_id, r.home_score || '-' || r.away_score AS booked, s.home_goals || '-' || s.away_goals AS staged
FROM results r
LEFT JOIN scores s USING (fixture_id)
WHERE (r.home_score, r.away_score) IS DISTINCT FROM (s.home_goals, s.away_goals)
ORDER BY r.fixture_id;
