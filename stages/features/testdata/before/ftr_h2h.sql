-- ftr_h2h: What happened when the two sides last met, up to six times, on whichever
-- ground.
-- grain: fixture
-- inputs: int_matches, int_meetings
-- columns:
--   row_id         of int_matches
--   h2h_meetings   meetings counted, 0 to 6
--   h2h_score      of this fixture's home side, 1 a win and ½ a draw, mean of them, 0 to 1;
--                  NULL if they have not met
--   h2h_goal_diff  of this fixture's home side, mean of them; NULL if they have not met
with asked as (
    select
        row_id, as_of,
        least(home_no, away_no) as first_no,
        greatest(home_no, away_no) as second_no,
        home_no < away_no as home_is_first
    from int_matches
)
select
    q.row_id,
    coalesce(b.meetings, 0)::double as h2h_meetings,
    case when q.home_is_first then b.score else 1 - b.score end as h2h_score,
    case when q.home_is_first then b.goal_diff else -b.goal_diff end as h2h_goal_diff
from asked q
asof left join int_meetings b
    on b.first_no = q.first_no and b.second_no = q.second_no and b.known_at <= q.as_of
order by q.row_id
