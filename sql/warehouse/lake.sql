-- lake: the tables of lake/staged as they are published, documented and empty.
-- Publishing fills them from the staged files; a column that staging adds comes
-- after these.

CREATE TABLE fixtures (
    fixture_id      VARCHAR,
    source          VARCHAR,
    country         VARCHAR,
    division        VARCHAR,
    level           INTEGER,
    season          VARCHAR,
    match_date      DATE,
    kickoff         TIMESTAMPTZ,
    kickoff_known   BOOLEAN,
    home_team       VARCHAR,
    away_team       VARCHAR,
    home_team_id    VARCHAR,
    away_team_id    VARCHAR,
    state           VARCHAR,
    venue           VARCHAR,
    referee         VARCHAR,
    attendance      INTEGER,
    as_of           TIMESTAMPTZ,
    known_at        TIMESTAMPTZ,
    first_landed_at TIMESTAMPTZ,
    landed_at       TIMESTAMPTZ
);
COMMENT ON TABLE fixtures IS 'One row per fixture, played or not';
COMMENT ON COLUMN fixtures.fixture_id IS 'division/season/home/away/n, in the spellings first landed; never changes';
COMMENT ON COLUMN fixtures.source IS 'Where it comes from: footballdata or sportmonks';
COMMENT ON COLUMN fixtures.country IS 'Country; its divisions exchange clubs';
COMMENT ON COLUMN fixtures.division IS 'Division''s code, e.g. E0';
COMMENT ON COLUMN fixtures.level IS 'Level in the country, 1 is the top';
COMMENT ON COLUMN fixtures.season IS 'Season''s label, e.g. 1516, or 2012 and 2012/2013 in the second layout';
COMMENT ON COLUMN fixtures.match_date IS 'The file''s own date';
COMMENT ON COLUMN fixtures.kickoff IS 'Kick-off, UTC; nominal unless kickoff_known';
COMMENT ON COLUMN fixtures.kickoff_known IS 'Whether the file gives the time of day';
COMMENT ON COLUMN fixtures.home_team IS 'Home side as spelled in the fixture''s own row';
COMMENT ON COLUMN fixtures.away_team IS 'Away side as spelled in the fixture''s own row';
COMMENT ON COLUMN fixtures.home_team_id IS 'Home side''s identity: country/canonical name';
COMMENT ON COLUMN fixtures.away_team_id IS 'Away side''s identity: country/canonical name';
COMMENT ON COLUMN fixtures.state IS 'scheduled or finished; by the API also delayed, postponed, in_play, interrupted, suspended, cancelled, walk_over, abandoned, awarded, deleted';
COMMENT ON COLUMN fixtures.venue IS 'Ground; NULL if the source does not say';
COMMENT ON COLUMN fixtures.referee IS 'Referee; NULL if the source does not say';
COMMENT ON COLUMN fixtures.attendance IS 'Spectators; NULL if the source does not say';
COMMENT ON COLUMN fixtures.as_of IS 'Moment of the fixture''s prediction: last Tuesday or Friday, 13:00 London, at least an hour before kick-off, UTC';
COMMENT ON COLUMN fixtures.known_at IS 'When the fixture could be known, the world''s clock, UTC';
COMMENT ON COLUMN fixtures.first_landed_at IS 'When it first reached the lake, UTC';
COMMENT ON COLUMN fixtures.landed_at IS 'When its row''s version reached the lake, UTC';

CREATE TABLE scores (
    fixture_id     VARCHAR,
    home_goals     INTEGER,
    away_goals     INTEGER,
    outcome        VARCHAR,
    stated_outcome VARCHAR,
    known_at       TIMESTAMPTZ,
    landed_at      TIMESTAMPTZ
);
COMMENT ON TABLE scores IS 'One row per fixture with a result after 90 minutes and stoppage time';
COMMENT ON COLUMN scores.fixture_id IS 'Fixture';
COMMENT ON COLUMN scores.home_goals IS 'Goals of the home side';
COMMENT ON COLUMN scores.away_goals IS 'Goals of the away side';
COMMENT ON COLUMN scores.outcome IS 'H, D or A, by the goals';
COMMENT ON COLUMN scores.stated_outcome IS 'The source''s own result letter; NULL if it gives none';
COMMENT ON COLUMN scores.known_at IS 'When the result could be known, the world''s clock, UTC';
COMMENT ON COLUMN scores.landed_at IS 'When it reached the lake, UTC';

