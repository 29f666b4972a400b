-- bets_by_expected_value: what came of the expected value that was predicted, and at which
-- bookmakers the bets stand.
-- grain: strategy, from_expected, bookmaker
-- inputs: bet_performance
-- columns:
--   strategy       strategy
--   from_expected  lower end of the expected values of the bets: -1, 0.02, 0.05, 0.1 or 0.2; NULL
--                  beside a bookmaker
--   bookmaker      bookmaker; NULL beside an expected value
--   bets           settled bets, count
--   expected       mean expected value when the bets were placed, fraction
--   came           mean profit of one unit on each bet, fraction
--   came_{low,high}  95 % interval of it, over match days; NULL of one day
--   clv            mean closing-line value, fraction: what the closing prices said of it
--   clv_{low,high}  95 % interval of it
select
    strategy, bucket as from_expected, bookmaker, n as bets, round(expected, 4) as expected,
    round(flat_return, 4) as came, round(flat_low, 4) as came_low, round(flat_high, 4) as came_high,
    round(clv, 4) as clv, round(clv_low, 4) as clv_low, round(clv_high, 4) as clv_high
from bet_performance
where scope in ('bucket', 'bookmaker')
order by strategy, bucket nulls last, n desc, bookmaker;
