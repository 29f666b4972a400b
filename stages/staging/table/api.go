package table

// Lineup is a row of the table lineups: one player of one version of a team sheet.
type Lineup struct {
	FixtureID         string       `parquet:"fixture_id,dict"`
	Source            string       `parquet:"source,dict"`
	Side              string       `parquet:"side,dict"`
	TeamID            string       `parquet:"team_id,dict"`
	Version           int32        `parquet:"version"`
	Slot              int32        `parquet:"slot"`
	PlayerID          string       `parquet:"player_id,optional,dict"`
	PlayerName        string       `parquet:"player_name,optional,dict"`
	Started           bool         `parquet:"started"`
	Position          string       `parquet:"position,optional,dict"`
	Formation         string       `parquet:"formation,optional,dict"`
	FormationField    string       `parquet:"formation_field,optional,dict"`
	FormationPosition *int32       `parquet:"formation_position,optional"`
	Shirt             *int32       `parquet:"shirt,optional"`
	Confirmed         *bool        `parquet:"confirmed,optional"`
	Minutes           *float64     `parquet:"minutes,optional"`
	Rating            *float64     `parquet:"rating,optional"`
	Measures          []NamedValue `parquet:"measures,list"`
	DetailsKnownAt    *int64       `parquet:"details_known_at,optional,timestamp(microsecond)"`
	KnownAt           int64        `parquet:"known_at,timestamp(microsecond)"`
	LandedAt          int64        `parquet:"landed_at,timestamp(microsecond)"`
}

// Sidelined is a row of the table sidelined.
type Sidelined struct {
	FixtureID   string `parquet:"fixture_id,optional,dict"` // NULL: an absence told by a team or player
	Source      string `parquet:"source,dict"`
	SourceID    string `parquet:"source_id,optional"`
	Side        string `parquet:"side,optional,dict"`
	TeamID      string `parquet:"team_id,optional,dict"`
	PlayerID    string `parquet:"player_id,optional,dict"`
	Type        string `parquet:"type,optional,dict"`
	Category    string `parquet:"category,optional,dict"`
	StartDate   *int32 `parquet:"start_date,optional,date"`
	EndDate     *int32 `parquet:"end_date,optional,date"`
	GamesMissed *int32 `parquet:"games_missed,optional"`
	Completed   *bool  `parquet:"completed,optional"`
	KnownAt     int64  `parquet:"known_at,timestamp(microsecond)"`
	LandedAt    int64  `parquet:"landed_at,timestamp(microsecond)"`
}

// Player is a row of the table players.
type Player struct {
	PlayerID      string `parquet:"player_id"`
	Source        string `parquet:"source,dict"`
	SourceID      string `parquet:"source_id"`
	Name          string `parquet:"name,optional"`
	DisplayName   string `parquet:"display_name,optional"`
	FirstName     string `parquet:"first_name,optional"`
	LastName      string `parquet:"last_name,optional"`
	Position      string `parquet:"position,optional,dict"`
	DateOfBirth   *int32 `parquet:"date_of_birth,optional,date"`
	HeightCM      *int32 `parquet:"height_cm,optional"`
	WeightKG      *int32 `parquet:"weight_kg,optional"`
	NationalityID *int64 `parquet:"nationality_id,optional"`
	LandedAt      int64  `parquet:"landed_at,timestamp(microsecond)"`

	Rating  *float64 `parquet:"rating,optional"`
	Matches float64  `parquet:"rated_matches"` // full matches behind the rating, old ones for less
}

// Squad is a row of the table squads.
type Squad struct {
	TeamID    string `parquet:"team_id,dict"`
	PlayerID  string `parquet:"player_id,dict"`
	Source    string `parquet:"source,dict"`
	SourceID  string `parquet:"source_id"`
	Season    string `parquet:"season,optional,dict"` // division/season; NULL: the current squad
	Position  string `parquet:"position,optional,dict"`
	Shirt     *int32 `parquet:"shirt,optional"`
	Captain   *bool  `parquet:"captain,optional"`
	StartDate *int32 `parquet:"start_date,optional,date"`
	EndDate   *int32 `parquet:"end_date,optional,date"`
	KnownAt   int64  `parquet:"known_at,timestamp(microsecond)"`
	LandedAt  int64  `parquet:"landed_at,timestamp(microsecond)"`
}

