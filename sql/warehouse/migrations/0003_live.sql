-- +goose Up
-- What live jobs add to the books: at which stage a run failed, every selection
-- that was considered and not bet on, and what people say they really placed.

ALTER TABLE runs ADD COLUMN stage VARCHAR;
COMMENT ON COLUMN runs.stage IS 'Stage at which it failed or was refused; NULL otherwise';

CREATE TABLE skips (
    skip_id        VARCHAR     NOT NULL PRIMARY KEY,
    fixture_id     VARCHAR     NOT NULL,
    prediction_id  VARCHAR     NOT NULL,
    considered_at  TIMESTAMPTZ NOT NULL,
    strategy       VARCHAR     NOT NULL,
    market         VARCHAR     NOT NULL CHECK (market IN ('1x2', 'total', 'handicap')),
    selection      VARCHAR     CHECK (selection IN ('H', 'D', 'A', 'over', 'under')),
    reason         VARCHAR     NOT NULL,
    expected_value DOUBLE,
    run_id         VARCHAR     NOT NULL
);
COMMENT ON TABLE skips IS 'One row per selection that a live run considered and did not bet on';
COMMENT ON COLUMN skips.skip_id IS 'strategy/market/selection/prediction_id';
COMMENT ON COLUMN skips.fixture_id IS 'Fixture';
COMMENT ON COLUMN skips.prediction_id IS 'Prediction that it was considered upon';
COMMENT ON COLUMN skips.considered_at IS 'The run''s clock, UTC';
COMMENT ON COLUMN skips.strategy IS 'Strategy that considered it';
COMMENT ON COLUMN skips.market IS '1x2, total or handicap';
COMMENT ON COLUMN skips.selection IS 'H, D, A, over or under; NULL if the strategy''s rule wants none of them';
COMMENT ON COLUMN skips.reason IS 'rule not met, no price, stale price, price outlier, no edge, already bet, better selection, open limit or stake below minimum';
COMMENT ON COLUMN skips.expected_value IS 'Expected profit per unit staked at the best price; NULL without one';
COMMENT ON COLUMN skips.run_id IS 'Run that considered it';

CREATE TABLE placements (
    bet_id       VARCHAR       NOT NULL PRIMARY KEY,
    decision     VARCHAR       NOT NULL CHECK (decision IN ('confirmed', 'declined')),
    decided_at   TIMESTAMPTZ   NOT NULL,
    price        DECIMAL(9,4)  CHECK (price > 1),
    stake        DECIMAL(18,4) CHECK (stake > 0),
    asked_price  DECIMAL(9,4)  NOT NULL CHECK (asked_price > 1),
    asked_stake  DECIMAL(18,4) NOT NULL CHECK (asked_stake > 0),
    run_id       VARCHAR       NOT NULL,
    CHECK ((decision = 'confirmed') = (price IS NOT NULL)),
    CHECK ((decision = 'confirmed') = (stake IS NOT NULL))
);
COMMENT ON TABLE placements IS 'One row per bet of which a person said what became of it; a bet without one is a paper bet';
COMMENT ON COLUMN placements.bet_id IS 'Bet';
COMMENT ON COLUMN placements.decision IS 'confirmed: placed with the bookmaker; declined: not placed, the bet is void';
COMMENT ON COLUMN placements.decided_at IS 'When the person last said so, by the run''s clock, UTC';
COMMENT ON COLUMN placements.price IS 'Decimal price really taken; the bet''s odds follow it; NULL if declined';
COMMENT ON COLUMN placements.stake IS 'Stake really placed, money; the bet''s stake follows it; NULL if declined';
COMMENT ON COLUMN placements.asked_price IS 'Decimal price that the job bet at';
COMMENT ON COLUMN placements.asked_stake IS 'Stake that the job asked for, money';
COMMENT ON COLUMN placements.run_id IS 'Run that recorded it';

-- +goose Down
DROP TABLE placements;
DROP TABLE skips;
ALTER TABLE runs DROP COLUMN stage;
