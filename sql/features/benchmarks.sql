-- benchmarks: The market's margin-free probabilities, against which predictions are
-- measured. Closing prices are not known at as_of: none of these is a feature. Laid side
-- by side as in features.
-- grain: fixture
-- inputs: int_matches, sequential
-- columns:
--   fixture_id        text, division/season/home/away/n
--   bench_pre_home    probability of the home win by the publisher's average pre_match price, or
--                     the consensus where there is none, power method; NULL without prices
--   bench_pre_draw    of the draw, likewise
--   bench_pre_away    of the away win, likewise
--   bench_close_home  by the publisher's average closing price, else Pinnacle's, else the
--                     consensus; NULL without prices
--   bench_close_draw  of the draw, likewise
--   bench_close_away  of the away win, likewise
select
    m.fixture_id,
    s.bench_pre_home,
    s.bench_pre_draw,
    s.bench_pre_away,
    s.bench_close_home,
    s.bench_close_draw,
    s.bench_close_away
from int_matches m
positional join sequential s
where s.row_id = m.row_id
