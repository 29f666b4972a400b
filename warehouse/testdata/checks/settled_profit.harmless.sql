-- Cents that are rounded: 7.77 at 1.9333 with 2.5 % commission and 1.5 % tax, of which one half
-- stands on each of two lines; a void bet has no result.
insert into bets from (
    select b.* replace (name as bet_id, v.market as market, v.selection as bet_outcome, v.line as line, v.result as result, v.profit as profit_loss,
                        7.77 as stake, 1.9333 as odds, 0.025 as commission, 0.015 as tax)
    from bets b, (values
        ('half', 'total', 'under', 3.25, 'half_win', 3.42), ('half lost', 'total', 'over', 3.25, 'half_loss', -4.01), ('lost', 'handicap', 'A', -0.5, 'loss', -7.89)
    ) v(name, market, selection, line, result, profit)
    where b.bet_id = 'won'
);
insert into bets from (select * replace ('void' as bet_id, 'under' as bet_outcome, 'total' as market, 2.5 as line, 'void' as status, null as result, null as actual_outcome, 0 as profit_loss) from bets where bet_id = 'won');
insert into ledger select 'settlement/1/' || bet_id, strategy, settled_at, 'settlement', bet_id, profit_loss, run_id, 'paper' from bets where bet_id in ('half', 'half lost', 'lost', 'void');
update bets set bankroll = (select sum(amount) from ledger) where bet_id = 'open';
insert into odds by name
select fixture_id, bookmaker, market, bet_outcome as selection, line, 'pre_match' as moment, odds as price, quoted_at as known_at, timestamptz '2020-01-01 00:00:00Z' as landed_at
from bets where bet_id in ('half', 'half lost', 'lost', 'void');
