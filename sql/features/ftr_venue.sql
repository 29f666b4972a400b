-- ftr_venue: What the home side did in its last home fixtures and the away side in its last
-- away fixtures.
-- grain: fixture
-- inputs: records
-- columns:
--   row_id  of int_matches
--   venue_points_{3,5,10,20}_{home,away}  points (3, 1, 0) per game over the side's last N fixtures at home (home side) or away
--           (away side); fewer if
--           there were fewer, NULL if there was none
--   venue_goals_for_{3,5,10,20}_{home,away}  goals scored per game, likewise
--   venue_goals_against_{3,5,10,20}_{home,away}  goals conceded per game, likewise
--   venue_shots_{3,5,10,20}_{home,away}  shots per game over those of these fixtures that tell; NULL if none
--           does
--   venue_shots_on_target_{3,5,10,20}_{home,away}  shots on target per game, likewise
--   venue_corners_{3,5,10,20}_{home,away}  corners per game, likewise
select
    row_id,
    venue_points_3_home, venue_points_3_away, venue_points_5_home, venue_points_5_away,
    venue_points_10_home, venue_points_10_away, venue_points_20_home, venue_points_20_away,
    venue_goals_for_3_home, venue_goals_for_3_away, venue_goals_for_5_home, venue_goals_for_5_away,
    venue_goals_for_10_home, venue_goals_for_10_away, venue_goals_for_20_home, venue_goals_for_20_away,
    venue_goals_against_3_home, venue_goals_against_3_away, venue_goals_against_5_home, venue_goals_against_5_away,
    venue_goals_against_10_home, venue_goals_against_10_away, venue_goals_against_20_home, venue_goals_against_20_away,
    venue_shots_3_home, venue_shots_3_away, venue_shots_5_home, venue_shots_5_away,
    venue_shots_10_home, venue_shots_10_away, venue_shots_20_home, venue_shots_20_away,
    venue_shots_on_target_3_home, venue_shots_on_target_3_away, venue_shots_on_target_5_home, venue_shots_on_target_5_away,
    venue_shots_on_target_10_home, venue_shots_on_target_10_away, venue_shots_on_target_20_home, venue_shots_on_target_20_away,
    venue_corners_3_home, venue_corners_3_away, venue_corners_5_home, venue_corners_5_away,
    venue_corners_10_home, venue_corners_10_away, venue_corners_20_home, venue_corners_20_away
from records