CREATE TABLE statistics (
    fixture_id           VARCHAR,
    home_half_goals      INTEGER,
    away_half_goals      INTEGER,
    home_shots           INTEGER,
    away_shots           INTEGER,
    home_shots_on_target INTEGER,
    away_shots_on_target INTEGER,
    home_corners         INTEGER,
    away_corners         INTEGER,
    home_fouls           INTEGER,
    away_fouls           INTEGER,
    home_offsides        INTEGER,
    away_offsides        INTEGER,
    home_woodwork        INTEGER,
    away_woodwork        INTEGER,
    home_yellow_cards    INTEGER,
    away_yellow_cards    INTEGER,
    home_red_cards       INTEGER,
    away_red_cards       INTEGER,
    home_booking_points  INTEGER,
    away_booking_points  INTEGER,
    known_at             TIMESTAMPTZ,
    landed_at            TIMESTAMPTZ
);
COMMENT ON TABLE statistics IS 'One row per fixture with any statistics: counts by side';
COMMENT ON COLUMN statistics.fixture_id IS 'Fixture';
COMMENT ON COLUMN statistics.home_half_goals IS 'Goals at half-time, home side; NULL if not given';
COMMENT ON COLUMN statistics.away_half_goals IS 'Goals at half-time, away side; NULL if not given';
COMMENT ON COLUMN statistics.home_shots IS 'Shots, home side; NULL if not given';
COMMENT ON COLUMN statistics.away_shots IS 'Shots, away side; NULL if not given';
COMMENT ON COLUMN statistics.home_shots_on_target IS 'Shots on target, home side; NULL if not given';
COMMENT ON COLUMN statistics.away_shots_on_target IS 'Shots on target, away side; NULL if not given';
COMMENT ON COLUMN statistics.home_corners IS 'Corners, home side; NULL if not given';
COMMENT ON COLUMN statistics.away_corners IS 'Corners, away side; NULL if not given';
COMMENT ON COLUMN statistics.home_fouls IS 'Fouls committed, home side; NULL if not given';
COMMENT ON COLUMN statistics.away_fouls IS 'Fouls committed, away side; NULL if not given';
COMMENT ON COLUMN statistics.home_offsides IS 'Offsides, home side; NULL if not given';
COMMENT ON COLUMN statistics.away_offsides IS 'Offsides, away side; NULL if not given';
COMMENT ON COLUMN statistics.home_woodwork IS 'Shots that hit post or bar, home side; NULL if not given';
COMMENT ON COLUMN statistics.away_woodwork IS 'Shots that hit post or bar, away side; NULL if not given';
COMMENT ON COLUMN statistics.home_yellow_cards IS 'Yellow cards, home side; NULL if not given';
COMMENT ON COLUMN statistics.away_yellow_cards IS 'Yellow cards, away side; NULL if not given';
COMMENT ON COLUMN statistics.home_red_cards IS 'Red cards, home side; NULL if not given';
COMMENT ON COLUMN statistics.away_red_cards IS 'Red cards, away side; NULL if not given';
COMMENT ON COLUMN statistics.home_booking_points IS 'Booking points: 10 a yellow, 25 a red card, home side; NULL if not given';
COMMENT ON COLUMN statistics.away_booking_points IS 'Booking points: 10 a yellow, 25 a red card, away side; NULL if not given';
COMMENT ON COLUMN statistics.known_at IS 'When they could be known, the world''s clock, UTC';
COMMENT ON COLUMN statistics.landed_at IS 'When they reached the lake, UTC';

