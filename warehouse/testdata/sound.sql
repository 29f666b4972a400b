-- A home in which nothing is wrong: four teams of one division meet once each,
-- one fixture is predicted and bet on and won, another is bet on and pending.
INSERT INTO leagues BY NAME SELECT 'E0' AS division, 'England' AS country, 1 AS level, 'Premier League' AS name;
INSERT INTO teams BY NAME
SELECT 'England/' || name AS team_id, 'England' AS country, name, [name] AS spellings
FROM (SELECT unnest(['Arsenal', 'Stoke', 'Leeds', 'Hull']) AS name);
INSERT INTO fixtures BY NAME
SELECT 'E0/1516/' || home || '/' || away || '/1' AS fixture_id, 'England' AS country, 'E0' AS division, 1 AS level, '1516' AS season,
       day AS match_date, day + INTERVAL 15 HOUR AS kickoff, true AS kickoff_known, home AS home_team, away AS away_team,
       'England/' || home AS home_team_id, 'England/' || away AS away_team_id, day - INTERVAL 12 HOUR AS as_of
FROM (VALUES ('Arsenal', 'Stoke', DATE '2015-08-08'), ('Leeds', 'Hull', DATE '2015-08-08'), ('Arsenal', 'Leeds', DATE '2015-08-15'),
             ('Hull', 'Stoke', DATE '2015-08-15'), ('Hull', 'Arsenal', DATE '2015-08-22'), ('Stoke', 'Leeds', DATE '2015-08-22')) v(home, away, day);
INSERT INTO seasons VALUES ('E0', '1516', '2015-08-08', '2015-08-22', 6, 1, 4);
INSERT INTO scores VALUES ('E0/1516/Arsenal/Stoke/1', 2, 1, 'H', 'H', '2015-08-08 18:00:00Z', '2020-01-01 00:00:00Z');
INSERT INTO statistics BY NAME SELECT 'E0/1516/Arsenal/Stoke/1' AS fixture_id, 12 AS home_shots, 9 AS away_shots;
INSERT INTO odds BY NAME
SELECT 'E0/1516/' || fixture || '/1' AS fixture_id, bookmaker, '1x2' AS market, unnest(['H', 'D', 'A']) AS selection, 'pre_match' AS moment,
       unnest(prices)::DECIMAL(9, 4) AS price, collected::TIMESTAMPTZ AS known_at, TIMESTAMPTZ '2020-01-01 00:00:00Z' AS landed_at
FROM (VALUES ('Arsenal/Stoke', '2015-08-07 12:00:00Z'), ('Arsenal/Leeds', '2015-08-14 12:00:00Z')) f(fixture, collected),
     (VALUES ('B365', [2.20, 3.40, 3.50]), ('PS', [2.25, 3.40, 3.45]), ('WH', [2.10, 3.30, 3.60]), ('Max', [2.25, 3.40, 3.60])) q(bookmaker, prices);

INSERT INTO runs BY NAME
SELECT 'run' AS run_id, 'backtest' AS pipeline, 'backtest' AS kind, TIMESTAMPTZ '2020-01-02 00:00:00Z' AS started_at,
       TIMESTAMPTZ '2015-08-21 12:00:00Z' AS as_of, 'done' AS status, '{}' AS config, 1 AS seed;
INSERT INTO predictions BY NAME
SELECT fixture_id || '@' || moment AS prediction_id, fixture_id, moment::TIMESTAMPTZ AS prediction_time, match_date, home_team, away_team,
       'Premier League' AS league, 0.5 AS home_win_prob, 0.3 AS draw_prob, 0.2 AS away_win_prob, 'H' AS predicted_outcome,
       false AS lineup_available, 'backtest' AS model_version, 'run' AS run_id, moment::TIMESTAMPTZ AS as_of, division, season, kickoff, kickoff_known
