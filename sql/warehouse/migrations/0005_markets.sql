-- +goose Up
-- The markets that follow from the score matrix, and what bets on lines need:
-- how much of a stake is expected to be decided, and at which line a selection
-- was passed over.

-- Without a primary key, whose index would cost a backtest as much again as the
-- rows do: they are written with their prediction, which has one.
create table market_predictions (
    prediction_id  varchar not null,
    market         varchar not null check (market in ('total', 'handicap', 'both_score', 'score')),
    line           double,
    selection      varchar not null,
    probability    double  not null check (probability between 0 and 1),
    half_win_prob  double  not null check (half_win_prob between 0 and 1),
    push_prob      double  not null check (push_prob between 0 and 1),
    half_loss_prob double  not null check (half_loss_prob between 0 and 1),
    check ((market in ('total', 'handicap')) = (line is not null)),
    check (probability + half_win_prob + push_prob + half_loss_prob < 1 + 1e-9)
);
comment on table market_predictions is 'One row per prediction, market, line and selection: goals markets, all from one score matrix whose home wins, draws and away wins are the prediction''s';
comment on column market_predictions.prediction_id is 'Prediction it belongs to';
comment on column market_predictions.market is 'total (goals of both sides), handicap (Asian), both_score or score (correct score)';
comment on column market_predictions.line is 'Goals line of totals, or the home side''s handicap; NULL for the others';
comment on column market_predictions.selection is 'over or under; H or A; yes or no; or the score, e.g. 2-1, and other for those with more than six goals of a side';
comment on column market_predictions.probability is 'Probability that the whole stake wins, 0 to 1; what is missing to one in the four is that of losing it';
comment on column market_predictions.half_win_prob is 'Probability that half the stake wins and half comes back, on quarter lines, 0 to 1';
comment on column market_predictions.push_prob is 'Probability that the stake comes back, on whole lines, 0 to 1';
comment on column market_predictions.half_loss_prob is 'Probability that half the stake is lost and half comes back, on quarter lines, 0 to 1';

alter table bets add column decided double default 1;
comment on column bets.decided is 'Share of the stake that is expected to be won or lost, the rest coming back: below 1 on whole and quarter lines';
comment on column bets.probability is 'Our probability of the selection, 0 to 1; on whole and quarter lines of the share of the stake that is decided, so that expected_value is decided × (probability × odds − 1) before commission and tax';

alter table skips add column line double;
comment on column skips.line is 'Goals line, or the home side''s handicap; NULL for 1x2, and where the reason is one of the whole market';
comment on column skips.skip_id is 'strategy/market/selection[/line]/prediction_id';
comment on column skips.reason is 'rule not met, no score matrix, no price, stale price, price stopped, price outlier, no edge, already bet, better selection, open limit or stake below minimum';

-- +goose Down
alter table skips drop column line;
alter table bets drop column decided;
drop table market_predictions;
