-- ftr_lineup: The elevens, beside those that were to be expected: announced ones if they
-- were known at as_of, else expected ones. NULL where nothing is known of the players.
-- grain: fixture
-- inputs: sequential
-- columns:
--   row_id                             of int_matches
--   lineup_rating_diff                 rating of the eleven less that of the team's usual one, by
--                                      shares of starts over five matches, home less away; a unit
--                                      is one standard deviation of a player's full match
--   lineup_missing_diff                shares of starts over ten matches of those who are not in
--                                      the squad, summed, home less away
--   lineup_regularity_diff             starts less their probability, weighted by the shares of
--                                      starts over five matches, home less away; 0 if expected
--   lineup_bench_diff                  rating of the bench, home less away
--   lineup_strength_{home,away}        rating of the eleven
--   lineup_coverage_{home,away}        share of the eleven who were in a squad before, 0 to 1
--   lineup_rotation_{home,away}        starters who did not start the team's last match, 0 to 11
--   lineup_keeper_change_{home,away}   probability that another goalkeeper starts than in the
--                                      last match; 0 or 1 if announced
--   lineup_announced_{home,away}       1 if the eleven was announced, else 0
select
    row_id,
    lineup_rating_diff, lineup_missing_diff, lineup_regularity_diff, lineup_bench_diff,
    lineup_strength_home, lineup_strength_away,
    lineup_coverage_home, lineup_coverage_away,
    lineup_rotation_home, lineup_rotation_away,
    lineup_keeper_change_home, lineup_keeper_change_away,
    lineup_announced_home, lineup_announced_away
from sequential