CREATE TABLE odds (
    fixture_id VARCHAR,
    bookmaker  VARCHAR,
    market     VARCHAR,
    selection  VARCHAR,
    line       DOUBLE,
    moment     VARCHAR,
    price      DECIMAL(9,4),
    known_at   TIMESTAMPTZ,
    landed_at  TIMESTAMPTZ
);
COMMENT ON TABLE odds IS 'One row per fixture, bookmaker, market, selection, line, moment and, of the API''s prices, change in time';
COMMENT ON COLUMN odds.fixture_id IS 'Fixture';
COMMENT ON COLUMN odds.bookmaker IS 'Bookmaker''s letters, e.g. B365; Avg and Max are the publisher''s average and best price, never bet at';
COMMENT ON COLUMN odds.market IS '1x2, total or handicap';
COMMENT ON COLUMN odds.selection IS 'H, D, A, over or under';
COMMENT ON COLUMN odds.line IS 'Goals line, or the home side''s handicap; NULL for 1x2';
COMMENT ON COLUMN odds.moment IS 'pre_match (may be bet at) or closing (measures only)';
COMMENT ON COLUMN odds.price IS 'Decimal price, above 1';
COMMENT ON COLUMN odds.known_at IS 'When the price was collected or, of the API''s, quoted; closing ones of files at kick-off; the world''s clock, UTC';
COMMENT ON COLUMN odds.landed_at IS 'When it reached the lake, UTC';

CREATE TABLE teams (
    team_id   VARCHAR,
    country   VARCHAR,
    name      VARCHAR,
    spellings VARCHAR[]
);
COMMENT ON TABLE teams IS 'One row per club and country';
COMMENT ON COLUMN teams.team_id IS 'Identity: country/canonical name';
COMMENT ON COLUMN teams.country IS 'Country';
COMMENT ON COLUMN teams.name IS 'Canonical name';
COMMENT ON COLUMN teams.spellings IS 'Spellings met in the files';

CREATE TABLE leagues (
    division VARCHAR,
    country  VARCHAR,
    level    INTEGER,
    name     VARCHAR
);
COMMENT ON TABLE leagues IS 'One row per division';
COMMENT ON COLUMN leagues.division IS 'Division''s code, e.g. E0';
COMMENT ON COLUMN leagues.country IS 'Country';
COMMENT ON COLUMN leagues.level IS 'Level in the country, 1 is the top';
COMMENT ON COLUMN leagues.name IS 'Name, e.g. Premier League';

CREATE TABLE seasons (
    division   VARCHAR,
    season     VARCHAR,
    first_date DATE,
    last_date  DATE,
    fixtures   INTEGER,
    results    INTEGER,
    teams      INTEGER
);
COMMENT ON TABLE seasons IS 'One row per division and season';
COMMENT ON COLUMN seasons.division IS 'Division''s code';
COMMENT ON COLUMN seasons.season IS 'Season''s label';
COMMENT ON COLUMN seasons.first_date IS 'First match date';
COMMENT ON COLUMN seasons.last_date IS 'Last match date';
COMMENT ON COLUMN seasons.fixtures IS 'Fixtures, played or not, count';
COMMENT ON COLUMN seasons.results IS 'Fixtures with a result, count';
COMMENT ON COLUMN seasons.teams IS 'Clubs, count';

CREATE TABLE editions (
    division  VARCHAR,
    season    VARCHAR,
    file      VARCHAR,
    sha256    VARCHAR,
    landed_at TIMESTAMPTZ,
    fixtures  INTEGER,
    results   INTEGER,
    winner    BOOLEAN
);
COMMENT ON TABLE editions IS 'One row per landed file, division and season in it';
COMMENT ON COLUMN editions.division IS 'Division''s code';
COMMENT ON COLUMN editions.season IS 'Season''s label';
COMMENT ON COLUMN editions.file IS 'File''s name when it was landed';
COMMENT ON COLUMN editions.sha256 IS 'SHA-256 of the file, hexadecimal';
COMMENT ON COLUMN editions.landed_at IS 'When it reached the lake, UTC';
COMMENT ON COLUMN editions.fixtures IS 'Fixtures in it, count';
COMMENT ON COLUMN editions.results IS 'Fixtures with a result in it, count';
COMMENT ON COLUMN editions.winner IS 'Whether its rows win over those of the other editions';

