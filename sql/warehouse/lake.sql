-- lake: makes the tables of lake/staged as they are published, documented and empty.
-- Publishing fills them from the staged files; a column that staging adds comes
-- after these.
-- grain: table

create table fixtures (
    fixture_id      varchar,
    source          varchar,
    country         varchar,
    division        varchar,
    level           integer,
    season          varchar,
    match_date      date,
    kickoff         timestamptz,
    kickoff_known   boolean,
    home_team       varchar,
    away_team       varchar,
    home_team_id    varchar,
    away_team_id    varchar,
    state           varchar,
    venue           varchar,
    referee         varchar,
    attendance      integer,
    as_of           timestamptz,
    known_at        timestamptz,
    first_landed_at timestamptz,
    landed_at       timestamptz
);
comment on table fixtures is 'One row per fixture, played or not';
comment on column fixtures.fixture_id is 'division/season/home/away/n, in the spellings first landed; never changes';
comment on column fixtures.source is 'Where it comes from: footballdata or sportmonks';
comment on column fixtures.country is 'Country; its divisions exchange clubs';
comment on column fixtures.division is 'Division''s code, e.g. E0';
comment on column fixtures.level is 'Level in the country, 1 is the top';
comment on column fixtures.season is 'Season''s label, e.g. 1516, or 2012 and 2012/2013 in the second layout';
comment on column fixtures.match_date is 'The file''s own date';
comment on column fixtures.kickoff is 'Kick-off, UTC; nominal unless kickoff_known';
comment on column fixtures.kickoff_known is 'Whether the file gives the time of day';
comment on column fixtures.home_team is 'Home side as spelled in the fixture''s own row';
comment on column fixtures.away_team is 'Away side as spelled in the fixture''s own row';
comment on column fixtures.home_team_id is 'Home side''s identity: country/canonical name';
comment on column fixtures.away_team_id is 'Away side''s identity: country/canonical name';
comment on column fixtures.state is 'scheduled, finished, or deleted where a newer file lacks it; by the API also delayed, postponed, in_play, interrupted, suspended, cancelled, walk_over, abandoned, awarded';
comment on column fixtures.venue is 'Ground; NULL if the source does not say';
comment on column fixtures.referee is 'Referee; NULL if the source does not say';
comment on column fixtures.attendance is 'Spectators; NULL if the source does not say';
comment on column fixtures.as_of is 'Moment of the fixture''s prediction: last Tuesday or Friday, 13:00 London, at least an hour before kick-off, UTC';
comment on column fixtures.known_at is 'When the fixture could be known, the world''s clock, UTC';
comment on column fixtures.first_landed_at is 'When it first reached the lake, UTC';
comment on column fixtures.landed_at is 'When its row''s version reached the lake, UTC';

create table scores (
    fixture_id     varchar,
    home_goals     integer,
    away_goals     integer,
    outcome        varchar,
    stated_outcome varchar,
    known_at       timestamptz,
    landed_at      timestamptz
);
comment on table scores is 'One row per fixture with a result after 90 minutes and stoppage time';
comment on column scores.fixture_id is 'Fixture';
comment on column scores.home_goals is 'Goals of the home side';
comment on column scores.away_goals is 'Goals of the away side';
comment on column scores.outcome is 'H, D or A, by the goals';
comment on column scores.stated_outcome is 'The source''s own result letter; NULL if it gives none';
comment on column scores.known_at is 'When the result could be known, the world''s clock, UTC';
comment on column scores.landed_at is 'When it reached the lake, UTC';

