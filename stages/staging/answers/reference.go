package answers

// States of a fixture by id. There is no 24.
const (
	StateNotStarted      = 1
	StateFirstHalf       = 2
	StateHalfTime        = 3
	StateBreak           = 4 // between regular and extra time
	StateFullTime        = 5 // final, after 90 minutes
	StateExtraTime       = 6
	StateAfterExtraTime  = 7 // final
	StateAfterPenalties  = 8 // final
	StatePenalties       = 9
	StatePostponed       = 10
	StateSuspended       = 11
	StateCancelled       = 12
	StateToBeAnnounced   = 13
	StateWalkOver        = 14
	StateAbandoned       = 15
	StateDelayed         = 16
	StateAwarded         = 17
	StateInterrupted     = 18
	StateAwaitingUpdates = 19
	StateDeleted         = 20
	StateExtraTimeBreak  = 21
	StateSecondHalf      = 22
	StateExtraTimeSecond = 23
	StatePenaltyBreak    = 25
	StatePending         = 26
)

// League is a competition.
type League struct {
	ID            int64        `json:"id"`
	CountryID     *int64       `json:"country_id"`
	Name          *string      `json:"name"`
	CurrentSeason *Season      `json:"currentseason"`
	Seasons       Rows[Season] `json:"seasons"`
}

func (l *League) missing() string { return firstMissing(field{"id", l.ID != 0}) }

// Season is one edition of a league; its id changes every year.
type Season struct {
	ID       int64   `json:"id"`
	LeagueID int64   `json:"league_id"`
	Name     *string `json:"name"` // "2024/2025", "2026"
}

func (s *Season) missing() string {
	return firstMissing(field{"id", s.ID != 0}, field{"league_id", s.LeagueID != 0})
}

// Stage is a part of a season: 223 group stage, 224 knock-out, 225 qualifying.
type Stage struct {
	ID   int64   `json:"id"`
	Name *string `json:"name"`
}

func (s *Stage) missing() string { return firstMissing(field{"id", s.ID != 0}) }

// Round is a match day; its name is text, "6".
type Round struct {
	ID   int64   `json:"id"`
	Name *string `json:"name"`
}

func (r *Round) missing() string { return firstMissing(field{"id", r.ID != 0}) }

// Team is a club or a national team; a placeholder stands for a team that is
// not known yet.
type Team struct {
	ID          int64          `json:"id"`
	CountryID   *int64         `json:"country_id"`
	Name        *string        `json:"name"`
	Placeholder *bool          `json:"placeholder"`
	Sidelined   Rows[Sideline] `json:"sidelined"` // the whole history
}

func (t *Team) missing() string { return firstMissing(field{"id", t.ID != 0}) }

// Player is a person who plays.
type Player struct {
	ID            int64   `json:"id"`
	NationalityID *int64  `json:"nationality_id"`
	PositionID    *int64  `json:"position_id"`
	FirstName     *string `json:"firstname"`
	LastName      *string `json:"lastname"`
	Name          *string `json:"name"`
	DisplayName   *string `json:"display_name"`
	Height        *int64  `json:"height"` // cm
	Weight        *int64  `json:"weight"` // kg
	DateOfBirth   *Time   `json:"date_of_birth"`
}

func (p *Player) missing() string { return firstMissing(field{"id", p.ID != 0}) }

// Squad is a player's place in a team, current (Start and End) or of a season
// (SeasonID). ID is that of the relation, not the player's.
type Squad struct {
	ID           int64   `json:"id"`
	PlayerID     int64   `json:"player_id"`
	TeamID       int64   `json:"team_id"`
	SeasonID     *int64  `json:"season_id"`
	PositionID   *int64  `json:"position_id"`
	Start        *Time   `json:"start"`
	End          *Time   `json:"end"`
	Captain      *bool   `json:"captain"`
	JerseyNumber *int64  `json:"jersey_number"`
	Player       *Player `json:"player"`
}

func (s *Squad) missing() string {
	return firstMissing(field{"id", s.ID != 0}, field{"player_id", s.PlayerID != 0}, field{"team_id", s.TeamID != 0})
}

// Standing is a team's place in a table.
type Standing struct {
	ID            int64                `json:"id"`
	ParticipantID int64                `json:"participant_id"`
	LeagueID      *int64               `json:"league_id"`
	SeasonID      int64                `json:"season_id"`
	StageID       *int64               `json:"stage_id"`
	GroupID       *int64               `json:"group_id"`
	RoundID       *int64               `json:"round_id"`
	Position      *int64               `json:"position"`
	Points        *int64               `json:"points"`
	Participant   *Team                `json:"participant"`
	Details       Rows[StandingDetail] `json:"details"`
}

func (s *Standing) missing() string {
	return firstMissing(field{"id", s.ID != 0}, field{"participant_id", s.ParticipantID != 0}, field{"season_id", s.SeasonID != 0})
}

// StandingDetail is one figure of a table's row: 129 played, 130 won, 131 drawn,
// 132 lost, 133 goals for, 134 against, 179 goal difference.
type StandingDetail struct {
	TypeID int64 `json:"type_id"`
	Value  Value `json:"value"`
}

func (d *StandingDetail) missing() string { return firstMissing(field{"type_id", d.TypeID != 0}) }

// Venue is a ground; its coordinates are text.
type Venue struct {
	ID   int64   `json:"id"`
	Name *string `json:"name"`
}

func (v *Venue) missing() string { return firstMissing(field{"id", v.ID != 0}) }
