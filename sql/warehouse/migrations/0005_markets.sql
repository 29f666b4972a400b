-- +goose Up
-- The markets that follow from the score matrix, and what bets on lines need:
-- how much of a stake is expected to be decided, and at which line a selection
-- was passed over.

-- Without a primary key, whose index would cost a backtest as much again as the
-- rows do: they are written with their prediction, which has one.
CREATE TABLE market_predictions (
    prediction_id  VARCHAR NOT NULL,
    market         VARCHAR NOT NULL CHECK (market IN ('total', 'handicap', 'both_score', 'score')),
    line           DOUBLE,
    selection      VARCHAR NOT NULL,
    probability    DOUBLE  NOT NULL CHECK (probability BETWEEN 0 AND 1),
    half_win_prob  DOUBLE  NOT NULL CHECK (half_win_prob BETWEEN 0 AND 1),
    push_prob      DOUBLE  NOT NULL CHECK (push_prob BETWEEN 0 AND 1),
    half_loss_prob DOUBLE  NOT NULL CHECK (half_loss_prob BETWEEN 0 AND 1),
    CHECK ((market IN ('total', 'handicap')) = (line IS NOT NULL)),
    CHECK (probability + half_win_prob + push_prob + half_loss_prob < 1 + 1e-9)
);
COMMENT ON TABLE market_predictions IS 'One row per prediction, market, line and selection: goals markets, all from one score matrix whose home wins, draws and away wins are the prediction''s';
COMMENT ON COLUMN market_predictions.prediction_id IS 'Prediction it belongs to';
COMMENT ON COLUMN market_predictions.market IS 'total (goals of both sides), handicap (Asian), both_score or score (correct score)';
COMMENT ON COLUMN market_predictions.line IS 'Goals line of totals, or the home side''s handicap; NULL for the others';
COMMENT ON COLUMN market_predictions.selection IS 'over or under; H or A; yes or no; or the score, e.g. 2-1, and other for those with more than six goals of a side';
COMMENT ON COLUMN market_predictions.probability IS 'Probability that the whole stake wins, 0 to 1; what is missing to one in the four is that of losing it';
COMMENT ON COLUMN market_predictions.half_win_prob IS 'Probability that half the stake wins and half comes back, on quarter lines, 0 to 1';
COMMENT ON COLUMN market_predictions.push_prob IS 'Probability that the stake comes back, on whole lines, 0 to 1';
COMMENT ON COLUMN market_predictions.half_loss_prob IS 'Probability that half the stake is lost and half comes back, on quarter lines, 0 to 1';

ALTER TABLE bets ADD COLUMN decided DOUBLE DEFAULT 1;
COMMENT ON COLUMN bets.decided IS 'Share of the stake that is expected to be won or lost, the rest coming back: below 1 on whole and quarter lines';
COMMENT ON COLUMN bets.probability IS 'Our probability of the selection, 0 to 1; on whole and quarter lines of the share of the stake that is decided, so that expected_value is decided × (probability × odds − 1) before commission and tax';

ALTER TABLE skips ADD COLUMN line DOUBLE;
COMMENT ON COLUMN skips.line IS 'Goals line, or the home side''s handicap; NULL for 1x2, and where the reason is one of the whole market';
COMMENT ON COLUMN skips.skip_id IS 'strategy/market/selection[/line]/prediction_id';
COMMENT ON COLUMN skips.reason IS 'rule not met, no score matrix, no price, stale price, price stopped, price outlier, no edge, already bet, better selection, open limit or stake below minimum';

-- +goose Down
ALTER TABLE skips DROP COLUMN line;
ALTER TABLE bets DROP COLUMN decided;
DROP TABLE market_predictions;