create table statistics (
    fixture_id           varchar,
    home_half_goals      integer,
    away_half_goals      integer,
    home_shots           integer,
    away_shots           integer,
    home_shots_on_target integer,
    away_shots_on_target integer,
    home_corners         integer,
    away_corners         integer,
    home_fouls           integer,
    away_fouls           integer,
    home_offsides        integer,
    away_offsides        integer,
    home_woodwork        integer,
    away_woodwork        integer,
    home_yellow_cards    integer,
    away_yellow_cards    integer,
    home_red_cards       integer,
    away_red_cards       integer,
    home_booking_points  integer,
    away_booking_points  integer,
    known_at             timestamptz,
    landed_at            timestamptz
);
comment on table statistics is 'One row per fixture with any statistics: counts by side';
comment on column statistics.fixture_id is 'Fixture';
comment on column statistics.home_half_goals is 'Goals at half-time, home side; NULL if not given';
comment on column statistics.away_half_goals is 'Goals at half-time, away side; NULL if not given';
comment on column statistics.home_shots is 'Shots, home side; NULL if not given';
comment on column statistics.away_shots is 'Shots, away side; NULL if not given';
comment on column statistics.home_shots_on_target is 'Shots on target, home side; NULL if not given';
comment on column statistics.away_shots_on_target is 'Shots on target, away side; NULL if not given';
comment on column statistics.home_corners is 'Corners, home side; NULL if not given';
comment on column statistics.away_corners is 'Corners, away side; NULL if not given';
comment on column statistics.home_fouls is 'Fouls committed, home side; NULL if not given';
comment on column statistics.away_fouls is 'Fouls committed, away side; NULL if not given';
comment on column statistics.home_offsides is 'Offsides, home side; NULL if not given';
comment on column statistics.away_offsides is 'Offsides, away side; NULL if not given';
comment on column statistics.home_woodwork is 'Shots that hit post or bar, home side; NULL if not given';
comment on column statistics.away_woodwork is 'Shots that hit post or bar, away side; NULL if not given';
comment on column statistics.home_yellow_cards is 'Yellow cards, home side; NULL if not given';
comment on column statistics.away_yellow_cards is 'Yellow cards, away side; NULL if not given';
comment on column statistics.home_red_cards is 'Red cards, home side; NULL if not given';
comment on column statistics.away_red_cards is 'Red cards, away side; NULL if not given';
comment on column statistics.home_booking_points is 'Booking points: 10 a yellow, 25 a red card, home side; NULL if not given';
comment on column statistics.away_booking_points is 'Booking points: 10 a yellow, 25 a red card, away side; NULL if not given';
comment on column statistics.known_at is 'When they could be known, the world''s clock, UTC';
comment on column statistics.landed_at is 'When they reached the lake, UTC';

create table odds (
    fixture_id varchar,
    bookmaker  varchar,
    market     varchar,
    selection  varchar,
    line       double,
    moment     varchar,
    price      decimal(9,4),
    known_at   timestamptz,
    landed_at  timestamptz
);
comment on table odds is 'One row per fixture, bookmaker, market, selection, line, moment and, of the API''s prices, change in time';
comment on column odds.fixture_id is 'Fixture';
comment on column odds.bookmaker is 'Bookmaker''s letters, e.g. B365; Avg and Max are the publisher''s average and best price, never bet at';
comment on column odds.market is '1x2, total or handicap';
comment on column odds.selection is 'H, D, A, over or under';
comment on column odds.line is 'Goals line, or the home side''s handicap; NULL for 1x2';
comment on column odds.moment is 'pre_match (may be bet at) or closing (measures only)';
comment on column odds.price is 'Decimal price, above 1';
comment on column odds.known_at is 'When the price was collected or, of the API''s, quoted; closing ones of files at kick-off; the world''s clock, UTC';
comment on column odds.landed_at is 'When it reached the lake, UTC';

