-- A home in which nothing is wrong: four teams of one division meet once each,
-- one fixture is predicted and bet on and won, another is bet on and pending.
insert into leagues by name select 'E0' as division, 'England' as country, 1 as level, 'Premier League' as name;
insert into teams by name
select 'England/' || name as team_id, 'England' as country, name, [name] as spellings
from (select unnest(['Arsenal', 'Stoke', 'Leeds', 'Hull']) as name);
insert into fixtures by name
select
    'E0/1516/' || home || '/' || away || '/1' as fixture_id, 'England' as country, 'E0' as division, 1 as level, '1516' as season,
    day as match_date, day + interval 15 hour as kickoff, true as kickoff_known, home as home_team, away as away_team,
    'England/' || home as home_team_id, 'England/' || away as away_team_id, day - interval 12 hour as as_of
from (values ('Arsenal', 'Stoke', date '2015-08-08'), ('Leeds', 'Hull', date '2015-08-08'), ('Arsenal', 'Leeds', date '2015-08-15'),
             ('Hull', 'Stoke', date '2015-08-15'), ('Hull', 'Arsenal', date '2015-08-22'), ('Stoke', 'Leeds', date '2015-08-22')) v(home, away, day);
insert into seasons values ('E0', '1516', '2015-08-08', '2015-08-22', 6, 1, 4);
insert into scores values ('E0/1516/Arsenal/Stoke/1', 2, 1, 'H', 'H', '2015-08-08 18:00:00Z', '2020-01-01 00:00:00Z');
insert into statistics by name select 'E0/1516/Arsenal/Stoke/1' as fixture_id, 12 as home_shots, 9 as away_shots;
insert into odds by name
select
    'E0/1516/' || fixture || '/1' as fixture_id, bookmaker, '1x2' as market, unnest(['H', 'D', 'A']) as selection, 'pre_match' as moment,
    unnest(prices)::decimal(9, 4) as price, collected::timestamptz as known_at, timestamptz '2020-01-01 00:00:00Z' as landed_at
from (values ('Arsenal/Stoke', '2015-08-07 12:00:00Z'), ('Arsenal/Leeds', '2015-08-14 12:00:00Z')) f(fixture, collected),
     (values ('B365', [2.20, 3.40, 3.50]), ('PS', [2.25, 3.40, 3.45]), ('WH', [2.10, 3.30, 3.60]), ('Max', [2.25, 3.40, 3.60])) q(bookmaker, prices);

insert into runs by name
select
    'run' as run_id, 'backtest' as pipeline, 'backtest' as kind, timestamptz '2020-01-02 00:00:00Z' as started_at,
    timestamptz '2015-08-21 12:00:00Z' as as_of, 'done' as status, '{}' as config, 1 as seed;
insert into predictions by name
select
    fixture_id || '@' || moment as prediction_id, fixture_id, moment::timestamptz as prediction_time, match_date, home_team, away_team,
    'Premier League' as league, 0.5 as home_win_prob, 0.3 as draw_prob, 0.2 as away_win_prob, 'H' as predicted_outcome,
    false as lineup_available, 'backtest' as model_version, 'run' as run_id, moment::timestamptz as as_of, division, season, kickoff, kickoff_known
from fixtures join (values ('Stoke', '2015-08-07T12:00:00Z'), ('Leeds', '2015-08-14T12:00:00Z')) v(away_team, moment) using (away_team)
where home_team = 'Arsenal' order by moment;
insert into model_predictions by name
select prediction_id, 'ensemble' as model, home_win_prob, draw_prob, away_win_prob from predictions
union all by name
select prediction_id, 'elo' as model, 0.4 as home_win_prob, 0.3 as draw_prob, 0.3 as away_win_prob from predictions
union all by name
select prediction_id, 'base_rate' as model, 0.45 as home_win_prob, 0.25 as draw_prob, 0.3 as away_win_prob from predictions
union all by name
select prediction_id, 'market_pre' as model, 0.44 as home_win_prob, 0.28 as draw_prob, 0.28 as away_win_prob from predictions;
-- A quarter of a goal given: the draw loses half of the home side's stake.
insert into market_predictions_kept
select prediction_id, m.* from predictions, (values
    ('both_score', null, 'no', 0.45, 0, 0, 0), ('both_score', null, 'yes', 0.55, 0, 0, 0),
    ('handicap', -0.25, 'A', 0.2, 0.3, 0, 0), ('handicap', -0.25, 'H', 0.5, 0, 0, 0.3),
    ('handicap', 0, 'A', 0.2, 0, 0.3, 0), ('handicap', 0, 'H', 0.5, 0, 0.3, 0),
    ('score', null, '0-0', 0.1, 0, 0, 0), ('score', null, 'other', 0.9, 0, 0, 0),
    ('total', 2.5, 'over', 0.48, 0, 0, 0), ('total', 2.5, 'under', 0.52, 0, 0, 0)) m(market, line, selection, win, half_win, push, half_loss);
insert into results values ('E0/1516/Arsenal/Stoke/1', '2015-08-08', 'Arsenal', 'Stoke', 2, 1, 'H', '2015-08-08 18:00:00Z', 'run');
-- 20.00 at 2.25: winnings 25.00, less 5 % commission 1.25, less 1 % tax on the stake 0.20.
insert into bets by name
select
    'won' as bet_id, fixture_id, prediction_id, as_of as bet_time, 'H' as bet_outcome, 20.00 as stake, 2.25 as odds, 0.07 as expected_value,
    'value' as rule_applied, 'settled' as status, 'H' as actual_outcome, 'win' as result, 23.55 as profit_loss, 'run' as run_id,
    'value' as strategy, 'PS' as bookmaker, '1x2' as market, as_of as quoted_at, 0.5 as probability, 0.05 as commission, 0.01 as tax,
    1000 as bankroll, timestamptz '2015-08-08 18:00:00Z' as settled_at, 0.46 as closing_probability, 0.035 as clv
from predictions where away_team = 'Stoke'
union all by name
select
    'open' as bet_id, fixture_id, prediction_id, as_of as bet_time, 'H' as bet_outcome, 10.00 as stake, 2.20 as odds, 0.1 as expected_value,
    'value' as rule_applied, 'pending' as status, 'run' as run_id,
    'value' as strategy, 'B365' as bookmaker, '1x2' as market, as_of as quoted_at, 0.5 as probability, 0 as commission, 0 as tax,
    1023.55 as bankroll
from predictions where away_team = 'Leeds';
insert into ledger values
    ('deposit/1/value', 'value', '2015-08-07 12:00:00Z', 'deposit', null, 1000, 'run', 'paper'),
    ('settlement/1/won', 'value', '2015-08-08 18:00:00Z', 'settlement', 'won', 23.55, 'run', 'paper');
