-- ftr_market: The fixture's own pre-match prices as probabilities, the margin removed by
-- the power method.
-- grain: fixture
-- inputs: sequential
-- columns:
--   row_id       of int_matches
--   market_home  probability of the home win by the pre_match consensus; NULL without one
--   market_draw  of the draw, likewise
--   market_away  of the away win, likewise
select
    row_id,
    market_home,
    market_draw,
    market_away
from sequential