create table gone_prices (
    fixture_id varchar,
    source     varchar,
    bookmaker  varchar,
    market     varchar,
    selection  varchar,
    line       double,
    price      decimal(9,4),
    known_at   timestamptz,
    gone_at    timestamptz
);
comment on table gone_prices is 'Last prices before kick-off that their source no longer shows, of fixtures without a result';
comment on column gone_prices.fixture_id is 'Fixture';
comment on column gone_prices.source is 'footballdata or sportmonks';
comment on column gone_prices.bookmaker is 'As in odds';
comment on column gone_prices.market is '1x2, total or handicap';
comment on column gone_prices.selection is 'H, D, A, over or under';
comment on column gone_prices.line is 'As in odds';
comment on column gone_prices.price is 'As in odds';
comment on column gone_prices.known_at is 'As in odds';
comment on column gone_prices.gone_at is 'First fetch about such prices, or newest edition of the file, that lacks it, UTC';

create table listings (
    fixture_id    varchar,
    source        varchar,
    kickoff       timestamptz,
    kickoff_known boolean,
    seen_at       timestamptz,
    unlisted_at   timestamptz
);
comment on table listings is 'One row per fixture without a result and source: what the source last said of it';
comment on column listings.fixture_id is 'Fixture';
comment on column listings.source is 'footballdata or sportmonks';
comment on column listings.kickoff is 'Kick-off by this source, UTC; nominal unless kickoff_known';
comment on column listings.kickoff_known is 'Whether this source gives the time of day';
comment on column listings.seen_at is 'Last fetch that told of it, or landing of the newest edition of a file that lists it, UTC';
comment on column listings.unlisted_at is 'Landing of a newer edition of that file, which lacks it, or first newer fetch that told of it without a kick-off, UTC; NULL if there is none';

create table teams (
    team_id   varchar,
    country   varchar,
    name      varchar,
    spellings varchar[]
);
comment on table teams is 'One row per club and country';
comment on column teams.team_id is 'Identity: country/canonical name';
comment on column teams.country is 'Country';
comment on column teams.name is 'Canonical name';
comment on column teams.spellings is 'Spellings met in the files';

create table leagues (
    division varchar,
    country  varchar,
    level    integer,
    name     varchar
);
comment on table leagues is 'One row per division';
comment on column leagues.division is 'Division''s code, e.g. E0';
comment on column leagues.country is 'Country';
comment on column leagues.level is 'Level in the country, 1 is the top';
comment on column leagues.name is 'Name, e.g. Premier League';

create table seasons (
    division   varchar,
    season     varchar,
    first_date date,
    last_date  date,
    fixtures   integer,
    results    integer,
    teams      integer
);
comment on table seasons is 'One row per division and season';
comment on column seasons.division is 'Division''s code';
comment on column seasons.season is 'Season''s label';
comment on column seasons.first_date is 'First match date';
comment on column seasons.last_date is 'Last match date';
comment on column seasons.fixtures is 'Fixtures, played or not, count';
comment on column seasons.results is 'Fixtures with a result, count';
comment on column seasons.teams is 'Clubs, count';

create table editions (
    division    varchar,
    season      varchar,
    file        varchar,
    sha256      varchar,
    landed_at   timestamptz,
    fixtures    integer,
    results     integer,
    last_result date,
    stale       boolean,
    winner      boolean
);
comment on table editions is 'One row per landed file, division and season in it';
comment on column editions.division is 'Division''s code';
comment on column editions.season is 'Season''s label';
comment on column editions.file is 'File''s name when it was landed';
comment on column editions.sha256 is 'SHA-256 of the file, hexadecimal';
comment on column editions.landed_at is 'When it last reached the lake, UTC';
comment on column editions.fixtures is 'Fixtures in it, count';
comment on column editions.results is 'Fixtures with a result in it, count';
comment on column editions.last_result is 'Date of the last result in it; NULL without one';
comment on column editions.stale is 'Whether it is an old copy: its last result lies more than seven days before that of another';
comment on column editions.winner is 'Whether its rows win over those of the other editions';