CREATE TABLE rejected (
    source    VARCHAR,
    file      VARCHAR,
    sha256    VARCHAR,
    line      INTEGER,
    reason    VARCHAR,
    hint      VARCHAR,
    detail    VARCHAR,
    row       VARCHAR,
    landed_at TIMESTAMPTZ
);
COMMENT ON TABLE rejected IS 'One row per row or value of a file that could not be used';
COMMENT ON COLUMN rejected.source IS 'Where it comes from';
COMMENT ON COLUMN rejected.file IS 'File''s name when it was landed';
COMMENT ON COLUMN rejected.sha256 IS 'SHA-256 of the file, hexadecimal';
COMMENT ON COLUMN rejected.line IS 'Line in the file, from 1';
COMMENT ON COLUMN rejected.reason IS 'Why, one of a few names';
COMMENT ON COLUMN rejected.hint IS 'What the reason means, and what became of the rest; NULL if nobody has written it down';
COMMENT ON COLUMN rejected.detail IS 'What was found';
COMMENT ON COLUMN rejected.row IS 'The row as landed';
COMMENT ON COLUMN rejected.landed_at IS 'When the file reached the lake, UTC';

-- The tables below are staged once the API, or a table of who played, has landed.

CREATE TABLE fixture_versions (
    fixture_id      VARCHAR,
    source          VARCHAR,
    source_id       VARCHAR,
    state           VARCHAR,
    state_id        INTEGER,
    kickoff         TIMESTAMPTZ,
    stage           VARCHAR,
    round           VARCHAR,
    venue           VARCHAR,
    home_goals      INTEGER,
    away_goals      INTEGER,
    home_half_goals INTEGER,
    away_half_goals INTEGER,
    home_current    INTEGER,
    away_current    INTEGER,
    home_extra_time INTEGER,
    away_extra_time INTEGER,
    home_penalties  INTEGER,
    away_penalties  INTEGER,
    known_at        TIMESTAMPTZ,
    last_seen_at    TIMESTAMPTZ,
    landed_at       TIMESTAMPTZ
);
COMMENT ON TABLE fixture_versions IS 'One row per fixture and change of its state, kick-off or score';
COMMENT ON COLUMN fixture_versions.fixture_id IS 'Fixture';
COMMENT ON COLUMN fixture_versions.source IS 'Who tells';
COMMENT ON COLUMN fixture_versions.source_id IS 'The source''s own id of the fixture';
COMMENT ON COLUMN fixture_versions.state IS 'scheduled, delayed, postponed, in_play, interrupted, suspended, finished, cancelled, walk_over, abandoned, awarded or deleted';
COMMENT ON COLUMN fixture_versions.state_id IS 'The source''s own number of the state';
COMMENT ON COLUMN fixture_versions.kickoff IS 'Kick-off as told then, UTC; NULL if unknown';
COMMENT ON COLUMN fixture_versions.stage IS 'Stage of the season; NULL if not told';
COMMENT ON COLUMN fixture_versions.round IS 'Round; NULL if not told, as in knock-outs';
COMMENT ON COLUMN fixture_versions.venue IS 'Ground; NULL if not told';
COMMENT ON COLUMN fixture_versions.home_goals IS 'Goals after 90 minutes and stoppage time; NULL before the end';
COMMENT ON COLUMN fixture_versions.away_goals IS 'Goals after 90 minutes and stoppage time; NULL before the end';
COMMENT ON COLUMN fixture_versions.home_half_goals IS 'Goals at half-time';
COMMENT ON COLUMN fixture_versions.away_half_goals IS 'Goals at half-time';
COMMENT ON COLUMN fixture_versions.home_current IS 'Running score, extra time included; never settled by';
COMMENT ON COLUMN fixture_versions.away_current IS 'Running score, extra time included; never settled by';
COMMENT ON COLUMN fixture_versions.home_extra_time IS 'Goals in extra time alone';
COMMENT ON COLUMN fixture_versions.away_extra_time IS 'Goals in extra time alone';
COMMENT ON COLUMN fixture_versions.home_penalties IS 'Goals of the shoot-out';
COMMENT ON COLUMN fixture_versions.away_penalties IS 'Goals of the shoot-out';
COMMENT ON COLUMN fixture_versions.known_at IS 'First fetch that said so, UTC';
COMMENT ON COLUMN fixture_versions.last_seen_at IS 'Last fetch that still said so, UTC';
COMMENT ON COLUMN fixture_versions.landed_at IS 'When it reached the lake, UTC';

