-- +goose Up
-- Goals markets follow from four numbers and the 1X2 of a prediction, so that these are
-- stored and market_predictions is a view. Rows of before stay as they are.

alter table market_predictions rename to market_predictions_kept;
comment on table market_predictions_kept is 'One row per prediction, market, line and selection: what versions before 0015 stored of goals markets; empty in a home that began later';

alter table predictions add column home_rate double;
alter table predictions add column away_rate double;
alter table predictions add column rho double;
alter table predictions add column width double;
comment on column predictions.home_rate is 'Home goals that the score matrix expects before it is given the 1X2, 0.02 to 6; NULL where the version says nothing of goals, and before 0015';
comment on column predictions.away_rate is 'Likewise of away goals';
comment on column predictions.rho is 'Dependence of the scores up to 1-1 in the matrix (Dixon and Coles 1997)';
comment on column predictions.width is 'Factor in the matrix of wins by two goals or more, above 0';

-- The score x-y is as likely as l^x/x! m^y/y!, times tau if neither side has two goals, times
-- width if it is won by two or more. Given the prediction, home wins, draws and away wins
-- are each scaled to its probability, so that what is common to all of a part cancels.
create view market_predictions as
with rates as (
    select
        prediction_id, home_win_prob, draw_prob, away_win_prob, home_rate as l, away_rate as m, width as w,
        1 - home_rate * away_rate * rho as tau00, 1 + home_rate * rho as tau01, 1 + away_rate * rho as tau10, 1 - rho as tau11
    from predictions
    where home_rate is not null
),
-- Goals of each side, 0 to 20, of which the first element is none.
goals as (
    select
        *,
        [1, l, l**2 / 2, l**3 / 6, l**4 / 24, l**5 / 120, l**6 / 720, l**7 / 5040, l**8 / 40320, l**9 / 362880, l**10 / 3628800,
            l**11 / 39916800, l**12 / 479001600, l**13 / 6227020800, l**14 / 87178291200, l**15 / 1307674368000, l**16 / 20922789888000,
            l**17 / 355687428096000, l**18 / 6402373705728000, l**19 / 121645100408832000, l**20 / 2432902008176640000] as h,
        [1, m, m**2 / 2, m**3 / 6, m**4 / 24, m**5 / 120, m**6 / 720, m**7 / 5040, m**8 / 40320, m**9 / 362880, m**10 / 3628800,
            m**11 / 39916800, m**12 / 479001600, m**13 / 6227020800, m**14 / 87178291200, m**15 / 1307674368000, m**16 / 20922789888000,
            m**17 / 355687428096000, m**18 / 6402373705728000, m**19 / 121645100408832000, m**20 / 2432902008176640000] as a
    from rates
),
-- Scores by who leads, by one, by two and by more.
leads as (
    select
        *,
        tau00 + l * m * tau11 + list_dot_product(h[3:], a[3:]) as level,
        tau10 * l + list_dot_product(h[3:], a[2:20]) as home1,
        tau01 * m + list_dot_product(h[2:20], a[3:]) as away1,
        w * list_dot_product(h[3:], a[:19]) as home2,
        w * list_dot_product(h[:19], a[3:]) as away2,
        w * (list_dot_product(h[4:], a[:18]) + list_dot_product(h[5:], a[:17]) + list_dot_product(h[6:], a[:16]) + list_dot_product(h[7:], a[:15])
            + list_dot_product(h[8:], a[:14]) + list_dot_product(h[9:], a[:13]) + list_dot_product(h[10:], a[:12]) + list_dot_product(h[11:], a[:11])
            + list_dot_product(h[12:], a[:10]) + list_dot_product(h[13:], a[:9]) + list_dot_product(h[14:], a[:8]) + list_dot_product(h[15:], a[:7])
            + list_dot_product(h[16:], a[:6]) + list_dot_product(h[17:], a[:5]) + list_dot_product(h[18:], a[:4]) + list_dot_product(h[19:], a[:3])
            + list_dot_product(h[20:], a[:2]) + h[21]) as home3,
        w * (list_dot_product(h[:18], a[4:]) + list_dot_product(h[:17], a[5:]) + list_dot_product(h[:16], a[6:]) + list_dot_product(h[:15], a[7:])
            + list_dot_product(h[:14], a[8:]) + list_dot_product(h[:13], a[9:]) + list_dot_product(h[:12], a[10:]) + list_dot_product(h[:11], a[11:])
            + list_dot_product(h[:10], a[12:]) + list_dot_product(h[:9], a[13:]) + list_dot_product(h[:8], a[14:]) + list_dot_product(h[:7], a[15:])
            + list_dot_product(h[:6], a[16:]) + list_dot_product(h[:5], a[17:]) + list_dot_product(h[:4], a[18:]) + list_dot_product(h[:3], a[19:])
            + list_dot_product(h[:2], a[20:]) + a[21]) as away3
    from goals
),
-- What each part is multiplied by.
given as (
    select
        *,
        home_win_prob / (home1 + home2 + home3) as by_h, draw_prob / level as by_d, away_win_prob / (away1 + away2 + away3) as by_a
    from leads
),
-- Sums of scores: no goal, one, two, three; a side without a goal; both sides up to six.
sums as (
    select
        *,
        by_d * tau00 as none,
        by_h * l * tau10 + by_a * m * tau01 as one,
        by_d * l * m * tau11 + w * (by_h * h[3] + by_a * a[3]) as two,
        by_h * (w * h[4] + h[3] * m) + by_a * (w * a[4] + a[3] * l) as three,
        by_d * tau00 + by_h * (l * tau10 + w * list_sum(h[3:])) + by_a * (m * tau01 + w * list_sum(a[3:])) as one_without,
        by_d * (tau00 + l * m * tau11 + list_dot_product(h[3:7], a[3:7]))
            + by_h * (l * tau10 + list_dot_product(h[3:7], a[2:6]) + w * (list_dot_product(h[3:7], a[:5])
                + list_dot_product(h[4:7], a[:4]) + list_dot_product(h[5:7], a[:3]) + list_dot_product(h[6:7], a[:2]) + h[7]))
            + by_a * (m * tau01 + list_dot_product(h[2:6], a[3:7]) + w * (list_dot_product(h[:5], a[3:7])
                + list_dot_product(h[:4], a[4:7]) + list_dot_product(h[:3], a[5:7]) + list_dot_product(h[:2], a[6:7]) + a[7])) as to_six
    from given
),
-- ends: the lead from away by three or more to home by three or more; goals from none to four
-- or more; one side without a goal, both with one; scores above six goals.
matrices as (
    select
        prediction_id, h, a, [by_a * w, by_a, by_d, by_h, by_h * w] as scale, [tau00, tau01, tau10, tau11] as tau,
        [by_a * away3, by_a * away2, by_a * away1, draw_prob, by_h * home1, by_h * home2, by_h * home3,
            none, one, two, three, greatest(1 - none - one - two - three, 0),
            one_without, greatest(1 - one_without, 0), greatest(1 - to_six, 0)] as ends
    from sums
),
quarters as (
    select
        q * 0.25 as line, (q + 8) % 4 as quarter, 4 - round(q * 0.25)::integer as middle,
        5 - ceil(floor(q * 0.5) * 0.5)::integer as home_from, 3 - floor(ceil(q * 0.5) * 0.5)::integer as away_to
    from range(-8, 9) t(q)
),
-- Which ends win each selection, from one to another, and which one is won or lost by half or
-- comes back; or else which score it is.
selections as (
    select
        'handicap' as market, line::double as line, 'H' as selection, home_from as first, 7 as last,
        if(quarter = 1, middle, null) as half_win, if(quarter = 0, middle, null) as push, if(quarter = 3, middle, null) as half_loss,
        null as x, null as y
    from quarters
    union all
    select
        'handicap', line, 'A', 1, away_to, if(quarter = 3, middle, null), if(quarter = 0, middle, null), if(quarter = 1, middle, null), null, null
    from quarters
    union all
    select 'total', k + 0.5, 'over', 9 + k, 12, null, null, null, null, null from range(1, 4) t(k)
    union all
    select 'total', k + 0.5, 'under', 8, 8 + k, null, null, null, null, null from range(1, 4) t(k)
    union all
    select 'both_score', null, 'no', 13, 13, null, null, null, null, null
    union all
    select 'both_score', null, 'yes', 14, 14, null, null, null, null, null
    union all
    select 'score', null, 'other', 15, 15, null, null, null, null, null
    union all
    select 'score', null, x || '-' || y, null, null, null, null, null, x, y from range(7) t(x), range(7) u(y)
)
select
    prediction_id, market, line, selection,
    case
        when x is null then least(list_sum(ends[first:last]), 1)
        when x < 2 and y < 2 then h[x + 1] * a[y + 1] * scale[x - y + 3] * tau[2 * x + y + 1]
        else h[x + 1] * a[y + 1] * scale[least(greatest(x - y, -2), 2) + 3]
    end as probability,
    coalesce(ends[half_win], 0) as half_win_prob, coalesce(ends[push], 0) as push_prob, coalesce(ends[half_loss], 0) as half_loss_prob
