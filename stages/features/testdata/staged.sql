-- The columns of the staged tables that the feature models read, empty.
create table fixtures (
    fixture_id varchar, country varchar, division varchar, level integer, season varchar,
    match_date date, kickoff timestamptz, kickoff_known boolean,
    home_team varchar, away_team varchar, home_team_id varchar, away_team_id varchar, as_of timestamptz, first_landed_at timestamptz);
create table scores (fixture_id varchar, home_goals integer, away_goals integer, known_at timestamptz, landed_at timestamptz);
create table statistics (
    fixture_id varchar, home_shots integer, away_shots integer,
    home_shots_on_target integer, away_shots_on_target integer, home_corners integer, away_corners integer,
    home_red_cards integer, away_red_cards integer, known_at timestamptz, landed_at timestamptz);
create table odds (
    fixture_id varchar, bookmaker varchar, market varchar, selection varchar, moment varchar,
    price decimal(9, 4), known_at timestamptz, landed_at timestamptz);
