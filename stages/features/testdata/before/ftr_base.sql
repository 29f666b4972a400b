-- ftr_base: How often home sides, nobody and away sides have won in the division over
-- the five years before as_of. With fewer than 100 results there, its country's shares
-- stand in, and with fewer than 100 in the country those of all divisions.
-- grain: fixture
-- inputs: int_matches, int_results_to_date
-- columns:
--   row_id           of int_matches
--   base_home        share of home wins, 0 to 1; NULL if no result at all is known
--   base_draw        share of draws, likewise
--   base_away        share of away wins, likewise
--   base_home_goals  goals of the home side per fixture, likewise
--   base_away_goals  goals of the away side per fixture, likewise
with asked as (
    select distinct division, country, as_of from int_matches
),
scopes as (
    select division, as_of, 1 as rank, 100 as least_results, 'division/' || division as scope from asked
    union all
    select division, as_of, 2, 100, 'country/' || country from asked
    union all
    select division, as_of, 3, 1, 'all' from asked
),
five_years as (
    select
        q.division, q.as_of, q.rank, q.least_results,
        now.results - coalesce(past.results, 0) as results,
        now.home_wins - coalesce(past.home_wins, 0) as home_wins,
        now.draws - coalesce(past.draws, 0) as draws,
        now.home_goals - coalesce(past.home_goals, 0) as home_goals,
        now.away_goals - coalesce(past.away_goals, 0) as away_goals
    from scopes q
    asof left join int_results_to_date now on now.scope = q.scope and now.known_at <= q.as_of
    asof left join int_results_to_date past
        on past.scope = q.scope and past.known_at <= q.as_of - interval 5 years
),
chosen as (
    select * from five_years
    where results >= least_results
    qualify row_number() over (partition by division, as_of order by rank) = 1
)
select
    m.row_id,
    c.home_wins / c.results as base_home,
    c.draws / c.results as base_draw,
    (c.results - c.home_wins - c.draws) / c.results as base_away,
    c.home_goals / c.results as base_home_goals,
    c.away_goals / c.results as base_away_goals
from int_matches m
left join chosen c on c.division = m.division and c.as_of = m.as_of
order by m.row_id
