-- +goose Up
-- Who was champion when, and why each candidate became it or did not: verdicts
-- can be computed again from the losses beside them (sql/analytics/verdicts.sql).

CREATE TABLE deployments (
    model_version VARCHAR     NOT NULL,
    deployed_at   TIMESTAMPTZ NOT NULL,
    retired_at    TIMESTAMPTZ CHECK (retired_at >= deployed_at),
    replaced      VARCHAR,
    why           VARCHAR     NOT NULL,
    PRIMARY KEY (model_version, deployed_at)
);
COMMENT ON TABLE deployments IS 'One row per reign of a champion; CURRENT in the models'' folder names the one of today';
COMMENT ON COLUMN deployments.model_version IS 'Champion';
COMMENT ON COLUMN deployments.deployed_at IS 'When it became champion, by the run''s clock, UTC';
COMMENT ON COLUMN deployments.retired_at IS 'When another took its place, UTC; NULL for the champion of today';
COMMENT ON COLUMN deployments.replaced IS 'Champion before it; NULL for the first';
COMMENT ON COLUMN deployments.why IS 'What made it champion: the gate, a person''s word, a roll-back';

CREATE TABLE verdicts (
    model_version   VARCHAR     NOT NULL PRIMARY KEY,
    run_id          VARCHAR     NOT NULL,
    champion        VARCHAR,
    window_start    TIMESTAMPTZ NOT NULL,
    window_end      TIMESTAMPTZ NOT NULL CHECK (window_end >= window_start),
    fixtures        INTEGER     NOT NULL CHECK (fixtures >= 0),
    passed          BOOLEAN     NOT NULL,
    reasons         VARCHAR[]   NOT NULL,
    log_loss        DOUBLE      NOT NULL,
    brier           DOUBLE      NOT NULL,
    accuracy        DOUBLE      NOT NULL,
    difference      DOUBLE,
    difference_low  DOUBLE,
    difference_high DOUBLE,
    gate            JSON        NOT NULL,
    seed            BIGINT      NOT NULL,
    resamples       INTEGER     NOT NULL,
    CHECK (passed = (len(reasons) = 0))
);
COMMENT ON TABLE verdicts IS 'One row per candidate: what the gate said of it';
COMMENT ON COLUMN verdicts.model_version IS 'Candidate';
COMMENT ON COLUMN verdicts.run_id IS 'Run that trained and judged it';
COMMENT ON COLUMN verdicts.champion IS 'Champion that it was held against; NULL if there was none';
COMMENT ON COLUMN verdicts.window_start IS 'What was judged had learned of nothing later, UTC';
COMMENT ON COLUMN verdicts.window_end IS 'Results known by then were judged by, UTC';
COMMENT ON COLUMN verdicts.fixtures IS 'Fixtures in the window, count';
COMMENT ON COLUMN verdicts.passed IS 'Whether it may become the champion';
COMMENT ON COLUMN verdicts.reasons IS 'Why not; empty if it passed';
COMMENT ON COLUMN verdicts.log_loss IS 'Candidate''s mean log loss, 0 upwards';
COMMENT ON COLUMN verdicts.brier IS 'Candidate''s mean three-class Brier score, 0 to 2';
COMMENT ON COLUMN verdicts.accuracy IS 'Share of fixtures whose most probable outcome came, 0 to 1';
COMMENT ON COLUMN verdicts.difference IS 'Mean log loss less the champion''s on the fixtures of both; NULL without a champion';
COMMENT ON COLUMN verdicts.difference_low IS '2.5 % point of the difference, by resampling match days';
COMMENT ON COLUMN verdicts.difference_high IS '97.5 % point of the difference';
COMMENT ON COLUMN verdicts.gate IS 'Thresholds in force';
COMMENT ON COLUMN verdicts.seed IS 'Seed of the resampling';
COMMENT ON COLUMN verdicts.resamples IS 'How often the days were drawn';

CREATE TABLE verdict_losses (
    model_version VARCHAR NOT NULL,
    fixture_id    VARCHAR NOT NULL,
    model         VARCHAR NOT NULL CHECK (model IN ('candidate', 'champion', 'base_rate', 'market')),
    match_date    DATE    NOT NULL,
    division      VARCHAR NOT NULL,
    home_win_prob DOUBLE  NOT NULL CHECK (home_win_prob >= 0 AND home_win_prob <= 1),
    draw_prob     DOUBLE  NOT NULL CHECK (draw_prob >= 0 AND draw_prob <= 1),
    away_win_prob DOUBLE  NOT NULL CHECK (away_win_prob >= 0 AND away_win_prob <= 1),
    outcome       VARCHAR NOT NULL CHECK (outcome IN ('H', 'D', 'A')),
    log_loss      DOUBLE  NOT NULL,
    brier         DOUBLE  NOT NULL,
    correct       BOOLEAN NOT NULL,
    PRIMARY KEY (model_version, fixture_id, model)
);
COMMENT ON TABLE verdict_losses IS 'One row per candidate, fixture of its window and who was scored on it: what verdicts are computed from';
COMMENT ON COLUMN verdict_losses.model_version IS 'Candidate whose verdict it is';
COMMENT ON COLUMN verdict_losses.fixture_id IS 'Fixture';
COMMENT ON COLUMN verdict_losses.model IS 'candidate, champion, base_rate or market; champion and market only where they have one';
COMMENT ON COLUMN verdict_losses.match_date IS 'The source''s own date';
COMMENT ON COLUMN verdict_losses.division IS 'Division''s code, e.g. E0';
COMMENT ON COLUMN verdict_losses.home_win_prob IS 'Probability of a home win, 0 to 1; the three sum to one';
COMMENT ON COLUMN verdict_losses.draw_prob IS 'Probability of a draw, 0 to 1';
COMMENT ON COLUMN verdict_losses.away_win_prob IS 'Probability of an away win, 0 to 1';
COMMENT ON COLUMN verdict_losses.outcome IS 'What came: H, D or A';
COMMENT ON COLUMN verdict_losses.log_loss IS '-ln(probability of what came), 0 upwards';
COMMENT ON COLUMN verdict_losses.brier IS 'Three-class sum of squares, 0 to 2';
COMMENT ON COLUMN verdict_losses.correct IS 'Whether the most probable outcome came';

-- +goose Down
DROP TABLE verdict_losses;
DROP TABLE verdicts;
DROP TABLE deployments;