create table rejected (
    source    varchar,
    file      varchar,
    sha256    varchar,
    line      integer,
    reason    varchar,
    hint      varchar,
    detail    varchar,
    row       varchar,
    landed_at timestamptz
);
comment on table rejected is 'One row per row or value of a file that could not be used';
comment on column rejected.source is 'Where it comes from';
comment on column rejected.file is 'File''s name when it was landed';
comment on column rejected.sha256 is 'SHA-256 of the file, hexadecimal';
comment on column rejected.line is 'Line in the file, from 1';
comment on column rejected.reason is 'Why, one of a few names';
comment on column rejected.hint is 'What the reason means, and what became of the rest; NULL if nobody has written it down';
comment on column rejected.detail is 'What was found';
comment on column rejected.row is 'The row as landed';
comment on column rejected.landed_at is 'When the file reached the lake, UTC';

-- The tables below are staged once the API, or a table of who played, has landed.

create table fixture_versions (
    fixture_id      varchar,
    source          varchar,
    source_id       varchar,
    state           varchar,
    state_id        integer,
    kickoff         timestamptz,
    stage           varchar,
    round           varchar,
    venue           varchar,
    home_goals      integer,
    away_goals      integer,
    home_half_goals integer,
    away_half_goals integer,
    home_current    integer,
    away_current    integer,
    home_extra_time integer,
    away_extra_time integer,
    home_penalties  integer,
    away_penalties  integer,
    known_at        timestamptz,
    last_seen_at    timestamptz,
    landed_at       timestamptz
);
comment on table fixture_versions is 'One row per fixture and change of its state, kick-off or score';
comment on column fixture_versions.fixture_id is 'Fixture';
comment on column fixture_versions.source is 'Source that reports it';
comment on column fixture_versions.source_id is 'The source''s own id of the fixture';
comment on column fixture_versions.state is 'scheduled, delayed, postponed, in_play, interrupted, suspended, finished, cancelled, walk_over, abandoned, awarded or deleted';
comment on column fixture_versions.state_id is 'The source''s own number of the state';
comment on column fixture_versions.kickoff is 'Kick-off as given then, UTC; NULL if unknown';
comment on column fixture_versions.stage is 'Stage of the season; NULL if not given';
comment on column fixture_versions.round is 'Round; NULL if not given, as in knock-outs';
comment on column fixture_versions.venue is 'Ground; NULL if not given';
comment on column fixture_versions.home_goals is 'Goals after 90 minutes and stoppage time; NULL before the end';
comment on column fixture_versions.away_goals is 'Goals after 90 minutes and stoppage time; NULL before the end';
comment on column fixture_versions.home_half_goals is 'Goals at half-time';
comment on column fixture_versions.away_half_goals is 'Goals at half-time';
comment on column fixture_versions.home_current is 'Running score, extra time included; never settled by';
comment on column fixture_versions.away_current is 'Running score, extra time included; never settled by';
comment on column fixture_versions.home_extra_time is 'Goals in extra time alone';
comment on column fixture_versions.away_extra_time is 'Goals in extra time alone';
comment on column fixture_versions.home_penalties is 'Goals of the shoot-out';
comment on column fixture_versions.away_penalties is 'Goals of the shoot-out';
comment on column fixture_versions.known_at is 'First fetch that said so, UTC';
comment on column fixture_versions.last_seen_at is 'Last fetch that still said so, UTC';
comment on column fixture_versions.landed_at is 'When it reached the lake, UTC';

create table measures (
    fixture_id varchar,
    source     varchar,
    side       varchar,
    type       varchar,
    value      double,
    known_at   timestamptz,
    landed_at  timestamptz
);
comment on table measures is 'One row per fixture, side and type of figure of a finished fixture';
comment on column measures.fixture_id is 'Fixture';
comment on column measures.source is 'Source that reports it';
comment on column measures.side is 'home or away';
comment on column measures.type is 'Type, e.g. shots, possession (percent) or expected_goals; type_<number> of one without a name';
comment on column measures.value is 'Figure';
comment on column measures.known_at is 'When it could be known, the world''s clock, UTC';
comment on column measures.landed_at is 'When it reached the lake, UTC';

