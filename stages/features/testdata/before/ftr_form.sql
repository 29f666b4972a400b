-- ftr_form: What each side did in its last fixtures, wherever they were played.
-- grain: fixture
-- inputs: int_matches, int_known, int_team_history
-- columns:
--   row_id  of int_matches
--   points_{3,5,10,20}_{home,away}  points (3, 1, 0) per game over the side's last N fixtures; fewer if
--           there were fewer, NULL if there was none
--   goals_for_{3,5,10,20}_{home,away}  goals scored per game, likewise
--   goals_against_{3,5,10,20}_{home,away}  goals conceded per game, likewise
--   shots_{3,5,10,20}_{home,away}  shots per game over those of these fixtures that tell; NULL if none
--           does
--   shots_on_target_{3,5,10,20}_{home,away}  shots on target per game, likewise
--   corners_{3,5,10,20}_{home,away}  corners per game, likewise
select
    m.row_id,
    h.points_3 as points_3_home, a.points_3 as points_3_away,
    h.points_5 as points_5_home, a.points_5 as points_5_away,
    h.points_10 as points_10_home, a.points_10 as points_10_away,
    h.points_20 as points_20_home, a.points_20 as points_20_away,
    h.goals_for_3 as goals_for_3_home, a.goals_for_3 as goals_for_3_away,
    h.goals_for_5 as goals_for_5_home, a.goals_for_5 as goals_for_5_away,
    h.goals_for_10 as goals_for_10_home, a.goals_for_10 as goals_for_10_away,
    h.goals_for_20 as goals_for_20_home, a.goals_for_20 as goals_for_20_away,
    h.goals_against_3 as goals_against_3_home, a.goals_against_3 as goals_against_3_away,
    h.goals_against_5 as goals_against_5_home, a.goals_against_5 as goals_against_5_away,
    h.goals_against_10 as goals_against_10_home, a.goals_against_10 as goals_against_10_away,
    h.goals_against_20 as goals_against_20_home, a.goals_against_20 as goals_against_20_away,
    h.shots_3 as shots_3_home, a.shots_3 as shots_3_away,
    h.shots_5 as shots_5_home, a.shots_5 as shots_5_away,
    h.shots_10 as shots_10_home, a.shots_10 as shots_10_away,
    h.shots_20 as shots_20_home, a.shots_20 as shots_20_away,
    h.shots_on_target_3 as shots_on_target_3_home, a.shots_on_target_3 as shots_on_target_3_away,
    h.shots_on_target_5 as shots_on_target_5_home, a.shots_on_target_5 as shots_on_target_5_away,
    h.shots_on_target_10 as shots_on_target_10_home, a.shots_on_target_10 as shots_on_target_10_away,
    h.shots_on_target_20 as shots_on_target_20_home, a.shots_on_target_20 as shots_on_target_20_away,
    h.corners_3 as corners_3_home, a.corners_3 as corners_3_away,
    h.corners_5 as corners_5_home, a.corners_5 as corners_5_away,
    h.corners_10 as corners_10_home, a.corners_10 as corners_10_away,
    h.corners_20 as corners_20_home, a.corners_20 as corners_20_away
from int_matches m
join int_known k on k.row_id = m.row_id
left join int_team_history h
    on h.team_no = m.home_no and h.venue = 'all' and h.games = k.games_home
left join int_team_history a
    on a.team_no = m.away_no and a.venue = 'all' and a.games = k.games_away
order by m.row_id
