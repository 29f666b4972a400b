-- bets_quoted: a bet at a price that nobody quoted: no pre-match price of that
-- bookmaker, selection and line, collected when the bet says, by the time of the bet.
-- The prices of a fixture that has moved since, and those of a live bet that another
-- file has replaced since, are not those of then: of these it is only asked that the
-- price was quoted before the bet.
-- grain: bet
-- inputs: bets, predictions, placements, runs, fixtures, odds
-- severity: error
-- hint: if a newer edition of a file changed the price, run the backtest again; otherwise betting is broken, report it
-- columns:
--   bet_id     bet
--   bookmaker  bookmaker it names
--   odds       decimal price it took; of one that a person confirmed, the price asked for
--   quoted_at  when it says the price was collected, UTC
--   bet_time   when it was placed, UTC
--   staged     pre-match price that the source gives for it: of one that moved, the last by
--              the time of the bet; NULL if none
with taken as (
    select
        b.bet_id, b.fixture_id, b.bookmaker, b.market, b.bet_outcome, b.line, b.quoted_at, b.bet_time, u.kind,
        coalesce(p.asked_price, b.odds) as odds, f.kickoff is distinct from q.kickoff as moved
    from bets b
    left join placements p using (bet_id)
    left join predictions q using (prediction_id)
    left join fixtures f on f.fixture_id = b.fixture_id
    left join runs u on u.run_id = b.run_id
),
offered as (
    select
        t.bet_id, t.bookmaker, t.odds, t.quoted_at, t.bet_time, o.price as staged, o.known_at,
        t.moved or (t.kind = 'live' and o.landed_at > t.bet_time) as replaced
    from taken t
    left join odds o
      on o.fixture_id = t.fixture_id and o.bookmaker = t.bookmaker and o.market = t.market
     and o.selection = t.bet_outcome and o.line is not distinct from t.line and o.moment = 'pre_match'
    qualify row_number() over (partition by t.bet_id order by o.known_at <= t.bet_time desc, o.known_at desc) = 1
)
select bet_id, bookmaker, odds, quoted_at, bet_time, staged
from offered
where bookmaker in ('Avg', 'Max')
   or quoted_at > bet_time
   or not coalesce(replaced, false) and (staged is distinct from odds or known_at <> quoted_at or known_at > bet_time)
order by bet_id;