CREATE TABLE measures (
    fixture_id VARCHAR,
    source     VARCHAR,
    side       VARCHAR,
    type       VARCHAR,
    value      DOUBLE,
    known_at   TIMESTAMPTZ,
    landed_at  TIMESTAMPTZ
);
COMMENT ON TABLE measures IS 'One row per fixture, side and type of figure of a finished fixture';
COMMENT ON COLUMN measures.fixture_id IS 'Fixture';
COMMENT ON COLUMN measures.source IS 'Who tells';
COMMENT ON COLUMN measures.side IS 'home or away';
COMMENT ON COLUMN measures.type IS 'Type, e.g. shots, possession (percent) or expected_goals; type_<number> of one without a name';
COMMENT ON COLUMN measures.value IS 'Figure';
COMMENT ON COLUMN measures.known_at IS 'When it could be known, the world''s clock, UTC';
COMMENT ON COLUMN measures.landed_at IS 'When it reached the lake, UTC';

CREATE TABLE lineups (
    fixture_id         VARCHAR,
    source             VARCHAR,
    side               VARCHAR,
    team_id            VARCHAR,
    version            INTEGER,
    slot               INTEGER,
    player_id          VARCHAR,
    player_name        VARCHAR,
    started            BOOLEAN,
    position           VARCHAR,
    formation          VARCHAR,
    formation_field    VARCHAR,
    formation_position INTEGER,
    shirt              INTEGER,
    confirmed          BOOLEAN,
    minutes            DOUBLE,
    rating             DOUBLE,
    measures           STRUCT(name VARCHAR, value DOUBLE)[],
    details_known_at   TIMESTAMPTZ,
    known_at           TIMESTAMPTZ,
    landed_at          TIMESTAMPTZ
);
COMMENT ON TABLE lineups IS 'One row per fixture, source, side, version of the team sheet and player on it';
COMMENT ON COLUMN lineups.fixture_id IS 'Fixture';
COMMENT ON COLUMN lineups.source IS 'Who tells: sportmonks, or the folder of a landed table';
COMMENT ON COLUMN lineups.side IS 'home or away';
COMMENT ON COLUMN lineups.team_id IS 'Team''s identity';
COMMENT ON COLUMN lineups.version IS 'Number of the team sheet, from 1; one that differs is a version of its own';
COMMENT ON COLUMN lineups.slot IS 'Place in the team sheet, from 1; starters come first';
COMMENT ON COLUMN lineups.player_id IS 'source/id of the player; NULL if the source does not say who it is';
COMMENT ON COLUMN lineups.player_name IS 'Name as on the sheet';
COMMENT ON COLUMN lineups.started IS 'Whether he starts, else he is on the bench';
COMMENT ON COLUMN lineups.position IS 'goalkeeper, defender, midfielder or attacker; NULL if not told';
COMMENT ON COLUMN lineups.formation IS 'The side''s formation, e.g. 4-2-3-1';
COMMENT ON COLUMN lineups.formation_field IS 'row:column in the formation';
COMMENT ON COLUMN lineups.formation_position IS 'Place in the formation, 1 to 11';
COMMENT ON COLUMN lineups.shirt IS 'Number on the shirt';
COMMENT ON COLUMN lineups.confirmed IS 'Whether the source calls the line-up confirmed; NULL if it does not say';
COMMENT ON COLUMN lineups.minutes IS 'Minutes played, known from details_known_at on; NULL if not told';
COMMENT ON COLUMN lineups.rating IS 'Rating, known from details_known_at on; NULL if not told';
COMMENT ON COLUMN lineups.measures IS 'Further figures by name, known from details_known_at on; zeros are left out by the source';
COMMENT ON COLUMN lineups.details_known_at IS 'When minutes, rating and figures could be known, UTC; NULL if there are none';
COMMENT ON COLUMN lineups.known_at IS 'When the version was known: its first fetch, or an hour before kick-off of one landed after that; UTC';
COMMENT ON COLUMN lineups.landed_at IS 'When the version reached the lake, UTC';