create table lineups (
    fixture_id         varchar,
    source             varchar,
    side               varchar,
    team_id            varchar,
    version            integer,
    slot               integer,
    player_id          varchar,
    player_name        varchar,
    started            boolean,
    position           varchar,
    formation          varchar,
    formation_field    varchar,
    formation_position integer,
    shirt              integer,
    confirmed          boolean,
    minutes            double,
    rating             double,
    measures           struct(name varchar, value double)[],
    details_known_at   timestamptz,
    known_at           timestamptz,
    landed_at          timestamptz
);
comment on table lineups is 'One row per fixture, source, side, version of the team sheet and player on it';
comment on column lineups.fixture_id is 'Fixture';
comment on column lineups.source is 'Source: sportmonks, or the folder of a landed table';
comment on column lineups.side is 'home or away';
comment on column lineups.team_id is 'Team''s identity';
comment on column lineups.version is 'Number of the team sheet, from 1; one that differs is a version of its own';
comment on column lineups.slot is 'Place in the team sheet, from 1; starters come first';
comment on column lineups.player_id is 'source/id of the player; NULL if the source does not say who it is';
comment on column lineups.player_name is 'Name as on the sheet';
comment on column lineups.started is 'Whether he starts, else he is on the bench';
comment on column lineups.position is 'goalkeeper, defender, midfielder or attacker; NULL if not given';
comment on column lineups.formation is 'The side''s formation, e.g. 4-2-3-1';
comment on column lineups.formation_field is 'row:column in the formation';
comment on column lineups.formation_position is 'Place in the formation, 1 to 11';
comment on column lineups.shirt is 'Number on the shirt';
comment on column lineups.confirmed is 'Whether the source calls the line-up confirmed; NULL if it does not say';
comment on column lineups.minutes is 'Minutes played, known from details_known_at on; NULL if not given';
comment on column lineups.rating is 'Rating, known from details_known_at on; NULL if not given';
comment on column lineups.measures is 'Further figures by name, known from details_known_at on; zeros are left out by the source';
comment on column lineups.details_known_at is 'When minutes, rating and figures could be known, UTC; NULL if there are none';
comment on column lineups.known_at is 'When the version was known: its first fetch, or an hour before kick-off of one landed after that; UTC';
comment on column lineups.landed_at is 'When the version reached the lake, UTC';

create table quotes (
    fixture_id   varchar,
    source       varchar,
    bookmaker    varchar,
    market       varchar,
    selection    varchar,
    line         double,
    price        decimal(9,4),
    stopped      boolean,
    known_at     timestamptz,
    last_seen_at timestamptz,
    landed_at    timestamptz
);
comment on table quotes is 'The path of each price of the API: one row per fixture, bookmaker, market, selection, line and moment before kick-off at which it changed';
comment on column quotes.fixture_id is 'Fixture';
comment on column quotes.source is 'Source that reports it';
comment on column quotes.bookmaker is 'Bookmaker, as in odds';
comment on column quotes.market is '1x2, total or handicap';
comment on column quotes.selection is 'H, D, A, over or under';
comment on column quotes.line is 'Goals line, or the home side''s handicap; NULL for 1x2';
comment on column quotes.price is 'Decimal price, above 1';
comment on column quotes.stopped is 'The source''s flag, as last seen; it is set on good prices too';
comment on column quotes.known_at is 'When the price was quoted, UTC';
comment on column quotes.last_seen_at is 'Last fetch that still showed it, UTC';
comment on column quotes.landed_at is 'First fetch that showed it, UTC';