FROM fixtures JOIN (VALUES ('Stoke', '2015-08-07T12:00:00Z'), ('Leeds', '2015-08-14T12:00:00Z')) v(away_team, moment) USING (away_team)
WHERE home_team = 'Arsenal' ORDER BY moment;
INSERT INTO model_predictions BY NAME
SELECT prediction_id, 'ensemble' AS model, home_win_prob, draw_prob, away_win_prob FROM predictions
UNION ALL BY NAME
SELECT prediction_id, 'elo' AS model, 0.4 AS home_win_prob, 0.3 AS draw_prob, 0.3 AS away_win_prob FROM predictions
UNION ALL BY NAME
SELECT prediction_id, 'base_rate' AS model, 0.45 AS home_win_prob, 0.25 AS draw_prob, 0.3 AS away_win_prob FROM predictions
UNION ALL BY NAME
SELECT prediction_id, 'market_pre' AS model, 0.44 AS home_win_prob, 0.28 AS draw_prob, 0.28 AS away_win_prob FROM predictions;
-- A quarter of a goal given: the draw loses half of the home side's stake.
INSERT INTO market_predictions
SELECT prediction_id, m.* FROM predictions, (VALUES
    ('both_score', NULL, 'no', 0.45, 0, 0, 0), ('both_score', NULL, 'yes', 0.55, 0, 0, 0),
    ('handicap', -0.25, 'A', 0.2, 0.3, 0, 0), ('handicap', -0.25, 'H', 0.5, 0, 0, 0.3),
    ('handicap', 0, 'A', 0.2, 0, 0.3, 0), ('handicap', 0, 'H', 0.5, 0, 0.3, 0),
    ('score', NULL, '0-0', 0.1, 0, 0, 0), ('score', NULL, 'other', 0.9, 0, 0, 0),
    ('total', 2.5, 'over', 0.48, 0, 0, 0), ('total', 2.5, 'under', 0.52, 0, 0, 0)) m(market, line, selection, win, half_win, push, half_loss);
INSERT INTO results VALUES ('E0/1516/Arsenal/Stoke/1', '2015-08-08', 'Arsenal', 'Stoke', 2, 1, 'H', '2015-08-08 18:00:00Z', 'run');
-- 20.00 at 2.25: winnings 25.00, less 5 % commission 1.25, less 1 % tax on the stake 0.20.
INSERT INTO bets BY NAME
SELECT 'won' AS bet_id, fixture_id, prediction_id, as_of AS bet_time, 'H' AS bet_outcome, 20.00 AS stake, 2.25 AS odds, 0.07 AS expected_value,
       'value' AS rule_applied, 'settled' AS status, 'H' AS actual_outcome, 'win' AS result, 23.55 AS profit_loss, 'run' AS run_id,
       'value' AS strategy, 'PS' AS bookmaker, '1x2' AS market, as_of AS quoted_at, 0.5 AS probability, 0.05 AS commission, 0.01 AS tax,
       1000 AS bankroll, TIMESTAMPTZ '2015-08-08 18:00:00Z' AS settled_at, 0.46 AS closing_probability, 0.035 AS clv
FROM predictions WHERE away_team = 'Stoke'
UNION ALL BY NAME
SELECT 'open' AS bet_id, fixture_id, prediction_id, as_of AS bet_time, 'H' AS bet_outcome, 10.00 AS stake, 2.20 AS odds, 0.1 AS expected_value,
       'value' AS rule_applied, 'pending' AS status, 'run' AS run_id,
       'value' AS strategy, 'B365' AS bookmaker, '1x2' AS market, as_of AS quoted_at, 0.5 AS probability, 0 AS commission, 0 AS tax,
       1023.55 AS bankroll
FROM predictions WHERE away_team = 'Leeds';
INSERT INTO ledger VALUES
    ('deposit/1/value', 'value', '2015-08-07 12:00:00Z', 'deposit', NULL, 1000, 'run'),
    ('settlement/1/won', 'value', '2015-08-08 18:00:00Z', 'settlement', 'won', 23.55, 'run');