CREATE TABLE quotes (
    fixture_id   VARCHAR,
    source       VARCHAR,
    bookmaker    VARCHAR,
    market       VARCHAR,
    selection    VARCHAR,
    line         DOUBLE,
    price        DECIMAL(9,4),
    stopped      BOOLEAN,
    known_at     TIMESTAMPTZ,
    last_seen_at TIMESTAMPTZ,
    landed_at    TIMESTAMPTZ
);
COMMENT ON TABLE quotes IS 'The path of each price of the API: one row per fixture, bookmaker, market, selection, line and moment before kick-off at which it changed';
COMMENT ON COLUMN quotes.fixture_id IS 'Fixture';
COMMENT ON COLUMN quotes.source IS 'Who tells';
COMMENT ON COLUMN quotes.bookmaker IS 'Bookmaker, as in odds';
COMMENT ON COLUMN quotes.market IS '1x2, total or handicap';
COMMENT ON COLUMN quotes.selection IS 'H, D, A, over or under';
COMMENT ON COLUMN quotes.line IS 'Goals line, or the home side''s handicap; NULL for 1x2';
COMMENT ON COLUMN quotes.price IS 'Decimal price, above 1';
COMMENT ON COLUMN quotes.stopped IS 'The source''s flag, as last seen; it is set on good prices too';
COMMENT ON COLUMN quotes.known_at IS 'When the price was quoted, UTC';
COMMENT ON COLUMN quotes.last_seen_at IS 'Last fetch that still showed it, UTC';
COMMENT ON COLUMN quotes.landed_at IS 'First fetch that showed it, UTC';

CREATE TABLE sidelined (
    fixture_id   VARCHAR,
    source       VARCHAR,
    source_id    VARCHAR,
    side         VARCHAR,
    team_id      VARCHAR,
    player_id    VARCHAR,
    type         VARCHAR,
    category     VARCHAR,
    start_date   DATE,
    end_date     DATE,
    games_missed INTEGER,
    completed    BOOLEAN,
    known_at     TIMESTAMPTZ,
    landed_at    TIMESTAMPTZ
);
COMMENT ON TABLE sidelined IS 'One row per player who misses a fixture, and per version of an absence that a team or player tells';
COMMENT ON COLUMN sidelined.fixture_id IS 'Fixture; NULL of an absence told without one';
COMMENT ON COLUMN sidelined.source IS 'Who tells';
COMMENT ON COLUMN sidelined.source_id IS 'The source''s own id of the absence; NULL if not told';
COMMENT ON COLUMN sidelined.side IS 'home or away; NULL without a fixture';
COMMENT ON COLUMN sidelined.team_id IS 'Team''s identity; NULL if not told';
COMMENT ON COLUMN sidelined.player_id IS 'source/id of the player; NULL if not told';
COMMENT ON COLUMN sidelined.type IS 'Why, e.g. knock or suspended; type_<number> of one without a name';
COMMENT ON COLUMN sidelined.category IS 'The source''s own word, e.g. injury';
COMMENT ON COLUMN sidelined.start_date IS 'First day; NULL if not told';
COMMENT ON COLUMN sidelined.end_date IS 'Last day; NULL if not over or not told';
COMMENT ON COLUMN sidelined.games_missed IS 'Fixtures missed so far, count';
COMMENT ON COLUMN sidelined.completed IS 'Whether it is over';
COMMENT ON COLUMN sidelined.known_at IS 'First fetch, or an hour before kick-off of a fixture landed after that; UTC';
COMMENT ON COLUMN sidelined.landed_at IS 'When it reached the lake, UTC';

