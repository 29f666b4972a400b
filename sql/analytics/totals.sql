-- totals: how well over 2.5 was predicted, division by division, beside the share of such
-- fixtures in hindsight and the market's average pre-match price.
-- grain: division, and all of them together
-- inputs: market_predictions, predictions, results, odds
-- columns:
--   division      division's code; NULL for all
--   n             predicted fixtures with a result and an average price before the match, count;
--                 of several predictions of a fixture the last counts
--   overs         share with three goals or more, 0 to 1
--   predicted     mean probability of it, 0 to 1
--   ours          log loss of the probability; 0.6931 is a coin
--   hindsight     log loss of the share itself, which nobody knew beforehand
--   market        log loss of the price, its margin taken off both sides alike
with latest as (
    select prediction_id, fixture_id, division
    from predictions
    qualify row_number() over (partition by fixture_id order by as_of desc, prediction_time desc) = 1
),
priced as (
    select
        fixture_id,
        1 / max_by(price, known_at) filter (selection = 'over') as over,
        1 / max_by(price, known_at) filter (selection = 'under') as under
    from odds
    where market = 'total' and line = 2.5 and moment = 'pre_match' and bookmaker = 'Avg' and price > 1
    group by fixture_id
),
said as (
    select p.division, m.probability as ours, o.over / (o.over + o.under) as market, (r.home_score + r.away_score > 2)::int as happened
    from latest p
    join market_predictions m on m.prediction_id = p.prediction_id and m.market = 'total' and m.line = 2.5 and m.selection = 'over'
    join results r using (fixture_id)
    join priced o using (fixture_id)
    where o.over is not null and o.under is not null
),
lost as (
    select
        division, happened, ours,
        (-ln(if(happened = 1, ours, 1 - ours)))::decimal(18, 12) as our_loss,
        (-ln(if(happened = 1, market, 1 - market)))::decimal(18, 12) as market_loss
    from said
),
summed as (
    select
        division, count(*) as n, sum(happened) / count(*) as overs, sum(ours::decimal(18, 12)) / count(*) as predicted,
        sum(our_loss) / count(*) as ours, sum(market_loss) / count(*) as market
    from lost
    group by grouping sets ((division), ())
    having count(*) > 0
)
select
    division, n, round(overs, 4) as overs, round(predicted, 4) as predicted, round(ours, 4) as ours,
    round(if(overs in (0, 1), 0, -overs * ln(overs) - (1 - overs) * ln(1 - overs)), 4) as hindsight,
    round(market, 4) as market
from summed
order by division nulls last;