create table sidelined (
    fixture_id   varchar,
    source       varchar,
    source_id    varchar,
    side         varchar,
    team_id      varchar,
    player_id    varchar,
    type         varchar,
    category     varchar,
    start_date   date,
    end_date     date,
    games_missed integer,
    completed    boolean,
    known_at     timestamptz,
    landed_at    timestamptz
);
comment on table sidelined is 'One row per player who misses a fixture, and per version of an absence that a team or player reports';
comment on column sidelined.fixture_id is 'Fixture; NULL for an absence without one';
comment on column sidelined.source is 'Source that reports it';
comment on column sidelined.source_id is 'The source''s own id of the absence; NULL if not given';
comment on column sidelined.side is 'home or away; NULL without a fixture';
comment on column sidelined.team_id is 'Team''s identity; NULL if not given';
comment on column sidelined.player_id is 'source/id of the player; NULL if not given';
comment on column sidelined.type is 'Why, e.g. knock or suspended; type_<number> of one without a name';
comment on column sidelined.category is 'The source''s own word, e.g. injury';
comment on column sidelined.start_date is 'First day; NULL if not given';
comment on column sidelined.end_date is 'Last day; NULL if not over or not given';
comment on column sidelined.games_missed is 'Fixtures missed so far, count';
comment on column sidelined.completed is 'Whether it is over';
comment on column sidelined.known_at is 'First fetch, or an hour before kick-off of a fixture landed after that; UTC';
comment on column sidelined.landed_at is 'When it reached the lake, UTC';

create table players (
    player_id      varchar,
    source         varchar,
    source_id      varchar,
    name           varchar,
    display_name   varchar,
    first_name     varchar,
    last_name      varchar,
    position       varchar,
    date_of_birth  date,
    height_cm      integer,
    weight_kg      integer,
    nationality_id bigint,
    landed_at      timestamptz,
    rating         double,
    rated_matches  double
);
comment on table players is 'One row per player met, as last given';
comment on column players.player_id is 'source/id';
comment on column players.source is 'Source that reports it';
comment on column players.source_id is 'The source''s own id';
comment on column players.name is 'Whole name';
comment on column players.display_name is 'Name as shown';
comment on column players.first_name is 'First name';
comment on column players.last_name is 'Last name';
comment on column players.position is 'goalkeeper, defender, midfielder or attacker; NULL if not given';
comment on column players.date_of_birth is 'Date of birth';
comment on column players.height_cm is 'Height, cm';
comment on column players.weight_kg is 'Weight, kg';
comment on column players.nationality_id is 'The source''s number of the country';
comment on column players.landed_at is 'When it reached the lake, UTC';
comment on column players.rating is 'Mean of the source''s ratings of his appearances, recent ones for more, toward what is usual in his position, which it is before his first; NULL where nobody is rated';
comment on column players.rated_matches is 'Full matches behind the rating, old ones for less; 0 before the first';

create table squads (
    team_id    varchar,
    player_id  varchar,
    source     varchar,
    source_id  varchar,
    season     varchar,
    position   varchar,
    shirt      integer,
    captain    boolean,
    start_date date,
    end_date   date,
    known_at   timestamptz,
    landed_at  timestamptz
);
comment on table squads is 'One row per team, player, season and version of his place in the squad';
comment on column squads.team_id is 'Team''s identity';
comment on column squads.player_id is 'source/id of the player';
comment on column squads.source is 'Source that reports it';
comment on column squads.source_id is 'The source''s own id of the place';
comment on column squads.season is 'division/season; NULL of the current squad';
comment on column squads.position is 'goalkeeper, defender, midfielder or attacker; NULL if not given';
comment on column squads.shirt is 'Number on the shirt';
comment on column squads.captain is 'Whether he is captain';
comment on column squads.start_date is 'First day in the squad';
comment on column squads.end_date is 'Last day of his contract or loan';
comment on column squads.known_at is 'First fetch that said so, UTC';
comment on column squads.landed_at is 'When it reached the lake, UTC';

