-- +goose Up
-- What a verdict says beside the means: each group of divisions beside its
-- limits, the market as a rival, and how far the features have moved.

ALTER TABLE verdicts ADD COLUMN market_difference DOUBLE;
ALTER TABLE verdicts ADD COLUMN market_low DOUBLE;
ALTER TABLE verdicts ADD COLUMN market_high DOUBLE;
COMMENT ON COLUMN verdicts.market_difference IS 'Mean log loss less the market''s on the fixtures with a price; NULL without any';
COMMENT ON COLUMN verdicts.market_low IS '2.5 % point of it, by resampling match days';
COMMENT ON COLUMN verdicts.market_high IS '97.5 % point of it';

CREATE TABLE verdict_groups (
    model_version     VARCHAR NOT NULL,
    judged_group      VARCHAR NOT NULL,
    fixtures          INTEGER NOT NULL CHECK (fixtures > 0),
    log_loss          DOUBLE  NOT NULL,
    log_loss_limit    DOUBLE  NOT NULL,
    brier             DOUBLE  NOT NULL,
    brier_limit       DOUBLE  NOT NULL,
    accuracy          DOUBLE  NOT NULL,
    accuracy_limit    DOUBLE  NOT NULL,
    calibration       DOUBLE  NOT NULL,
    calibration_limit DOUBLE  NOT NULL,
    PRIMARY KEY (model_version, judged_group)
);
COMMENT ON TABLE verdict_groups IS 'One row per candidate and group of divisions that was held against thresholds';
COMMENT ON COLUMN verdict_groups.model_version IS 'Candidate';
COMMENT ON COLUMN verdict_groups.judged_group IS 'Group''s name in the configuration; others: divisions of no group';
COMMENT ON COLUMN verdict_groups.fixtures IS 'Fixtures of the window, count';
COMMENT ON COLUMN verdict_groups.log_loss IS 'Candidate''s mean log loss, 0 upwards';
COMMENT ON COLUMN verdict_groups.log_loss_limit IS 'It must stay below';
COMMENT ON COLUMN verdict_groups.brier IS 'Candidate''s mean three-class Brier score, 0 to 2';
COMMENT ON COLUMN verdict_groups.brier_limit IS 'It must stay below';
COMMENT ON COLUMN verdict_groups.accuracy IS 'Share of fixtures whose most probable outcome came, 0 to 1';
COMMENT ON COLUMN verdict_groups.accuracy_limit IS 'It must stay above';
COMMENT ON COLUMN verdict_groups.calibration IS 'Candidate''s expected calibration error, mean of the three outcomes, 0 to 1';
COMMENT ON COLUMN verdict_groups.calibration_limit IS 'It must not be above';

CREATE TABLE verdict_drift (
    model_version   VARCHAR NOT NULL,
    feature         VARCHAR NOT NULL,
    stability       DOUBLE  NOT NULL CHECK (stability >= 0),
    missing_learned DOUBLE  NOT NULL,
    missing_window  DOUBLE  NOT NULL,
    PRIMARY KEY (model_version, feature)
);
COMMENT ON TABLE verdict_drift IS 'One row per candidate and feature: how far its values in the window lie from those learned from; it rejects nobody';
COMMENT ON COLUMN verdict_drift.model_version IS 'Candidate';
COMMENT ON COLUMN verdict_drift.feature IS 'Column of the features';
COMMENT ON COLUMN verdict_drift.stability IS 'Population stability index, 0 upwards; above 0.25 it has moved much';
COMMENT ON COLUMN verdict_drift.missing_learned IS 'Share of the fixtures learned from that have no value, 0 to 1';
COMMENT ON COLUMN verdict_drift.missing_window IS 'Share of the window''s fixtures that have no value, 0 to 1';

-- +goose Down
DROP TABLE verdict_drift;
DROP TABLE verdict_groups;
ALTER TABLE verdicts DROP COLUMN market_high;
ALTER TABLE verdicts DROP COLUMN market_low;
ALTER TABLE verdicts DROP COLUMN market_difference;
