-- +goose Up
-- The tables of the warehouse. Their names and columns are a contract with
-- people's saved queries (docs/architecture.md): the contract's columns come
-- first, in its order. Money is DECIMAL(18,4). There is no foreign key: DuckDB
-- refuses to update a referenced row; sql/checks looks for orphans instead.

create table runs (
    run_id       varchar     not null primary key,
    pipeline     varchar     not null,
    kind         varchar     not null check (kind in ('backtest', 'live')),
    started_at   timestamptz not null,
    finished_at  timestamptz check (finished_at >= started_at),
    as_of        timestamptz not null,
    status       varchar     not null check (status in ('running', 'done', 'failed', 'refused')),
    message      varchar,
    config       json        not null,
    seed         bigint      not null,
    git_revision varchar
);
comment on table runs is 'One row per execution of a pipeline that wrote to the warehouse';
comment on column runs.run_id is 'Name of the run';
comment on column runs.pipeline is 'Job that ran: backtest, weekly, hourly, …';
comment on column runs.kind is 'backtest (its clock is replayed) or live';
comment on column runs.started_at is 'Start by the run''s clock, UTC';
comment on column runs.finished_at is 'End, UTC; NULL while running';
comment on column runs.as_of is 'Latest moment whose knowledge the run used, UTC';
comment on column runs.status is 'running, done, failed or refused';
comment on column runs.message is 'Why it failed or was refused; NULL otherwise';
comment on column runs.config is 'Configuration in force, with the run''s own arguments';
comment on column runs.seed is 'Seed of all its randomness';
comment on column runs.git_revision is 'Revision of the program; NULL if the build does not say';

create table models (
    model_version varchar     not null primary key,
    run_id        varchar     not null,
    created_at    timestamptz not null,
    trained_to    timestamptz not null,
    state         varchar     not null check (state in ('candidate', 'champion', 'retired', 'rejected')),
    fingerprint   varchar     not null,
    metrics       json
);
comment on table models is 'One row per model version: an immutable directory of fitted models';
comment on column models.model_version is 'Name of the version';
comment on column models.run_id is 'Run that trained it';
comment on column models.created_at is 'When it was trained, by the run''s clock, UTC';
comment on column models.trained_to is 'Cut-off: nothing known later was learned from, UTC';
comment on column models.state is 'candidate, champion, retired or rejected';
comment on column models.fingerprint is 'SHA-256 of the version''s files, hexadecimal';
comment on column models.metrics is 'Out-of-time scores by model; NULL before validation';

create table predictions (
    prediction_id        varchar     not null primary key,
    fixture_id           varchar     not null,
    prediction_time      timestamptz not null,
    match_date           date        not null,
    home_team            varchar     not null,
    away_team            varchar     not null,
    league               varchar     not null,
    venue                varchar,
    home_win_prob        double      not null check (home_win_prob > 0 and home_win_prob < 1),
    draw_prob            double      not null check (draw_prob > 0 and draw_prob < 1),
    away_win_prob        double      not null check (away_win_prob > 0 and away_win_prob < 1),
    predicted_outcome    varchar     not null check (predicted_outcome in ('H', 'D', 'A')),
    lineup_available     boolean     not null,
    lineup_coverage_home double      check (lineup_coverage_home between 0 and 1),
    lineup_coverage_away double      check (lineup_coverage_away between 0 and 1),
    model_version        varchar     not null,
    run_id               varchar     not null,
    as_of                timestamptz not null,
    division             varchar     not null,
    season               varchar     not null,
    kickoff              timestamptz not null,
    kickoff_known        boolean     not null,
    check (as_of <= prediction_time),
    check (abs(home_win_prob + draw_prob + away_win_prob - 1) < 1e-6)
);
comment on table predictions is 'One row per fixture and prediction moment: the ensemble''s probabilities';
comment on column predictions.prediction_id is 'fixture_id@prediction_time';
comment on column predictions.fixture_id is 'division/season/home/away/n; never changes';
comment on column predictions.prediction_time is 'The run''s clock, in a backtest the as-of, UTC';
comment on column predictions.match_date is 'The source''s own date';
comment on column predictions.home_team is 'Spelling of the fixture''s own row';
comment on column predictions.away_team is 'Spelling of the fixture''s own row';
comment on column predictions.league is 'Division''s name, or its code if it has none';
comment on column predictions.venue is 'Ground; NULL if the source does not say';
comment on column predictions.home_win_prob is 'Probability of a home win after 90 minutes, 0 to 1; the three sum to one';
comment on column predictions.draw_prob is 'Probability of a draw after 90 minutes, 0 to 1';
comment on column predictions.away_win_prob is 'Probability of an away win after 90 minutes, 0 to 1';
comment on column predictions.predicted_outcome is 'Most probable outcome: H, D or A';
comment on column predictions.lineup_available is 'Whether line-ups were known at the as-of';
comment on column predictions.lineup_coverage_home is 'Share of the home eleven that is rated, 0 to 1; NULL without line-ups';
comment on column predictions.lineup_coverage_away is 'Share of the away eleven that is rated, 0 to 1; NULL without line-ups';
comment on column predictions.model_version is 'Model version that predicted';
comment on column predictions.run_id is 'Run that predicted';
comment on column predictions.as_of is 'Moment whose knowledge was used, UTC';
comment on column predictions.division is 'Division''s code, e.g. E0';
comment on column predictions.season is 'Season''s label, e.g. 1516';
comment on column predictions.kickoff is 'Kick-off, UTC; nominal unless kickoff_known';
comment on column predictions.kickoff_known is 'Whether the source gives the time of day';

