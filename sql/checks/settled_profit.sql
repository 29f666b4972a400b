-- settled_profit: a settled bet whose result or profit is not what the goals,
-- the stake and the price taken make it, computed again.
-- grain: bet
-- inputs: bets, results
-- severity: error
-- hint: settlement is broken, or the bet was settled on a score that is no longer the result: "matchday settle" settles it again; report it if the rows come back; in a backtest's home run the backtest again
-- columns:
--   bet_id           bet
--   result           result as written
--   expected_result  win, loss, push, half_win or half_loss by the goals; NULL without a result
--   profit_loss      profit as written, money
--   expected_profit  stake won × (price − 1) less commission, stake lost and tax, each rounded to the cent, money
with graded as (
    -- How far the selection is ahead of its line, in quarters of a goal; a 1x2
    -- bet is two quarters ahead or behind.
    select
        b.*, r.fixture_id is not null as played,
        case b.market || ' ' || b.bet_outcome
            when 'total over'  then 4 * (r.home_score + r.away_score) - 4 * b.line
            when 'total under' then 4 * b.line - 4 * (r.home_score + r.away_score)
            when 'handicap H'  then 4 * (r.home_score - r.away_score) + 4 * b.line
            when 'handicap A'  then 4 * (r.away_score - r.home_score) - 4 * b.line
            else if(b.bet_outcome = r.actual_outcome, 2, -2)
        end as ahead
    from bets b left join results r using (fixture_id)
    where b.status = 'settled'
),
shares as (
    select
        *,
        case when not played then null when ahead >= 2 then 'win' when ahead = 1 then 'half_win'
             when ahead = 0 then 'push' when ahead = -1 then 'half_loss' else 'loss' end as expected_result,
        (stake * least(greatest(ahead, 0), 2)::decimal(2, 1) * 0.5)::decimal(18, 4) as won,
        (stake * least(greatest(-ahead, 0), 2)::decimal(2, 1) * 0.5)::decimal(18, 4) as lost
    from graded
),
winnings as (
    select *, round(won::decimal(18, 4) * (odds - 1)::decimal(9, 4), 2)::decimal(18, 2) as winnings
    from shares
),
recomputed as (
    select *, winnings - round(winnings * commission::decimal(9, 6), 2) - round(lost, 2)
              - round(stake * tax::decimal(9, 6), 2) as expected_profit
    from winnings
)
select bet_id, result, expected_result, profit_loss, expected_profit::decimal(18, 4) as expected_profit
from recomputed
where result is distinct from expected_result or profit_loss is distinct from expected_profit
order by bet_id;
