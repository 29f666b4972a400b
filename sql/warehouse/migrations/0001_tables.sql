-- +goose Up
-- The tables of the warehouse. Their names and columns are a contract with
-- people's saved queries (docs/architecture.md): the contract's columns come
-- first, in its order. Money is DECIMAL(18,4). There is no foreign key: DuckDB
-- refuses to update a referenced row; sql/checks looks for orphans instead.

CREATE TABLE runs (
    run_id       VARCHAR     NOT NULL PRIMARY KEY,
    pipeline     VARCHAR     NOT NULL,
    kind         VARCHAR     NOT NULL CHECK (kind IN ('backtest', 'live')),
    started_at   TIMESTAMPTZ NOT NULL,
    finished_at  TIMESTAMPTZ CHECK (finished_at >= started_at),
    as_of        TIMESTAMPTZ NOT NULL,
    status       VARCHAR     NOT NULL CHECK (status IN ('running', 'done', 'failed', 'refused')),
    message      VARCHAR,
    config       JSON        NOT NULL,
    seed         BIGINT      NOT NULL,
    git_revision VARCHAR
);
COMMENT ON TABLE runs IS 'One row per execution of a pipeline that wrote to the warehouse';
COMMENT ON COLUMN runs.run_id IS 'Name of the run';
COMMENT ON COLUMN runs.pipeline IS 'Job that ran: backtest, weekly, hourly, …';
COMMENT ON COLUMN runs.kind IS 'backtest (its clock is replayed) or live';
COMMENT ON COLUMN runs.started_at IS 'Start by the run''s clock, UTC';
COMMENT ON COLUMN runs.finished_at IS 'End, UTC; NULL while running';
COMMENT ON COLUMN runs.as_of IS 'Latest moment whose knowledge the run used, UTC';
COMMENT ON COLUMN runs.status IS 'running, done, failed or refused';
COMMENT ON COLUMN runs.message IS 'Why it failed or was refused; NULL otherwise';
COMMENT ON COLUMN runs.config IS 'Configuration in force, with the run''s own arguments';
COMMENT ON COLUMN runs.seed IS 'Seed of all its randomness';
COMMENT ON COLUMN runs.git_revision IS 'Revision of the program; NULL if the build does not say';

CREATE TABLE models (
    model_version VARCHAR     NOT NULL PRIMARY KEY,
    run_id        VARCHAR     NOT NULL,
    created_at    TIMESTAMPTZ NOT NULL,
    trained_to    TIMESTAMPTZ NOT NULL,
    state         VARCHAR     NOT NULL CHECK (state IN ('candidate', 'champion', 'retired', 'rejected')),
    fingerprint   VARCHAR     NOT NULL,
    metrics       JSON
);
COMMENT ON TABLE models IS 'One row per model version: an immutable directory of fitted models';
COMMENT ON COLUMN models.model_version IS 'Name of the version';
COMMENT ON COLUMN models.run_id IS 'Run that trained it';
COMMENT ON COLUMN models.created_at IS 'When it was trained, by the run''s clock, UTC';
COMMENT ON COLUMN models.trained_to IS 'Cut-off: nothing known later was learned from, UTC';
COMMENT ON COLUMN models.state IS 'candidate, champion, retired or rejected';
COMMENT ON COLUMN models.fingerprint IS 'SHA-256 of the version''s files, hexadecimal';
COMMENT ON COLUMN models.metrics IS 'Out-of-time scores by model; NULL before validation';

