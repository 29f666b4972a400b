-- int_meetings: The running record of every pair of teams in its last six meetings, on
-- whichever ground, as they became known.
-- grain: first_no, second_no, known_at
-- inputs: int_matches
-- columns:
--   first_no   the team with the smaller number in int_matches
--   second_no  the other
--   known_at   when the last of the meetings became known
--   meetings   meetings counted, 1 to 6
--   score      of the first team, 1 a win and ½ a draw, mean of them
--   goal_diff  of the first team, mean of them
with meetings as (
    select
        row_id, result_known_at as known_at,
        least(home_no, away_no) as first_no,
        greatest(home_no, away_no) as second_no,
        case when home_no < away_no
             then home_goals - away_goals else away_goals - home_goals end as goal_diff
    from int_matches
    where result_known_at is not null
)
select
    first_no,
    second_no,
    known_at,
    count(*) over last_six as meetings,
    (1 + sum(sign(goal_diff)::integer) over last_six / count(*) over last_six) / 2 as score,
    sum(goal_diff) over last_six / count(*) over last_six as goal_diff
from meetings
window last_six as (
    partition by first_no, second_no order by known_at, row_id rows between 5 preceding and current row)
qualify row_number() over (partition by first_no, second_no, known_at order by row_id desc) = 1
