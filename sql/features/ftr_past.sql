-- ftr_past: How strong both sides are in the eyes of the market, learned from the prices
-- of earlier fixtures and never from the fixture's own.
-- grain: fixture
-- inputs: sequential
-- columns:
--   row_id                           of int_matches
--   past_log_rate_{home,away}        natural logarithm of the goals expected of the side by the
--                                    filter on earlier prices and the mix
--   past_price_log_rate_{home,away}  by the filter on earlier prices alone
select
    row_id,
    past_log_rate_home, past_log_rate_away,
    past_price_log_rate_home, past_price_log_rate_away
from sequential
