-- int_results_to_date: Running counts of results by division, by country and over all.
-- grain: scope, known_at
-- inputs: int_matches
-- columns:
--   scope       division/<code>, country/<name> or all
--   known_at    when the last of the results became known
--   results     results known by now
--   home_wins   of them
--   draws       of them
--   home_goals  goals of the home sides in them
--   away_goals  goals of the away sides in them
with scopes as (
    select 'division/' || division as scope, result_known_at as known_at, home_goals, away_goals
    from int_matches where result_known_at is not null
    union all
    select 'country/' || country, result_known_at, home_goals, away_goals
    from int_matches where result_known_at is not null
    union all
    select 'all', result_known_at, home_goals, away_goals
    from int_matches where result_known_at is not null
),
moments as (
    select
        scope, known_at,
        count(*) as results,
        count(*) filter (home_goals > away_goals) as home_wins,
        count(*) filter (home_goals = away_goals) as draws,
        sum(home_goals) as home_goals,
        sum(away_goals) as away_goals
    from scopes
    group by scope, known_at
)
select
    scope,
    known_at,
    (sum(results) over to_date)::bigint as results,
    (sum(home_wins) over to_date)::bigint as home_wins,
    (sum(draws) over to_date)::bigint as draws,
    (sum(home_goals) over to_date)::bigint as home_goals,
    (sum(away_goals) over to_date)::bigint as away_goals
from moments
window to_date as (partition by scope order by known_at rows unbounded preceding)
