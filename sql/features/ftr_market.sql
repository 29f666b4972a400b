-- ftr_market: The fixture's own pre-match prices as probabilities, the margin removed by
-- the power method.
-- grain: fixture
-- inputs: sequential
-- columns:
--   row_id        of int_matches
--   market_home   probability of the home win by the pre_match consensus; NULL without one
--   market_draw   of the draw, likewise
--   market_away   of the away win, likewise
--   average_home  of the home win by the publisher's average pre_match price, or the consensus
--                 where there is none; NULL without prices
--   average_draw  of the draw, likewise
--   average_away  of the away win, likewise
select
    row_id,
    market_home,
    market_draw,
    market_away,
    bench_pre_home as average_home,
    bench_pre_draw as average_draw,
    bench_pre_away as average_away
from sequential