CREATE TABLE players (
    player_id      VARCHAR,
    source         VARCHAR,
    source_id      VARCHAR,
    name           VARCHAR,
    display_name   VARCHAR,
    first_name     VARCHAR,
    last_name      VARCHAR,
    position       VARCHAR,
    date_of_birth  DATE,
    height_cm      INTEGER,
    weight_kg      INTEGER,
    nationality_id BIGINT,
    landed_at      TIMESTAMPTZ
);
COMMENT ON TABLE players IS 'One row per player met, as last told';
COMMENT ON COLUMN players.player_id IS 'source/id';
COMMENT ON COLUMN players.source IS 'Who tells';
COMMENT ON COLUMN players.source_id IS 'The source''s own id';
COMMENT ON COLUMN players.name IS 'Whole name';
COMMENT ON COLUMN players.display_name IS 'Name as shown';
COMMENT ON COLUMN players.first_name IS 'First name';
COMMENT ON COLUMN players.last_name IS 'Last name';
COMMENT ON COLUMN players.position IS 'goalkeeper, defender, midfielder or attacker; NULL if not told';
COMMENT ON COLUMN players.date_of_birth IS 'Date of birth';
COMMENT ON COLUMN players.height_cm IS 'Height, cm';
COMMENT ON COLUMN players.weight_kg IS 'Weight, kg';
COMMENT ON COLUMN players.nationality_id IS 'The source''s number of the country';
COMMENT ON COLUMN players.landed_at IS 'When it reached the lake, UTC';

CREATE TABLE squads (
    team_id    VARCHAR,
    player_id  VARCHAR,
    source     VARCHAR,
    source_id  VARCHAR,
    season     VARCHAR,
    position   VARCHAR,
    shirt      INTEGER,
    captain    BOOLEAN,
    start_date DATE,
    end_date   DATE,
    known_at   TIMESTAMPTZ,
    landed_at  TIMESTAMPTZ
);
COMMENT ON TABLE squads IS 'One row per team, player, season and version of his place in the squad';
COMMENT ON COLUMN squads.team_id IS 'Team''s identity';
COMMENT ON COLUMN squads.player_id IS 'source/id of the player';
COMMENT ON COLUMN squads.source IS 'Who tells';
COMMENT ON COLUMN squads.source_id IS 'The source''s own id of the place';
COMMENT ON COLUMN squads.season IS 'division/season; NULL of the current squad';
COMMENT ON COLUMN squads.position IS 'goalkeeper, defender, midfielder or attacker; NULL if not told';
COMMENT ON COLUMN squads.shirt IS 'Number on the shirt';
COMMENT ON COLUMN squads.captain IS 'Whether he is captain';
COMMENT ON COLUMN squads.start_date IS 'First day in the squad';
COMMENT ON COLUMN squads.end_date IS 'Last day of his contract or loan';
COMMENT ON COLUMN squads.known_at IS 'First fetch that said so, UTC';
COMMENT ON COLUMN squads.landed_at IS 'When it reached the lake, UTC';

CREATE TABLE standings (
    division      VARCHAR,
    season        VARCHAR,
    source        VARCHAR,
    stage_id      BIGINT,
    group_id      BIGINT,
    round_id      BIGINT,
    team_id       VARCHAR,
    position      INTEGER,
    points        INTEGER,
    played        INTEGER,
    won           INTEGER,
    drawn         INTEGER,
    lost          INTEGER,
    goals_for     INTEGER,
    goals_against INTEGER,
    known_at      TIMESTAMPTZ,
    landed_at     TIMESTAMPTZ
);
COMMENT ON TABLE standings IS 'One row per season, stage, group, round, team and version of its place in the table';
COMMENT ON COLUMN standings.division IS 'Division''s code';
COMMENT ON COLUMN standings.season IS 'Season''s label';
COMMENT ON COLUMN standings.source IS 'Who tells';
COMMENT ON COLUMN standings.stage_id IS 'The source''s number of the stage';
COMMENT ON COLUMN standings.group_id IS 'The source''s number of the group';
COMMENT ON COLUMN standings.round_id IS 'The source''s number of the round';
COMMENT ON COLUMN standings.team_id IS 'Team''s identity';
COMMENT ON COLUMN standings.position IS 'Place, 1 is the top';
COMMENT ON COLUMN standings.points IS 'Points';
COMMENT ON COLUMN standings.played IS 'Fixtures played, count';
COMMENT ON COLUMN standings.won IS 'Fixtures won, count';
COMMENT ON COLUMN standings.drawn IS 'Fixtures drawn, count';
COMMENT ON COLUMN standings.lost IS 'Fixtures lost, count';
COMMENT ON COLUMN standings.goals_for IS 'Goals scored';
COMMENT ON COLUMN standings.goals_against IS 'Goals conceded';
COMMENT ON COLUMN standings.known_at IS 'First fetch that said so, UTC';
COMMENT ON COLUMN standings.landed_at IS 'When it reached the lake, UTC';

