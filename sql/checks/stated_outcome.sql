-- stated_outcome: a score whose goals disagree with the source's own result letter; the goals win.
-- grain: fixture
-- inputs: scores
-- severity: warning
-- hint: look the score up elsewhere; a corrected file lands like any other, with "matchday land footballdata FILE"
-- columns:
--   fixture_id      fixture
--   home_goals      goals of the home side
--   away_goals      goals of the away side
--   outcome         H, D or A, by the goals
--   stated_outcome  letter that the source gives
select fixture_id, home_goals, away_goals, outcome, stated_outcome
from scores
where stated_outcome <> outcome
order by fixture_id;
