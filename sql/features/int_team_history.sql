-- int_team_history: The running record of every team, overall and at each venue: what it
-- did on average in its last fixtures, match by match as they became known.
-- grain: team, venue, games
-- inputs: int_matches
-- columns:
--   team_id   identity, country/canonical name
--   venue     all, home or away
--   games     fixtures of the team at the venue known by now, this one included, from 1
--   known_at  when the last of them became known
--   kickoff   of the last of them
--   points_{3,5,10,20}  points (3, 1, 0) per game over the last N games; fewer if there were fewer
--   goals_for_{3,5,10,20}  goals per game, likewise
--   goals_against_{3,5,10,20}  goals conceded per game, likewise
--   shots_{3,5,10,20}  shots per game over those of the last N games that tell; NULL if none does
--   shots_on_target_{3,5,10,20}  shots on target per game, likewise
--   corners_{3,5,10,20}  corners per game, likewise
-- checks:
--   sums are differences of running totals of whole numbers: no order of summation can
--     change them
with sides as (
    select
        row_id, result_known_at as known_at, kickoff, home_team_id as team_id, 'home' as venue,
        case when home_goals > away_goals then 3 when home_goals = away_goals then 1 else 0 end as points,
        home_goals as goals_for, away_goals as goals_against,
        home_shots as shots, home_shots_on_target as shots_on_target, home_corners as corners
    from int_matches
    where result_known_at is not null
    union all
    select
        row_id, result_known_at, kickoff, away_team_id, 'away',
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
),
totals as (
    select
        team_id, venue, known_at, kickoff,
        row_number() over career as games,
        sum(points) over career as points,
        sum(goals_for) over career as goals_for,
        sum(goals_against) over career as goals_against,
        coalesce(sum(shots) over career, 0) as shots,
        coalesce(sum(shots_on_target) over career, 0) as shots_on_target,
        coalesce(sum(corners) over career, 0) as corners,
        count(shots) over career as shots_known,
        count(shots_on_target) over career as on_target_known,
        count(corners) over career as corners_known
    from venues
    window career as (partition by venue, team_id order by known_at, row_id rows unbounded preceding)
)
select
    team_id,
    venue,
    games,
    known_at,
    kickoff,
    (points - lag(points, 3, 0) over career) / least(games, 3) as points_3,
    (points - lag(points, 5, 0) over career) / least(games, 5) as points_5,
    (points - lag(points, 10, 0) over career) / least(games, 10) as points_10,
    (points - lag(points, 20, 0) over career) / least(games, 20) as points_20,
    (goals_for - lag(goals_for, 3, 0) over career) / least(games, 3) as goals_for_3,
    (goals_for - lag(goals_for, 5, 0) over career) / least(games, 5) as goals_for_5,
    (goals_for - lag(goals_for, 10, 0) over career) / least(games, 10) as goals_for_10,
    (goals_for - lag(goals_for, 20, 0) over career) / least(games, 20) as goals_for_20,
    (goals_against - lag(goals_against, 3, 0) over career) / least(games, 3) as goals_against_3,
    (goals_against - lag(goals_against, 5, 0) over career) / least(games, 5) as goals_against_5,
    (goals_against - lag(goals_against, 10, 0) over career) / least(games, 10) as goals_against_10,
    (goals_against - lag(goals_against, 20, 0) over career) / least(games, 20) as goals_against_20,
    (shots - lag(shots, 3, 0) over career) / nullif(shots_known - lag(shots_known, 3, 0) over career, 0) as shots_3,
    (shots - lag(shots, 5, 0) over career) / nullif(shots_known - lag(shots_known, 5, 0) over career, 0) as shots_5,
    (shots - lag(shots, 10, 0) over career) / nullif(shots_known - lag(shots_known, 10, 0) over career, 0) as shots_10,
    (shots - lag(shots, 20, 0) over career) / nullif(shots_known - lag(shots_known, 20, 0) over career, 0) as shots_20,
    (shots_on_target - lag(shots_on_target, 3, 0) over career) / nullif(on_target_known - lag(on_target_known, 3, 0) over career, 0) as shots_on_target_3,
    (shots_on_target - lag(shots_on_target, 5, 0) over career) / nullif(on_target_known - lag(on_target_known, 5, 0) over career, 0) as shots_on_target_5,
    (shots_on_target - lag(shots_on_target, 10, 0) over career) / nullif(on_target_known - lag(on_target_known, 10, 0) over career, 0) as shots_on_target_10,
    (shots_on_target - lag(shots_on_target, 20, 0) over career) / nullif(on_target_known - lag(on_target_known, 20, 0) over career, 0) as shots_on_target_20,
    (corners - lag(corners, 3, 0) over career) / nullif(corners_known - lag(corners_known, 3, 0) over career, 0) as corners_3,
    (corners - lag(corners, 5, 0) over career) / nullif(corners_known - lag(corners_known, 5, 0) over career, 0) as corners_5,
    (corners - lag(corners, 10, 0) over career) / nullif(corners_known - lag(corners_known, 10, 0) over career, 0) as corners_10,
    (corners - lag(corners, 20, 0) over career) / nullif(corners_known - lag(corners_known, 20, 0) over career, 0) as corners_20
from totals
window career as (partition by venue, team_id order by games)