create table model_predictions (
    prediction_id varchar not null,
    model         varchar not null,
    home_win_prob double  not null check (home_win_prob > 0 and home_win_prob < 1),
    draw_prob     double  not null check (draw_prob > 0 and draw_prob < 1),
    away_win_prob double  not null check (away_win_prob > 0 and away_win_prob < 1),
    primary key (prediction_id, model),
    check (abs(home_win_prob + draw_prob + away_win_prob - 1) < 1e-6)
);
comment on table model_predictions is 'One row per prediction and model, the benchmarks and the market among them';
comment on column model_predictions.prediction_id is 'Prediction it belongs to';
comment on column model_predictions.model is 'elo, dixon_coles, xgboost, ensemble, base_rate, uniform, market_pre or market_close';
comment on column model_predictions.home_win_prob is 'Probability of a home win, 0 to 1; the three sum to one';
comment on column model_predictions.draw_prob is 'Probability of a draw, 0 to 1';
comment on column model_predictions.away_win_prob is 'Probability of an away win, 0 to 1';

create table bets (
    bet_id              varchar       not null primary key,
    fixture_id          varchar       not null,
    prediction_id       varchar       not null,
    bet_time            timestamptz   not null,
    bet_outcome         varchar       not null check (bet_outcome in ('H', 'D', 'A', 'over', 'under')),
    stake               decimal(18,4) not null check (stake > 0),
    odds                decimal(9,4)  not null check (odds > 1),
    expected_value      double        not null,
    rule_applied        varchar       not null,
    status              varchar       not null check (status in ('pending', 'settled', 'void')),
    actual_outcome      varchar       check (actual_outcome in ('H', 'D', 'A')),
    result              varchar       check (result in ('win', 'loss', 'push', 'half_win', 'half_loss')),
    profit_loss         decimal(18,4),
    run_id              varchar       not null,
    strategy            varchar       not null,
    bookmaker           varchar       not null check (bookmaker not in ('Avg', 'Max')),
    market              varchar       not null check (market in ('1x2', 'total', 'handicap')),
    line                double,
    quoted_at           timestamptz   not null,
    probability         double        not null check (probability > 0 and probability < 1),
    commission          double        not null check (commission between 0 and 1),
    tax                 double        not null check (tax between 0 and 1),
    bankroll            decimal(18,4) not null,
    settled_at          timestamptz   check (settled_at >= bet_time),
    closing_price       decimal(9,4),
    closing_probability double        check (closing_probability > 0 and closing_probability < 1),
    clv                 double,
    check (quoted_at <= bet_time),
    check ((market = '1x2') = (line is null)),
    check (status <> 'pending' or (result is null and profit_loss is null and settled_at is null)),
    check (status <> 'settled' or (result is not null and profit_loss is not null and settled_at is not null)),
    check (status <> 'void' or (result is null and profit_loss = 0))
);
comment on table bets is 'One row per bet, written once at the price taken; settlement fills in the rest';
comment on column bets.bet_id is 'strategy/market/selection[/line]/prediction_id';
comment on column bets.fixture_id is 'Fixture bet on';
comment on column bets.prediction_id is 'Prediction that the bet rests on';
comment on column bets.bet_time is 'The run''s clock, in a backtest the as-of, UTC';
comment on column bets.bet_outcome is 'Selection: H, D, A, over or under';
comment on column bets.stake is 'Stake, money';
comment on column bets.odds is 'Decimal price taken, above 1';
comment on column bets.expected_value is 'Expected profit per unit staked after commission and tax';
comment on column bets.rule_applied is 'Rule of the strategy that chose the bet';
comment on column bets.status is 'pending, settled or void';
comment on column bets.actual_outcome is 'H, D or A; NULL before the result';
comment on column bets.result is 'win, loss, push, half_win or half_loss; NULL unless settled';
comment on column bets.profit_loss is 'Profit after commission and tax, money, negative for a loss; NULL while pending, 0 if void';
comment on column bets.run_id is 'Run that placed the bet';
comment on column bets.strategy is 'Strategy whose bankroll was staked';
comment on column bets.bookmaker is 'Bookmaker whose price was taken, e.g. B365; never Avg or Max';
comment on column bets.market is '1x2, total or handicap';
comment on column bets.line is 'Goals line, or the home side''s handicap; NULL for 1x2';
comment on column bets.quoted_at is 'When the price was collected, UTC';
comment on column bets.probability is 'Our probability of the selection, 0 to 1';
comment on column bets.commission is 'Fraction of net winnings that the bookmaker keeps';
comment on column bets.tax is 'Fraction of the stake paid on top, whatever the result';
comment on column bets.bankroll is 'The strategy''s bankroll when the stake was set, money';
comment on column bets.settled_at is 'When the result was known, UTC; NULL while pending';
comment on column bets.closing_price is 'Closing price of the selection at the same bookmaker, else NULL';
comment on column bets.closing_probability is 'Margin-free closing probability of the selection, 0 to 1; NULL without closing prices';
comment on column bets.clv is 'Closing-line value: odds × closing_probability − 1; NULL without closing prices';