from matrices, selections
union all
select prediction_id, market, line, selection, probability, half_win_prob, push_prob, half_loss_prob
from market_predictions_kept;
comment on view market_predictions is 'One row per prediction, market, line and selection: goals markets, all from one score matrix whose home wins, draws and away wins are the prediction''s; computed from the rates in predictions, so that one market of a million predictions takes seconds';
comment on column market_predictions.prediction_id is 'Prediction it belongs to';
comment on column market_predictions.market is 'total (goals of both sides), handicap (Asian), both_score or score (correct score)';
comment on column market_predictions.line is 'Goals line of totals, or the home side''s handicap; NULL for the others';
comment on column market_predictions.selection is 'over or under; H or A; yes or no; or the score, e.g. 2-1, and other for those with more than six goals of a side';
comment on column market_predictions.probability is 'Probability that the whole stake wins, 0 to 1; what is missing to one in the four is that of losing it';
comment on column market_predictions.half_win_prob is 'Probability that half the stake wins and half comes back, on quarter lines, 0 to 1';
comment on column market_predictions.push_prob is 'Probability that the stake comes back, on whole lines, 0 to 1';
comment on column market_predictions.half_loss_prob is 'Probability that half the stake is lost and half comes back, on quarter lines, 0 to 1';

-- +goose Down
-- In two steps, since a statement would read of the view what it has just inserted.
create table market_predictions_computed as
from market_predictions
where prediction_id not in (select prediction_id from market_predictions_kept);
insert into market_predictions_kept from market_predictions_computed;
drop table market_predictions_computed;
drop view market_predictions;
alter table market_predictions_kept rename to market_predictions;
alter table predictions drop column width;
alter table predictions drop column rho;
alter table predictions drop column away_rate;
alter table predictions drop column home_rate;