CREATE TABLE predictions (
    prediction_id        VARCHAR     NOT NULL PRIMARY KEY,
    fixture_id           VARCHAR     NOT NULL,
    prediction_time      TIMESTAMPTZ NOT NULL,
    match_date           DATE        NOT NULL,
    home_team            VARCHAR     NOT NULL,
    away_team            VARCHAR     NOT NULL,
    league               VARCHAR     NOT NULL,
    venue                VARCHAR,
    home_win_prob        DOUBLE      NOT NULL CHECK (home_win_prob > 0 AND home_win_prob < 1),
    draw_prob            DOUBLE      NOT NULL CHECK (draw_prob > 0 AND draw_prob < 1),
    away_win_prob        DOUBLE      NOT NULL CHECK (away_win_prob > 0 AND away_win_prob < 1),
    predicted_outcome    VARCHAR     NOT NULL CHECK (predicted_outcome IN ('H', 'D', 'A')),
    lineup_available     BOOLEAN     NOT NULL,
    lineup_coverage_home DOUBLE      CHECK (lineup_coverage_home BETWEEN 0 AND 1),
    lineup_coverage_away DOUBLE      CHECK (lineup_coverage_away BETWEEN 0 AND 1),
    model_version        VARCHAR     NOT NULL,
    run_id               VARCHAR     NOT NULL,
    as_of                TIMESTAMPTZ NOT NULL,
    division             VARCHAR     NOT NULL,
    season               VARCHAR     NOT NULL,
    kickoff              TIMESTAMPTZ NOT NULL,
    kickoff_known        BOOLEAN     NOT NULL,
    CHECK (as_of <= prediction_time),
    CHECK (abs(home_win_prob + draw_prob + away_win_prob - 1) < 1e-6)
);
COMMENT ON TABLE predictions IS 'One row per fixture and prediction moment: the ensemble''s probabilities';
COMMENT ON COLUMN predictions.prediction_id IS 'fixture_id@prediction_time';
COMMENT ON COLUMN predictions.fixture_id IS 'division/season/home/away/n; never changes';
COMMENT ON COLUMN predictions.prediction_time IS 'The run''s clock, in a backtest the as-of, UTC';
COMMENT ON COLUMN predictions.match_date IS 'The source''s own date';
COMMENT ON COLUMN predictions.home_team IS 'Spelling of the fixture''s own row';
COMMENT ON COLUMN predictions.away_team IS 'Spelling of the fixture''s own row';
COMMENT ON COLUMN predictions.league IS 'Division''s name, or its code if it has none';
COMMENT ON COLUMN predictions.venue IS 'Ground; NULL if the source does not say';
COMMENT ON COLUMN predictions.home_win_prob IS 'Probability of a home win after 90 minutes, 0 to 1; the three sum to one';
COMMENT ON COLUMN predictions.draw_prob IS 'Probability of a draw after 90 minutes, 0 to 1';
COMMENT ON COLUMN predictions.away_win_prob IS 'Probability of an away win after 90 minutes, 0 to 1';
COMMENT ON COLUMN predictions.predicted_outcome IS 'Most probable outcome: H, D or A';
COMMENT ON COLUMN predictions.lineup_available IS 'Whether line-ups were known at the as-of';
COMMENT ON COLUMN predictions.lineup_coverage_home IS 'Share of the home eleven that is rated, 0 to 1; NULL without line-ups';
COMMENT ON COLUMN predictions.lineup_coverage_away IS 'Share of the away eleven that is rated, 0 to 1; NULL without line-ups';
COMMENT ON COLUMN predictions.model_version IS 'Model version that predicted';
COMMENT ON COLUMN predictions.run_id IS 'Run that predicted';
COMMENT ON COLUMN predictions.as_of IS 'Moment whose knowledge was used, UTC';
COMMENT ON COLUMN predictions.division IS 'Division''s code, e.g. E0';
COMMENT ON COLUMN predictions.season IS 'Season''s label, e.g. 1516';
COMMENT ON COLUMN predictions.kickoff IS 'Kick-off, UTC; nominal unless kickoff_known';
COMMENT ON COLUMN predictions.kickoff_known IS 'Whether the source gives the time of day';

CREATE TABLE model_predictions (
    prediction_id VARCHAR NOT NULL,
    model         VARCHAR NOT NULL,
    home_win_prob DOUBLE  NOT NULL CHECK (home_win_prob > 0 AND home_win_prob < 1),
    draw_prob     DOUBLE  NOT NULL CHECK (draw_prob > 0 AND draw_prob < 1),
    away_win_prob DOUBLE  NOT NULL CHECK (away_win_prob > 0 AND away_win_prob < 1),
    PRIMARY KEY (prediction_id, model),
    CHECK (abs(home_win_prob + draw_prob + away_win_prob - 1) < 1e-6)
);
COMMENT ON TABLE model_predictions IS 'One row per prediction and model, the benchmarks and the market among them';
COMMENT ON COLUMN model_predictions.prediction_id IS 'Prediction it belongs to';
COMMENT ON COLUMN model_predictions.model IS 'elo, dixon_coles, xgboost, ensemble, base_rate, uniform, market_pre or market_close';
COMMENT ON COLUMN model_predictions.home_win_prob IS 'Probability of a home win, 0 to 1; the three sum to one';
COMMENT ON COLUMN model_predictions.draw_prob IS 'Probability of a draw, 0 to 1';
COMMENT ON COLUMN model_predictions.away_win_prob IS 'Probability of an away win, 0 to 1';

