-- stale_results: a result in the books that differs from the score that is staged now.
-- A match that was played and is awarded otherwise later has no score any more, and
-- keeps its result.
-- grain: fixture
-- inputs: results, scores, fixtures
-- severity: warning
-- hint: a newer edition corrected the score: "matchday settle" books it, once the source has shown it for long enough; in a backtest's home run the backtest again
-- columns:
--   fixture_id  fixture
--   booked      goals in the books, home-away
--   staged      goals staged now, home-away; NULL if there is no score any more
with staged as (
    select
        r.fixture_id, r.home_score, r.away_score, f.state,
        -- Sides that were put right since are those of the bets in the books.
        if(f.home_team = r.away_team and f.away_team = r.home_team, s.away_goals, s.home_goals) as home_goals,
        if(f.home_team = r.away_team and f.away_team = r.home_team, s.home_goals, s.away_goals) as away_goals
    from results r
    left join scores s using (fixture_id)
    left join fixtures f using (fixture_id)
)
select fixture_id, home_score || '-' || away_score as booked, home_goals || '-' || away_goals as staged
from staged
where (home_score, away_score) is distinct from (home_goals, away_goals)
  and not (home_goals is null and state is not distinct from 'awarded')
order by fixture_id;