create table standings (
    division      varchar,
    season        varchar,
    source        varchar,
    stage_id      bigint,
    group_id      bigint,
    round_id      bigint,
    team_id       varchar,
    position      integer,
    points        integer,
    played        integer,
    won           integer,
    drawn         integer,
    lost          integer,
    goals_for     integer,
    goals_against integer,
    known_at      timestamptz,
    landed_at     timestamptz
);
comment on table standings is 'One row per season, stage, group, round, team and version of its place in the table';
comment on column standings.division is 'Division''s code';
comment on column standings.season is 'Season''s label';
comment on column standings.source is 'Source that reports it';
comment on column standings.stage_id is 'The source''s number of the stage';
comment on column standings.group_id is 'The source''s number of the group';
comment on column standings.round_id is 'The source''s number of the round';
comment on column standings.team_id is 'Team''s identity';
comment on column standings.position is 'Place, 1 is the top';
comment on column standings.points is 'Points';
comment on column standings.played is 'Fixtures played, count';
comment on column standings.won is 'Fixtures won, count';
comment on column standings.drawn is 'Fixtures drawn, count';
comment on column standings.lost is 'Fixtures lost, count';
comment on column standings.goals_for is 'Goals scored';
comment on column standings.goals_against is 'Goals conceded';
comment on column standings.known_at is 'First fetch that said so, UTC';
comment on column standings.landed_at is 'When it reached the lake, UTC';

create table source_values (
    fixture_id varchar,
    field      varchar,
    source     varchar,
    source_id  varchar,
    value      varchar,
    landed_at  timestamptz
);
comment on table source_values is 'One row per fixture that two sources report, field and source: each source''s own value';
comment on column source_values.fixture_id is 'Fixture';
comment on column source_values.field is 'match_date, kickoff, or a column of scores or statistics';
comment on column source_values.source is 'Source that reports it';
comment on column source_values.source_id is 'The file, or the source''s own id of the fixture';
comment on column source_values.value is 'Value as text';
comment on column source_values.landed_at is 'When the source''s last version of the fixture reached the lake, UTC';

create table crosswalk (
    entity       varchar,
    source       varchar,
    source_id    varchar,
    canonical_id varchar,
    how          varchar,
    score        double,
    landed_at    timestamptz
);
comment on table crosswalk is 'One row per league, season, team and fixture of a source, with our id for it';
comment on column crosswalk.entity is 'league, season, team or fixture';
comment on column crosswalk.source is 'Source';
comment on column crosswalk.source_id is 'The source''s own id';
comment on column crosswalk.canonical_id is 'division, division/season, team_id or fixture_id';
comment on column crosswalk.how is 'Evidence: override (people decided), id, name, alias, schedule (who plays whom when), or own if no other source tells of it';
comment on column crosswalk.score is 'Share of the fixtures that both sources put on the same day, or the likeness of the names; 0 to 1';
comment on column crosswalk.landed_at is 'When the source''s last version reached the lake, UTC';

create table ambiguous (
    entity     varchar,
    source     varchar,
    source_id  varchar,
    candidates varchar[],
    reason     varchar
);
comment on table ambiguous is 'One row per pair that the crosswalk did not decide; people decide it in stages/staging/canonical/crosswalk.csv';
comment on column ambiguous.entity is 'league, season, team or fixture';
comment on column ambiguous.source is 'Source';
comment on column ambiguous.source_id is 'The source''s own id';
comment on column ambiguous.candidates is 'The house''s ids that it could be, the likeliest first, at most five';
comment on column ambiguous.reason is 'no_evidence, contradicted, equal_seasons, equal_dates, team_ambiguous or two_meanings';

create table names (
    entity        varchar,
    source        varchar,
    source_id     varchar,
    name          varchar,
    first_seen_at timestamptz,
    last_seen_at  timestamptz
);
comment on table names is 'One row per league or team of a source and name that it gave it';
comment on column names.entity is 'league or team';
comment on column names.source is 'Source';
comment on column names.source_id is 'The source''s own id';
comment on column names.name is 'Name as given';
comment on column names.first_seen_at is 'First fetch that gave it, UTC';
comment on column names.last_seen_at is 'Last fetch that gave it, UTC';