CREATE TABLE bets (
    bet_id              VARCHAR       NOT NULL PRIMARY KEY,
    fixture_id          VARCHAR       NOT NULL,
    prediction_id       VARCHAR       NOT NULL,
    bet_time            TIMESTAMPTZ   NOT NULL,
    bet_outcome         VARCHAR       NOT NULL CHECK (bet_outcome IN ('H', 'D', 'A', 'over', 'under')),
    stake               DECIMAL(18,4) NOT NULL CHECK (stake > 0),
    odds                DECIMAL(9,4)  NOT NULL CHECK (odds > 1),
    expected_value      DOUBLE        NOT NULL,
    rule_applied        VARCHAR       NOT NULL,
    status              VARCHAR       NOT NULL CHECK (status IN ('pending', 'settled', 'void')),
    actual_outcome      VARCHAR       CHECK (actual_outcome IN ('H', 'D', 'A')),
    result              VARCHAR       CHECK (result IN ('win', 'loss', 'push', 'half_win', 'half_loss')),
    profit_loss         DECIMAL(18,4),
    run_id              VARCHAR       NOT NULL,
    strategy            VARCHAR       NOT NULL,
    bookmaker           VARCHAR       NOT NULL CHECK (bookmaker NOT IN ('Avg', 'Max')),
    market              VARCHAR       NOT NULL CHECK (market IN ('1x2', 'total', 'handicap')),
    line                DOUBLE,
    quoted_at           TIMESTAMPTZ   NOT NULL,
    probability         DOUBLE        NOT NULL CHECK (probability > 0 AND probability < 1),
    commission          DOUBLE        NOT NULL CHECK (commission BETWEEN 0 AND 1),
    tax                 DOUBLE        NOT NULL CHECK (tax BETWEEN 0 AND 1),
    bankroll            DECIMAL(18,4) NOT NULL,
    settled_at          TIMESTAMPTZ   CHECK (settled_at >= bet_time),
    closing_price       DECIMAL(9,4),
    closing_probability DOUBLE        CHECK (closing_probability > 0 AND closing_probability < 1),
    clv                 DOUBLE,
    CHECK (quoted_at <= bet_time),
    CHECK ((market = '1x2') = (line IS NULL)),
    CHECK (status <> 'pending' OR (result IS NULL AND profit_loss IS NULL AND settled_at IS NULL)),
    CHECK (status <> 'settled' OR (result IS NOT NULL AND profit_loss IS NOT NULL AND settled_at IS NOT NULL)),
    CHECK (status <> 'void' OR (result IS NULL AND profit_loss = 0))
);
COMMENT ON TABLE bets IS 'One row per bet, written once at the price taken; settlement fills in the rest';
COMMENT ON COLUMN bets.bet_id IS 'strategy/market/selection[/line]/prediction_id';
COMMENT ON COLUMN bets.fixture_id IS 'Fixture bet on';
COMMENT ON COLUMN bets.prediction_id IS 'Prediction that the bet rests on';
COMMENT ON COLUMN bets.bet_time IS 'The run''s clock, in a backtest the as-of, UTC';
COMMENT ON COLUMN bets.bet_outcome IS 'Selection: H, D, A, over or under';
COMMENT ON COLUMN bets.stake IS 'Stake, money';
COMMENT ON COLUMN bets.odds IS 'Decimal price taken, above 1';
COMMENT ON COLUMN bets.expected_value IS 'Expected profit per unit staked after commission and tax';
COMMENT ON COLUMN bets.rule_applied IS 'Rule of the strategy that chose the bet';
COMMENT ON COLUMN bets.status IS 'pending, settled or void';
COMMENT ON COLUMN bets.actual_outcome IS 'H, D or A; NULL before the result';
COMMENT ON COLUMN bets.result IS 'win, loss, push, half_win or half_loss; NULL unless settled';
COMMENT ON COLUMN bets.profit_loss IS 'Profit after commission and tax, money, negative for a loss; NULL while pending, 0 if void';
COMMENT ON COLUMN bets.run_id IS 'Run that placed the bet';
COMMENT ON COLUMN bets.strategy IS 'Strategy whose bankroll was staked';
COMMENT ON COLUMN bets.bookmaker IS 'Bookmaker whose price was taken, e.g. B365; never Avg or Max';
COMMENT ON COLUMN bets.market IS '1x2, total or handicap';
COMMENT ON COLUMN bets.line IS 'Goals line, or the home side''s handicap; NULL for 1x2';
COMMENT ON COLUMN bets.quoted_at IS 'When the price was collected, UTC';
COMMENT ON COLUMN bets.probability IS 'Our probability of the selection, 0 to 1';
COMMENT ON COLUMN bets.commission IS 'Fraction of net winnings that the bookmaker keeps';
COMMENT ON COLUMN bets.tax IS 'Fraction of the stake paid on top, whatever the result';
COMMENT ON COLUMN bets.bankroll IS 'The strategy''s bankroll when the stake was set, money';
COMMENT ON COLUMN bets.settled_at IS 'When the result was known, UTC; NULL while pending';
COMMENT ON COLUMN bets.closing_price IS 'Closing price of the selection at the same bookmaker, else NULL';
COMMENT ON COLUMN bets.closing_probability IS 'Margin-free closing probability of the selection, 0 to 1; NULL without closing prices';
COMMENT ON COLUMN bets.clv IS 'Closing-line value: odds × closing_probability − 1; NULL without closing prices';

