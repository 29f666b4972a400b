-- price_path: where each price of the API opened, where the bets on it were placed, and where
-- it stood last before kick-off.
-- grain: fixture, bookmaker, market, selection, line
-- inputs: quotes, bets
-- columns:
--   fixture_id  fixture
--   bookmaker   bookmaker
--   market      1x2, total or handicap
--   selection   H, D, A, over or under
--   line        goals line, or the home side's handicap; NULL for 1x2
--   opening     first decimal price seen
--   at_bet      decimal price when the first bet at this bookmaker was placed; NULL without one
--   closing     last decimal price before kick-off
--   changes     times that the price was quoted again, count
with first_bets as (
    select fixture_id, bookmaker, market, bet_outcome as selection, line, min(bet_time) as bet_time
    from bets
    group by all
)
select
    q.fixture_id, q.bookmaker, q.market, q.selection, q.line,
    min_by(q.price, q.known_at) as opening,
    max_by(q.price, q.known_at) filter (q.known_at <= b.bet_time) as at_bet,
    max_by(q.price, q.known_at) as closing,
    count(*) - 1 as changes
from quotes q
left join first_bets b
  on b.fixture_id = q.fixture_id and b.bookmaker = q.bookmaker and b.market = q.market
 and b.selection = q.selection and b.line is not distinct from q.line
group by q.fixture_id, q.bookmaker, q.market, q.selection, q.line
order by q.fixture_id, q.bookmaker, q.market, q.selection, q.line;