CREATE TABLE source_values (
    fixture_id VARCHAR,
    field      VARCHAR,
    source     VARCHAR,
    source_id  VARCHAR,
    value      VARCHAR,
    landed_at  TIMESTAMPTZ
);
COMMENT ON TABLE source_values IS 'One row per fixture of which two sources tell, field and source: each source''s own value';
COMMENT ON COLUMN source_values.fixture_id IS 'Fixture';
COMMENT ON COLUMN source_values.field IS 'match_date, kickoff, or a column of scores or statistics';
COMMENT ON COLUMN source_values.source IS 'Who tells';
COMMENT ON COLUMN source_values.source_id IS 'The file, or the source''s own id of the fixture';
COMMENT ON COLUMN source_values.value IS 'Value as text';
COMMENT ON COLUMN source_values.landed_at IS 'When the source''s last version of the fixture reached the lake, UTC';

CREATE TABLE crosswalk (
    entity       VARCHAR,
    source       VARCHAR,
    source_id    VARCHAR,
    canonical_id VARCHAR,
    how          VARCHAR,
    score        DOUBLE,
    landed_at    TIMESTAMPTZ
);
COMMENT ON TABLE crosswalk IS 'One row per league, season, team and fixture of a source, with the house''s id for it';
COMMENT ON COLUMN crosswalk.entity IS 'league, season, team or fixture';
COMMENT ON COLUMN crosswalk.source IS 'Source';
COMMENT ON COLUMN crosswalk.source_id IS 'The source''s own id';
COMMENT ON COLUMN crosswalk.canonical_id IS 'division, division/season, team_id or fixture_id';
COMMENT ON COLUMN crosswalk.how IS 'Evidence: override (people decided), id, name, alias, schedule (who plays whom when), or own if no other source tells of it';
COMMENT ON COLUMN crosswalk.score IS 'Share of the fixtures that both sources put on the same day, or the likeness of the names; 0 to 1';
COMMENT ON COLUMN crosswalk.landed_at IS 'When the source''s last version reached the lake, UTC';

CREATE TABLE ambiguous (
    entity     VARCHAR,
    source     VARCHAR,
    source_id  VARCHAR,
    candidates VARCHAR[],
    reason     VARCHAR
);
COMMENT ON TABLE ambiguous IS 'One row per pair that the crosswalk did not decide; people decide it in stages/staging/canonical/crosswalk.csv';
COMMENT ON COLUMN ambiguous.entity IS 'league, season, team or fixture';
COMMENT ON COLUMN ambiguous.source IS 'Source';
COMMENT ON COLUMN ambiguous.source_id IS 'The source''s own id';
COMMENT ON COLUMN ambiguous.candidates IS 'The house''s ids that it could be, the likeliest first, at most five';
COMMENT ON COLUMN ambiguous.reason IS 'no_evidence, contradicted, equal_seasons, equal_dates, team_ambiguous or two_meanings';

CREATE TABLE names (
    entity        VARCHAR,
    source        VARCHAR,
    source_id     VARCHAR,
    name          VARCHAR,
    first_seen_at TIMESTAMPTZ,
    last_seen_at  TIMESTAMPTZ
);
COMMENT ON TABLE names IS 'One row per league or team of a source and name under which it told of it';
COMMENT ON COLUMN names.entity IS 'league or team';
COMMENT ON COLUMN names.source IS 'Source';
COMMENT ON COLUMN names.source_id IS 'The source''s own id';
COMMENT ON COLUMN names.name IS 'Name as told';
COMMENT ON COLUMN names.first_seen_at IS 'First fetch that told it, UTC';
COMMENT ON COLUMN names.last_seen_at IS 'Last fetch that told it, UTC';