CREATE TABLE results (
    fixture_id     VARCHAR     NOT NULL PRIMARY KEY,
    match_date     DATE        NOT NULL,
    home_team      VARCHAR     NOT NULL,
    away_team      VARCHAR     NOT NULL,
    home_score     INTEGER     NOT NULL CHECK (home_score >= 0),
    away_score     INTEGER     NOT NULL CHECK (away_score >= 0),
    actual_outcome VARCHAR     NOT NULL CHECK (actual_outcome IN ('H', 'D', 'A')),
    result_time    TIMESTAMPTZ NOT NULL,
    run_id         VARCHAR     NOT NULL,
    CHECK ((actual_outcome = 'H') = (home_score > away_score)),
    CHECK ((actual_outcome = 'A') = (home_score < away_score))
);
COMMENT ON TABLE results IS 'One row per predicted fixture that was played: goals after 90 minutes and stoppage time';
COMMENT ON COLUMN results.fixture_id IS 'Fixture';
COMMENT ON COLUMN results.match_date IS 'The source''s own date';
COMMENT ON COLUMN results.home_team IS 'Spelling of the fixture''s own row';
COMMENT ON COLUMN results.away_team IS 'Spelling of the fixture''s own row';
COMMENT ON COLUMN results.home_score IS 'Goals of the home side';
COMMENT ON COLUMN results.away_score IS 'Goals of the away side';
COMMENT ON COLUMN results.actual_outcome IS 'H, D or A, by the goals';
COMMENT ON COLUMN results.result_time IS 'When the result was known, UTC';
COMMENT ON COLUMN results.run_id IS 'Run that wrote the result';

CREATE TABLE lineup_updates (
    fixture_id         VARCHAR     NOT NULL,
    update_time        TIMESTAMPTZ NOT NULL,
    lineup_available   BOOLEAN     NOT NULL,
    home_players_found INTEGER     NOT NULL CHECK (home_players_found >= 0),
    away_players_found INTEGER     NOT NULL CHECK (away_players_found >= 0),
    PRIMARY KEY (fixture_id, update_time)
);
COMMENT ON TABLE lineup_updates IS 'One row per look at a fixture''s line-ups';
COMMENT ON COLUMN lineup_updates.fixture_id IS 'Fixture';
COMMENT ON COLUMN lineup_updates.update_time IS 'When we looked, by the run''s clock, UTC';
COMMENT ON COLUMN lineup_updates.lineup_available IS 'Whether both elevens were published';
COMMENT ON COLUMN lineup_updates.home_players_found IS 'Home players found, count';
COMMENT ON COLUMN lineup_updates.away_players_found IS 'Away players found, count';

CREATE TABLE ledger (
    entry_id   VARCHAR       NOT NULL PRIMARY KEY,
    strategy   VARCHAR       NOT NULL,
    entry_time TIMESTAMPTZ   NOT NULL,
    kind       VARCHAR       NOT NULL CHECK (kind IN ('deposit', 'settlement', 'reversal', 'withdrawal')),
    bet_id     VARCHAR,
    amount     DECIMAL(18,4) NOT NULL,
    run_id     VARCHAR       NOT NULL,
    CHECK ((kind IN ('settlement', 'reversal')) = (bet_id IS NOT NULL))
);
COMMENT ON TABLE ledger IS 'Append-only: the sum of a strategy''s entries is its bankroll; stakes of open bets are not entries';
COMMENT ON COLUMN ledger.entry_id IS 'Natural key: kind/n/bet_id, or kind/n/strategy';
COMMENT ON COLUMN ledger.strategy IS 'Strategy whose bankroll it is';
COMMENT ON COLUMN ledger.entry_time IS 'When the money moved, by the run''s clock, UTC';
COMMENT ON COLUMN ledger.kind IS 'deposit, settlement (a bet''s profit_loss), reversal (undoes a settlement) or withdrawal';
COMMENT ON COLUMN ledger.bet_id IS 'Bet settled or reversed; NULL for deposits and withdrawals';
COMMENT ON COLUMN ledger.amount IS 'Money, negative when it leaves the bankroll';
COMMENT ON COLUMN ledger.run_id IS 'Run that wrote the entry';

-- +goose Down
DROP TABLE ledger;
DROP TABLE lineup_updates;
DROP TABLE results;
DROP TABLE bets;
DROP TABLE model_predictions;
DROP TABLE predictions;
DROP TABLE models;
DROP TABLE runs;
