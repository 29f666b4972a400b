-- live_statistics: The statistics of the fixtures of which a live run makes int_matches.
-- grain: fixture
-- inputs: staged_statistics, fixtures
-- columns:
--   fixture_id                        as in statistics, like all columns
--   {home,away}_shots                 likewise
--   {home,away}_shots_on_target       likewise
--   {home,away}_corners               likewise
--   {home,away}_red_cards             likewise
--   known_at                          likewise
select
    fixture_id, home_shots, away_shots, home_shots_on_target, away_shots_on_target,
    home_corners, away_corners, home_red_cards, away_red_cards, known_at
from staged_statistics
where fixture_id in (select fixture_id from fixtures)
