-- +goose Up
-- What makes a past run reproducible: in which order the books were written,
-- what each write was asked and had to go by, and every state of a bet. The
-- books as they stood before a pass are those of the passes before it.

CREATE TABLE passes (
    pass          BIGINT      NOT NULL PRIMARY KEY CHECK (pass > 0),
    run_id        VARCHAR     NOT NULL,
    as_of         TIMESTAMPTZ NOT NULL,
    model_version VARCHAR,
    staged        VARCHAR,
    arguments     JSON        NOT NULL,
    config        JSON        NOT NULL,
    seed          BIGINT      NOT NULL,
    git_revision  VARCHAR
);
COMMENT ON TABLE passes IS 'One row per transaction of a live run on the books, numbered in their order; a run may go through its slot more than once';
COMMENT ON COLUMN passes.pass IS 'Number, counted from 1 without gaps';
COMMENT ON COLUMN passes.run_id IS 'Run that it belongs to';
COMMENT ON COLUMN passes.as_of IS 'The pass''s clock: it used nothing known or landed later, UTC';
COMMENT ON COLUMN passes.model_version IS 'Model version that predicted; NULL if nothing was predicted';
COMMENT ON COLUMN passes.staged IS 'Fingerprint of the raw files that were staged when the pass read them; NULL if it read none';
COMMENT ON COLUMN passes.arguments IS 'What the job was asked: hours ahead, whether by force, whether the sources were asked first';
COMMENT ON COLUMN passes.config IS 'Configuration in force';
COMMENT ON COLUMN passes.seed IS 'Seed of all its randomness';
COMMENT ON COLUMN passes.git_revision IS 'Revision of the program; NULL if the build does not say';

CREATE TABLE bet_versions (
    bet_id              VARCHAR       NOT NULL,
    pass                BIGINT        NOT NULL CHECK (pass >= 0),
    stake               DECIMAL(18,4) NOT NULL,
    odds                DECIMAL(9,4)  NOT NULL,
    expected_value      DOUBLE        NOT NULL,
    status              VARCHAR       NOT NULL,
    actual_outcome      VARCHAR,
    result              VARCHAR,
    profit_loss         DECIMAL(18,4),
    settled_at          TIMESTAMPTZ,
    closing_price       DECIMAL(9,4),
    closing_probability DOUBLE,
    clv                 DOUBLE,
    decision            VARCHAR,
    PRIMARY KEY (bet_id, pass)
);
COMMENT ON TABLE bet_versions IS 'One row per bet and pass that placed or changed it: what bets and placements said of it from then on';
COMMENT ON COLUMN bet_versions.bet_id IS 'Bet';
COMMENT ON COLUMN bet_versions.pass IS 'Pass that placed or changed it; 0 for what stood there before passes were numbered';
COMMENT ON COLUMN bet_versions.stake IS 'As in bets';
COMMENT ON COLUMN bet_versions.odds IS 'As in bets';
COMMENT ON COLUMN bet_versions.expected_value IS 'As in bets';
COMMENT ON COLUMN bet_versions.status IS 'As in bets';
COMMENT ON COLUMN bet_versions.actual_outcome IS 'As in bets';
COMMENT ON COLUMN bet_versions.result IS 'As in bets';
COMMENT ON COLUMN bet_versions.profit_loss IS 'As in bets';
COMMENT ON COLUMN bet_versions.settled_at IS 'As in bets';
COMMENT ON COLUMN bet_versions.closing_price IS 'As in bets';
COMMENT ON COLUMN bet_versions.closing_probability IS 'As in bets';
COMMENT ON COLUMN bet_versions.clv IS 'As in bets';
COMMENT ON COLUMN bet_versions.decision IS 'As in placements; NULL for a paper bet';

INSERT INTO bet_versions
SELECT b.bet_id, 0, b.stake, b.odds, b.expected_value, b.status, b.actual_outcome, b.result, b.profit_loss,
       b.settled_at, b.closing_price, b.closing_probability, b.clv, p.decision
FROM bets b
LEFT JOIN placements p USING (bet_id);

-- +goose Down
DROP TABLE bet_versions;
DROP TABLE passes;
