-- ftr_rating: How strong both sides are, learned match by match from results, shots and
-- corners.
-- grain: fixture
-- inputs: sequential
-- columns:
--   row_id                        of int_matches
--   elo_{home,away}               composite Elo rating before kick-off, in points; the margin
--                                 counts goals, shots on target, shots and corners
--   elo_diff                      home less away plus home advantage (65)
--   log_rate_{home,away}          natural logarithm of the goals that the Kalman filter on the
--                                 mix of goals, shots and corners expects of the side
--   log_rate_var                  variance of home log rate less away log rate
--   attack_{home,away}            goals scored relative to what the opponents faced usually
--                                 concede, decaying with time; 1 is the division's mean
--   defence_{home,away}           goals conceded relative to what the opponents faced usually
--                                 score, likewise; below 1 is better than the mean
--   expected_goals_{home,away}    Dixon-Coles expected goals: attack of the side x defence of
--                                 the other x the division's mean at home or away
--   adjusted_form_10_{home,away}  mean over the side's last ten fixtures of its score (1, 1/2, 0)
--                                 less what Elo expected of it, -1 to 1; NULL before its first
select
    row_id,
    elo_home, elo_away,
    elo_diff,
    log_rate_home, log_rate_away,
    log_rate_var,
    attack_home, attack_away,
    defence_home, defence_away,
    expected_goals_home, expected_goals_away,
    adjusted_form_10_home, adjusted_form_10_away
from sequential
