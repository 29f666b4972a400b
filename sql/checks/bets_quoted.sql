-- bets_quoted: a bet at a price that nobody quoted: no pre-match price of that
-- bookmaker, selection and line, collected when the bet says, that a live bet's run
-- could have seen, by the time of the bet. Prices that landed later are not asked:
-- they were delivered late, or a newer file has put them in the place of older ones.
-- Of a fixture that has moved since, it is only asked that the price was quoted before
-- the bet.
-- grain: bet
-- inputs: bets, predictions, placements, runs, fixtures, odds
-- severity: error
-- hint: in a home of live jobs betting is broken: stop the hourly job, ask "matchday explain FIXTURE" why it was bet on, and report it; in a backtest's home run the backtest again, since a newer edition of a file may have changed the price
-- columns:
--   bet_id     bet
--   bookmaker  bookmaker it names
--   odds       decimal price it took
--   quoted_at  when it says the price was collected, UTC
--   bet_time   when it was placed, UTC
--   staged     pre-match price that the source gives for it: of one that moved, the last by
--              the time of the bet; NULL if none
with taken as (
    select
        b.bet_id, b.fixture_id, b.bookmaker, b.market, b.bet_outcome, b.line, b.quoted_at, b.bet_time,
        coalesce(p.asked_price, b.odds) as odds, f.kickoff is distinct from q.kickoff as moved,
        -- A backtest uses what was known by then, whenever it landed.
        case when u.kind = 'live' then least(q.as_of, b.bet_time) else 'infinity'::timestamptz end as landed_by
    from bets b
    left join placements p using (bet_id)
    left join predictions q using (prediction_id)
    left join fixtures f on f.fixture_id = b.fixture_id
    left join runs u on u.run_id = b.run_id
),
landings as (
    select fixture_id, bookmaker, min(landed_at) as first_landed, max(max(landed_at)) over (partition by fixture_id) as last_landed
    from odds
    where moment = 'pre_match' and fixture_id in (select fixture_id from bets)
    group by fixture_id, bookmaker
),
offered as (
    select
        t.*, o.price as staged, o.known_at
    from taken t
    left join odds o
      on o.fixture_id = t.fixture_id and o.bookmaker = t.bookmaker and o.market = t.market
     and o.selection = t.bet_outcome and o.line is not distinct from t.line and o.moment = 'pre_match' and o.landed_at <= t.landed_by
    qualify row_number() over (partition by t.bet_id order by o.known_at <= t.bet_time desc, o.known_at desc, o.landed_at desc, o.price) = 1
),
judged as (
    select
        o.*,
        -- Nothing is left of the file that showed the bookmaker's prices.
        o.staged is null and coalesce(mine.first_landed, their.last_landed) > o.landed_by as replaced
    from offered o
    left join landings mine using (fixture_id, bookmaker)
    left join (select fixture_id, any_value(last_landed) as last_landed from landings group by fixture_id) their on their.fixture_id = o.fixture_id
)
select bet_id, bookmaker, odds, quoted_at, bet_time, staged
from judged
where bookmaker in ('Avg', 'Max')
   or quoted_at > bet_time
   or not moved and not coalesce(replaced, false) and (staged is distinct from odds or known_at <> quoted_at or known_at > bet_time)
order by bet_id;
