// Package table has the rows of every staged table, as sql/warehouse/lake.sql
// publishes and documents them; a test holds one to the other. Moments are µs
// since 1970, UTC; dates are days since 1970.
package table

// Fixture is a row of the table fixtures.
type Fixture struct {
	FixtureID    string `parquet:"fixture_id"`
	Source       string `parquet:"source,dict"`
	Country      string `parquet:"country,dict"`
	Division     string `parquet:"division,dict"`
	Level        int32  `parquet:"level"`
	Season       string `parquet:"season,dict"`
	MatchDate    int32  `parquet:"match_date,date"`
	Kickoff      int64  `parquet:"kickoff,timestamp(microsecond)"`
	KickoffKnown bool   `parquet:"kickoff_known"`
	HomeTeam     string `parquet:"home_team,dict"`
	AwayTeam     string `parquet:"away_team,dict"`
	HomeTeamID   string `parquet:"home_team_id,dict"`
	AwayTeamID   string `parquet:"away_team_id,dict"`
	State        string `parquet:"state,dict"`
	Venue        string `parquet:"venue,optional,dict"` // the source names none
	Referee      string `parquet:"referee,optional,dict"`
	Attendance   *int32 `parquet:"attendance,optional"`
	AsOf         int64  `parquet:"as_of,timestamp(microsecond)"`
	KnownAt      int64  `parquet:"known_at,timestamp(microsecond)"`
	FirstLanded  int64  `parquet:"first_landed_at,timestamp(microsecond)"`
	LandedAt     int64  `parquet:"landed_at,timestamp(microsecond)"`
}

// Score is a row of the table scores.
type Score struct {
	FixtureID string `parquet:"fixture_id"`
	HomeGoals int32  `parquet:"home_goals"`
	AwayGoals int32  `parquet:"away_goals"`
	Outcome   string `parquet:"outcome,dict"`
	// Stated is the file's own result letter, for the check that reports where
	// it contradicts the goals; the goals win.
	Stated   string `parquet:"stated_outcome,optional,dict"`
	KnownAt  int64  `parquet:"known_at,timestamp(microsecond)"`
	LandedAt int64  `parquet:"landed_at,timestamp(microsecond)"`
}

// Statistics is a row of the table statistics.
type Statistics struct {
	FixtureID         string `parquet:"fixture_id"`
	HomeHalfGoals     *int32 `parquet:"home_half_goals,optional"`
	AwayHalfGoals     *int32 `parquet:"away_half_goals,optional"`
	HomeShots         *int32 `parquet:"home_shots,optional"`
	AwayShots         *int32 `parquet:"away_shots,optional"`
	HomeShotsOnTarget *int32 `parquet:"home_shots_on_target,optional"`
	AwayShotsOnTarget *int32 `parquet:"away_shots_on_target,optional"`
	HomeCorners       *int32 `parquet:"home_corners,optional"`
	AwayCorners       *int32 `parquet:"away_corners,optional"`
	HomeFouls         *int32 `parquet:"home_fouls,optional"`
	AwayFouls         *int32 `parquet:"away_fouls,optional"`
	HomeOffsides      *int32 `parquet:"home_offsides,optional"`
	AwayOffsides      *int32 `parquet:"away_offsides,optional"`
	HomeWoodwork      *int32 `parquet:"home_woodwork,optional"`
	AwayWoodwork      *int32 `parquet:"away_woodwork,optional"`
	HomeYellowCards   *int32 `parquet:"home_yellow_cards,optional"`
	AwayYellowCards   *int32 `parquet:"away_yellow_cards,optional"`
	HomeRedCards      *int32 `parquet:"home_red_cards,optional"`
	AwayRedCards      *int32 `parquet:"away_red_cards,optional"`
	HomeBookingPoints *int32 `parquet:"home_booking_points,optional"`
	AwayBookingPoints *int32 `parquet:"away_booking_points,optional"`
	KnownAt           int64  `parquet:"known_at,timestamp(microsecond)"`
	LandedAt          int64  `parquet:"landed_at,timestamp(microsecond)"`
}

// Odds is a row of the table odds.
type Odds struct {
	FixtureID string   `parquet:"fixture_id,dict"`
	Bookmaker string   `parquet:"bookmaker,dict"`
	Market    string   `parquet:"market,dict"`
	Selection string   `parquet:"selection,dict"`
	Line      *float64 `parquet:"line,optional,dict"` // goals; a pointer, because 0 is a line
	Moment    string   `parquet:"moment,dict"`
	Price     int32    `parquet:"price,decimal(4:9),dict"`
	KnownAt   int64    `parquet:"known_at,timestamp(microsecond),dict"`
	LandedAt  int64    `parquet:"landed_at,timestamp(microsecond),dict"`
}

// League is a row of the table leagues.
type League struct {
	Division string `parquet:"division"`
	Country  string `parquet:"country"`
	Level    int32  `parquet:"level"`
	Name     string `parquet:"name,optional"`
}

// Season is a row of the table seasons.
type Season struct {
	Division  string `parquet:"division,dict"`
	Season    string `parquet:"season,dict"`
	FirstDate int32  `parquet:"first_date,date"`
	LastDate  int32  `parquet:"last_date,date"`
	Fixtures  int32  `parquet:"fixtures"`
	Results   int32  `parquet:"results"`
	Teams     int32  `parquet:"teams"`
}

// Edition is a row of the table editions.
type Edition struct {
	Division   string `parquet:"division,dict"`
	Season     string `parquet:"season,dict"`
	File       string `parquet:"file"`
	SHA256     string `parquet:"sha256"`
	LandedAt   int64  `parquet:"landed_at,timestamp(microsecond)"`
	Fixtures   int32  `parquet:"fixtures"`
	Results    int32  `parquet:"results"`
	LastResult *int32 `parquet:"last_result,optional,date"`
	Stale      bool   `parquet:"stale"`
	Winner     bool   `parquet:"winner"`
}

// Reject is a row of the table rejected.
type Reject struct {
	Source   string `parquet:"source,dict"`
	File     string `parquet:"file,dict"`
	SHA256   string `parquet:"sha256,dict"`
	Line     int32  `parquet:"line"`
	Reason   string `parquet:"reason,dict"`
	Hint     string `parquet:"hint,optional,dict"` // what the reason means
	Detail   string `parquet:"detail,optional"`
	Row      string `parquet:"row,optional"`
	LandedAt int64  `parquet:"landed_at,timestamp(microsecond)"`
}

// Team is a row of the table teams.
type Team struct {
	ID        string   `parquet:"team_id"`
	Country   string   `parquet:"country,dict"`
	Name      string   `parquet:"name"`
	Spellings []string `parquet:"spellings,list"`
}