create table results (
    fixture_id     varchar     not null primary key,
    match_date     date        not null,
    home_team      varchar     not null,
    away_team      varchar     not null,
    home_score     integer     not null check (home_score >= 0),
    away_score     integer     not null check (away_score >= 0),
    actual_outcome varchar     not null check (actual_outcome in ('H', 'D', 'A')),
    result_time    timestamptz not null,
    run_id         varchar     not null,
    check ((actual_outcome = 'H') = (home_score > away_score)),
    check ((actual_outcome = 'A') = (home_score < away_score))
);
comment on table results is 'One row per predicted fixture that was played: goals after 90 minutes and stoppage time';
comment on column results.fixture_id is 'Fixture';
comment on column results.match_date is 'The source''s own date';
comment on column results.home_team is 'Spelling of the fixture''s own row';
comment on column results.away_team is 'Spelling of the fixture''s own row';
comment on column results.home_score is 'Goals of the home side';
comment on column results.away_score is 'Goals of the away side';
comment on column results.actual_outcome is 'H, D or A, by the goals';
comment on column results.result_time is 'When the result was known, UTC';
comment on column results.run_id is 'Run that wrote the result';

create table lineup_updates (
    fixture_id         varchar     not null,
    update_time        timestamptz not null,
    lineup_available   boolean     not null,
    home_players_found integer     not null check (home_players_found >= 0),
    away_players_found integer     not null check (away_players_found >= 0),
    primary key (fixture_id, update_time)
);
comment on table lineup_updates is 'One row per look at a fixture''s line-ups';
comment on column lineup_updates.fixture_id is 'Fixture';
comment on column lineup_updates.update_time is 'When we looked, by the run''s clock, UTC';
comment on column lineup_updates.lineup_available is 'Whether both elevens were published';
comment on column lineup_updates.home_players_found is 'Home players found, count';
comment on column lineup_updates.away_players_found is 'Away players found, count';

create table ledger (
    entry_id   varchar       not null primary key,
    strategy   varchar       not null,
    entry_time timestamptz   not null,
    kind       varchar       not null check (kind in ('deposit', 'settlement', 'reversal', 'withdrawal')),
    bet_id     varchar,
    amount     decimal(18,4) not null,
    run_id     varchar       not null,
    check ((kind in ('settlement', 'reversal')) = (bet_id is not null))
);
comment on table ledger is 'Append-only: the sum of a strategy''s entries is its bankroll; stakes of open bets are not entries';
comment on column ledger.entry_id is 'Natural key: kind/n/bet_id, or kind/n/strategy';
comment on column ledger.strategy is 'Strategy whose bankroll it is';
comment on column ledger.entry_time is 'When the money moved, by the run''s clock, UTC';
comment on column ledger.kind is 'deposit, settlement (a bet''s profit_loss), reversal (undoes a settlement) or withdrawal';
comment on column ledger.bet_id is 'Bet settled or reversed; NULL for deposits and withdrawals';
comment on column ledger.amount is 'Money, negative when it leaves the bankroll';
comment on column ledger.run_id is 'Run that wrote the entry';

-- +goose Down
drop table ledger;
drop table lineup_updates;
drop table results;
drop table bets;
drop table model_predictions;
drop table predictions;
drop table models;
drop table runs;
