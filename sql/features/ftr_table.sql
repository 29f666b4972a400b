-- ftr_table: Where both sides stand in the league table of results known at as_of, and
-- what is still at stake for them.
-- grain: fixture
-- inputs: sequential
-- columns:
--   row_id                         of int_matches
--   stake_{home,away}              how much a win is worth to the side at the line of the table
--                                  nearest to it (title, Europe, promotion, relegation), from
--                                  its eighth game; 0 if nothing
--   dead_{home,away}               1 if every line is decided for the side, else 0
--   draw_ok                        1 if a draw suits both in the last rounds, else 0
--   position_{home,away}           place in the table, 1 is first
--   points_per_game_{home,away}    this season
--   gap_above_{home,away}          points to the place above
--   gap_below_{home,away}          points to the place below
--   season_progress                share of the season's games that both have played, 0 to 1
--   games_{home,away}              played this season
--   newly_promoted_{home,away}     1 if the side played a division lower last season, else 0
--   newly_relegated_{home,away}    1 if the side played a division higher last season, else 0
--   level_sum                      attack and defence of both sides added up, in log goals: how
--                                  good a fixture it is
select
    row_id,
    stake_home, stake_away,
    dead_home, dead_away,
    draw_ok,
    position_home, position_away,
    points_per_game_home, points_per_game_away,
    gap_above_home, gap_above_away,
    gap_below_home, gap_below_away,
    season_progress,
    games_home, games_away,
    newly_promoted_home, newly_promoted_away,
    newly_relegated_home, newly_relegated_away,
    level_sum
from sequential
