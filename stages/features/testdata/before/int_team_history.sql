-- int_team_history: The running record of every team, overall and at each venue: what it
-- did on average in its last fixtures, moment by moment as they became known.
-- grain: team_no, venue, known_at
-- inputs: int_matches
-- columns:
--   team_no   of int_matches
--   venue     all, home or away
--   known_at  when the last of the fixtures became known
--   games     fixtures of the team at the venue known by then, from 1
--   kickoff   of the last of them
--   points_{3,5,10,20}           points (3, 1, 0) per game over the last N games; fewer if
--                                there were fewer
--   goals_for_{3,5,10,20}        goals scored per game, likewise
--   goals_against_{3,5,10,20}    goals conceded per game, likewise
--   shots_{3,5,10,20}            shots per game over those of the last N games that tell;
--                                NULL if none does
--   shots_on_target_{3,5,10,20}  shots on target per game, likewise
--   corners_{3,5,10,20}          corners per game, likewise
-- checks:
--   averages are of whole numbers, so that no order of summation can change them, even
--     as doubles, whose running averages are quicker than those of integers
--   of fixtures that became known at one moment the last row counts: it knows them all
with sides as (
    select
        row_id, result_known_at as known_at, kickoff, home_no as team_no, 'home' as venue,
        case when home_goals > away_goals then 3 when home_goals = away_goals then 1 else 0 end::double as points,
        home_goals::double as goals_for, away_goals::double as goals_against,
        home_shots::double as shots, home_shots_on_target::double as shots_on_target, home_corners::double as corners
    from int_matches
    where result_known_at is not null
    union all
    select
        row_id, result_known_at, kickoff, away_no, 'away',
        case when away_goals > home_goals then 3 when home_goals = away_goals then 1 else 0 end,
        away_goals, home_goals,
        away_shots, away_shots_on_target, away_corners
    from int_matches
    where result_known_at is not null
),
venues as (
    select * from sides
    union all
    select * replace ('all' as venue) from sides
)
select
    team_no,
    venue,
    known_at,
    row_number() over career as games,
    kickoff,
    avg(points) over last_3 as points_3,
    avg(points) over last_5 as points_5,
    avg(points) over last_10 as points_10,
    avg(points) over last_20 as points_20,
    avg(goals_for) over last_3 as goals_for_3,
    avg(goals_for) over last_5 as goals_for_5,
    avg(goals_for) over last_10 as goals_for_10,
    avg(goals_for) over last_20 as goals_for_20,
    avg(goals_against) over last_3 as goals_against_3,
    avg(goals_against) over last_5 as goals_against_5,
    avg(goals_against) over last_10 as goals_against_10,
    avg(goals_against) over last_20 as goals_against_20,
    avg(shots) over last_3 as shots_3,
    avg(shots) over last_5 as shots_5,
    avg(shots) over last_10 as shots_10,
    avg(shots) over last_20 as shots_20,
    avg(shots_on_target) over last_3 as shots_on_target_3,
    avg(shots_on_target) over last_5 as shots_on_target_5,
    avg(shots_on_target) over last_10 as shots_on_target_10,
    avg(shots_on_target) over last_20 as shots_on_target_20,
    avg(corners) over last_3 as corners_3,
    avg(corners) over last_5 as corners_5,
    avg(corners) over last_10 as corners_10,
    avg(corners) over last_20 as corners_20
from venues
window
    career as (partition by venue, team_no order by known_at, row_id),
    last_3 as (career rows 2 preceding),
    last_5 as (career rows 4 preceding),
    last_10 as (career rows 9 preceding),
    last_20 as (career rows 19 preceding)
qualify known_at is distinct from lead(known_at) over career
