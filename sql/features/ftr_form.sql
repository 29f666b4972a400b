-- ftr_form: What each side did in its last fixtures, wherever they were played.
-- grain: fixture
-- inputs: records
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
    row_id,
    points_3_home, points_3_away, points_5_home, points_5_away,
    points_10_home, points_10_away, points_20_home, points_20_away,
    goals_for_3_home, goals_for_3_away, goals_for_5_home, goals_for_5_away,
    goals_for_10_home, goals_for_10_away, goals_for_20_home, goals_for_20_away,
    goals_against_3_home, goals_against_3_away, goals_against_5_home, goals_against_5_away,
    goals_against_10_home, goals_against_10_away, goals_against_20_home, goals_against_20_away,
    shots_3_home, shots_3_away, shots_5_home, shots_5_away,
    shots_10_home, shots_10_away, shots_20_home, shots_20_away,
    shots_on_target_3_home, shots_on_target_3_away, shots_on_target_5_home, shots_on_target_5_away,
    shots_on_target_10_home, shots_on_target_10_away, shots_on_target_20_home, shots_on_target_20_away,
    corners_3_home, corners_3_away, corners_5_home, corners_5_away,
    corners_10_home, corners_10_away, corners_20_home, corners_20_away
from records
