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
COMMENT ON COLUMN fixtures.state IS 'scheduled or finished';
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
COMMENT ON TABLE odds IS 'One row per fixture, bookmaker, market, selection, line and moment';
COMMENT ON COLUMN odds.fixture_id IS 'Fixture';
COMMENT ON COLUMN odds.bookmaker IS 'Bookmaker''s letters, e.g. B365; Avg and Max are the publisher''s average and best price, never bet at';
COMMENT ON COLUMN odds.market IS '1x2, total or handicap';
COMMENT ON COLUMN odds.selection IS 'H, D, A, over or under';
COMMENT ON COLUMN odds.line IS 'Goals line, or the home side''s handicap; NULL for 1x2';
COMMENT ON COLUMN odds.moment IS 'pre_match (may be bet at) or closing (measures only)';
COMMENT ON COLUMN odds.price IS 'Decimal price, above 1';
COMMENT ON COLUMN odds.known_at IS 'When the price was collected, closing ones at kick-off; the world''s clock, UTC';
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
COMMENT ON COLUMN rejected.detail IS 'What was found';
COMMENT ON COLUMN rejected.row IS 'The row as landed';
COMMENT ON COLUMN rejected.landed_at IS 'When the file reached the lake, UTC';