// Standing is a row of the table standings.
type Standing struct {
	Division     string `parquet:"division,dict"`
	Season       string `parquet:"season,dict"`
	Source       string `parquet:"source,dict"`
	StageID      *int64 `parquet:"stage_id,optional"`
	GroupID      *int64 `parquet:"group_id,optional"`
	RoundID      *int64 `parquet:"round_id,optional"`
	TeamID       string `parquet:"team_id,dict"`
	Position     *int32 `parquet:"position,optional"`
	Points       *int32 `parquet:"points,optional"`
	Played       *int32 `parquet:"played,optional"`
	Won          *int32 `parquet:"won,optional"`
	Drawn        *int32 `parquet:"drawn,optional"`
	Lost         *int32 `parquet:"lost,optional"`
	GoalsFor     *int32 `parquet:"goals_for,optional"`
	GoalsAgainst *int32 `parquet:"goals_against,optional"`
	KnownAt      int64  `parquet:"known_at,timestamp(microsecond)"`
	LandedAt     int64  `parquet:"landed_at,timestamp(microsecond)"`
}

// Quote is a row of the table quotes: one version in time of a price of the API.
type Quote struct {
	FixtureID  string   `parquet:"fixture_id,dict"`
	Source     string   `parquet:"source,dict"`
	Bookmaker  string   `parquet:"bookmaker,dict"`
	Market     string   `parquet:"market,dict"`
	Selection  string   `parquet:"selection,dict"`
	Line       *float64 `parquet:"line,optional,dict"`
	Price      int32    `parquet:"price,decimal(4:9),dict"`
	Stopped    bool     `parquet:"stopped"`
	KnownAt    int64    `parquet:"known_at,timestamp(microsecond)"`
	LastSeenAt int64    `parquet:"last_seen_at,timestamp(microsecond),dict"`
	LandedAt   int64    `parquet:"landed_at,timestamp(microsecond),dict"`
}

// FixtureVersion is a row of the table fixture_versions.
type FixtureVersion struct {
	FixtureID     string `parquet:"fixture_id,dict"`
	Source        string `parquet:"source,dict"`
	SourceID      string `parquet:"source_id,dict"`
	State         string `parquet:"state,dict"`
	StateID       int32  `parquet:"state_id"`
	Kickoff       *int64 `parquet:"kickoff,optional,timestamp(microsecond)"`
	Stage         string `parquet:"stage,optional,dict"`
	Round         string `parquet:"round,optional,dict"`
	Venue         string `parquet:"venue,optional,dict"`
	HomeGoals     *int32 `parquet:"home_goals,optional"` // after 90 minutes; NULL before the end
	AwayGoals     *int32 `parquet:"away_goals,optional"`
	HomeHalf      *int32 `parquet:"home_half_goals,optional"`
	AwayHalf      *int32 `parquet:"away_half_goals,optional"`
	HomeCurrent   *int32 `parquet:"home_current,optional"` // the running score, extra time included
	AwayCurrent   *int32 `parquet:"away_current,optional"`
	HomeExtra     *int32 `parquet:"home_extra_time,optional"` // in extra time alone
	AwayExtra     *int32 `parquet:"away_extra_time,optional"`
	HomePenalties *int32 `parquet:"home_penalties,optional"` // of the shoot-out
	AwayPenalties *int32 `parquet:"away_penalties,optional"`
	KnownAt       int64  `parquet:"known_at,timestamp(microsecond)"`
	LastSeenAt    int64  `parquet:"last_seen_at,timestamp(microsecond)"`
	LandedAt      int64  `parquet:"landed_at,timestamp(microsecond)"`
}

// Measure is a row of the table measures.
type Measure struct {
	FixtureID string  `parquet:"fixture_id,dict"`
	Source    string  `parquet:"source,dict"`
	Side      string  `parquet:"side,dict"`
	Type      string  `parquet:"type,dict"`
	Value     float64 `parquet:"value"`
	KnownAt   int64   `parquet:"known_at,timestamp(microsecond),dict"`
	LandedAt  int64   `parquet:"landed_at,timestamp(microsecond),dict"`
}

// SourceValue is one value as one source tells it, of a fixture of which more than
// one source tells.
type SourceValue struct {
	FixtureID string `parquet:"fixture_id,dict"`
	Field     string `parquet:"field,dict"`
	Source    string `parquet:"source,dict"`
	SourceID  string `parquet:"source_id,dict"`
	Value     string `parquet:"value,dict"`
	LandedAt  int64  `parquet:"landed_at,timestamp(microsecond),dict"`
}

// NamedValue is one figure of a player.
type NamedValue struct {
	Name  string  `parquet:"name,dict"`
	Value float64 `parquet:"value"`
}
