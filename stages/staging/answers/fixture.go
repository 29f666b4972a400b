package answers

import (
	"encoding/json"
	"reflect"
	"time"

	"matchday"
)

// Fixture is a match with whatever includes its request asked for.
type Fixture struct {
	ID       int64 `json:"id"`
	LeagueID int64 `json:"league_id"`
	SeasonID int64 `json:"season_id"`
	StateID  int64 `json:"state_id"`

	StartingAt          moment[Time]  `json:"starting_at"`
	StartingAtTimestamp moment[int64] `json:"starting_at_timestamp"` // epoch seconds
	Placeholder         *bool         `json:"placeholder"`

	League Part[League] `json:"league"`
	Season Part[Season] `json:"season"`
	Stage  Part[Stage]  `json:"stage"`
	Round  Part[Round]  `json:"round"`
	Venue  Part[Venue]  `json:"venue"`

	Participants Rows[Participant] `json:"participants"` // not home first: Meta.Location tells
	Scores       Rows[Score]       `json:"scores"`
	Statistics   Rows[Statistic]   `json:"statistics"`
	XGFixture    Rows[Statistic]   `json:"xgfixture"` // all types, not only expected goals
	Expected     Rows[Statistic]   `json:"expected"`  // what XGFixture was once called
	Lineups      Rows[Lineup]      `json:"lineups"`
	Formations   Rows[Formation]   `json:"formations"`
	Sidelined    Rows[Sidelined]   `json:"sidelined"`
	Odds         Rows[Odd]         `json:"odds"`
	Metadata     Rows[Metadata]    `json:"metadata"`
}

func (f *Fixture) missing() string {
	return firstMissing(field{"id", f.ID != 0}, field{"league_id", f.LeagueID != 0},
		field{"season_id", f.SeasonID != 0}, field{"state_id", f.StateID != 0})
}

// Kickoff is when the fixture starts, of an answer whose times are written by the
// clocks of a zone (nil: UTC); ok is false while nobody knows. A fixture to be
// announced stands at midnight of its day: it is given the day's nominal kick-off, and
// timed is false.
func (f *Fixture) Kickoff(zone *time.Location) (at time.Time, timed, ok bool) {
	var wall time.Time // as it was written
	switch seconds, written := f.StartingAtTimestamp.said, f.StartingAt.said; {
	case seconds != nil && *seconds != 0:
		at = time.Unix(*seconds, 0).UTC()
		wall = at
	case written != nil:
		at, wall = written.by(zone), written.Time
	default:
		return at, false, false
	}
	// Placeholder says nothing of the time: it stood on a World Cup's fixture that did
	// begin at midnight.
	open := f.StateID == StateToBeAnnounced || f.StateID == StatePending
	for _, t := range []time.Time{at, wall} {
		if open && t.Equal(t.Truncate(24*time.Hour)) {
			return matchday.NominalKickoff(t), false, true
		}
	}
	return at, true, true
}

// moment is a kick-off in one of its forms. What cannot be read says nothing, and costs
// the object around it nothing else: its prices are an answer all the same.
type moment[T Time | int64] struct {
	said  *T
	wrong error // a *FieldError if it cannot be read
}

// UnmarshalJSON takes anything.
func (m *moment[T]) UnmarshalJSON(b []byte) error {
	if string(b) == "null" {
		return nil
	}
	var said T
	if err := json.Unmarshal(wholeNumbers(b), &said); err != nil {
		m.wrong = fieldError(err)
		return nil
	}
	m.said = &said
	return nil
}

// ExpectedGoals are the rows of expected goals and its kin under either name.
func (f *Fixture) ExpectedGoals() Rows[Statistic] {
	if f.XGFixture.Asked() {
		return f.XGFixture
	}
	return f.Expected
}

// The locations of a participant, and of statistics and formations.
const (
	Home = "home"
	Away = "away"
)

// Participant is a team in a fixture.
type Participant struct {
	Team
	Meta ParticipantMeta `json:"meta"`
}

// ParticipantMeta is a team's part in a fixture.
type ParticipantMeta struct {
	Location string `json:"location"` // Home or Away
}

// UnmarshalJSON also takes [], an empty map.
func (m *ParticipantMeta) UnmarshalJSON(b []byte) error {
	type plain ParticipantMeta
	return unmarshalMap(b, (*plain)(m))
}

func (p *Participant) missing() string {
	return firstMissing(field{"id", p.ID != 0}, field{"meta.location", p.Meta.Location == Home || p.Meta.Location == Away})
}

// The types of scores.
const (
	ScoreFirstHalf      = 1
	ScoreSecondHalf     = 2 // cumulative: the score after 90 minutes, from which bets are settled
	ScoreSecondHalfOnly = 48996
	ScoreCurrent        = 1525 // with extra time, without the shoot-out
	ScoreExtraTime      = 3    // goals in extra time alone
	ScoreShootOut       = 5
)

// Score is one team's goals in one period.
type Score struct {
	TypeID        int64 `json:"type_id"`
	ParticipantID int64 `json:"participant_id"`
	Score         struct {
		Goals       *int64  `json:"goals"`
		Participant *string `json:"participant"` // Home or Away
	} `json:"score"`
}

func (s *Score) missing() string {
	return firstMissing(field{"type_id", s.TypeID != 0}, field{"participant_id", s.ParticipantID != 0},
		field{"score.goals", s.Score.Goals != nil})
}

// Statistic is one figure of one team. A type that is not there is unknown, not
// zero, cards apart.
type Statistic struct {
	TypeID        int64   `json:"type_id"`
	ParticipantID int64   `json:"participant_id"`
	Data          Data    `json:"data"`
	Location      *string `json:"location"`
}

func (s *Statistic) missing() string {
	return firstMissing(field{"type_id", s.TypeID != 0}, field{"participant_id", s.ParticipantID != 0})
}

// Formation is a team's formation, "4-2-3-1".
type Formation struct {
	ParticipantID int64   `json:"participant_id"`
	Formation     *string `json:"formation"`
	Location      *string `json:"location"`
}

func (f *Formation) missing() string {
	return firstMissing(field{"participant_id", f.ParticipantID != 0})
}

// Odd is one price of one outcome. Numbers come as strings; the API keeps only
// the last value of a row. Its flags winning and stopped mean nothing that one
// may settle or filter by.
type Odd struct {
	ID          int64  `json:"id"`
	FixtureID   int64  `json:"fixture_id"`
	MarketID    int64  `json:"market_id"`
	BookmakerID int64  `json:"bookmaker_id"`
	Value       string `json:"value"` // decimal, "2.10" or "51": ParsePrice reads it

	Label                 *string `json:"label"` // "Home", "1", a team's name, …
	Name                  *string `json:"name"`
	Total                 *string `json:"total"`    // the line, "2.5"; also "" and "2.5, 3.0"
	Handicap              *string `json:"handicap"` // the line; its sign depends on the bookmaker
	Stopped               *bool   `json:"stopped"`
	LatestBookmakerUpdate *Time   `json:"latest_bookmaker_update"`
}

func (o *Odd) missing() string {
	return firstMissing(field{"id", o.ID != 0}, field{"fixture_id", o.FixtureID != 0}, field{"market_id", o.MarketID != 0},
		field{"bookmaker_id", o.BookmakerID != 0}, field{"value", o.Value != ""})
}

// OddsOf is the list that is the payload of an OddsEntity.
func OddsOf(payload []byte) (Rows[Odd], error) {
	var rows Rows[Odd]
	if err := json.Unmarshal(payload, &rows); err != nil {
		return rows, fieldError(err)
	}
	return rows, rows.Err()
}

// The types of a line-up row; those of expected line-ups are not used.
const (
	Starting = 11
	Bench    = 12
)

// Types of a player's details that are staged.
const (
	DetailRating  = 118
	DetailMinutes = 119
)

// Lineup is one player of one team sheet.
type Lineup struct {
	TeamID            int64        `json:"team_id"`
	TypeID            int64        `json:"type_id"`   // Starting or Bench
	PlayerID          *int64       `json:"player_id"` // null for 2 % and more
	PlayerName        *string      `json:"player_name"`
	PositionID        *int64       `json:"position_id"`        // 24 goalkeeper, 25 defender, 26 midfielder, 27 attacker
	FormationField    *string      `json:"formation_field"`    // "row:column"
	FormationPosition *int64       `json:"formation_position"` // 1–11
	JerseyNumber      *int64       `json:"jersey_number"`
	Player            Part[Player] `json:"player"`
	Details           Rows[Detail] `json:"details"` // zeros are left out
	XGLineup          Rows[Detail] `json:"xglineup"`
}

func (l *Lineup) missing() string {
	return firstMissing(field{"team_id", l.TeamID != 0}, field{"type_id", l.TypeID != 0})
}

// Detail is one figure of one player in one fixture.
type Detail struct {
	TypeID int64 `json:"type_id"`
	Data   Data  `json:"data"`
}

func (d *Detail) missing() string { return firstMissing(field{"type_id", d.TypeID != 0}) }

// Sidelined is a player who misses a fixture; Sideline is the whole absence, if
// it was asked for. On teams and players the API lists sidelines themselves,
// which decode as Sideline.
type Sidelined struct {
	ID            *int64         `json:"id"`
	SidelineID    *int64         `json:"sideline_id"`
	ParticipantID *int64         `json:"participant_id"`
	PlayerID      *int64         `json:"player_id"`
	TypeID        *int64         `json:"type_id"`
	Sideline      Part[Sideline] `json:"sideline"`
}

func (s *Sidelined) missing() string {
	there := s.PlayerID != nil || s.SidelineID != nil || s.Sideline.raw != nil
	return firstMissing(field{"player_id", there})
}

// Sideline is an injury or a suspension with its dates.
type Sideline struct {
	ID          *int64  `json:"id"`
	PlayerID    *int64  `json:"player_id"`
	TeamID      *int64  `json:"team_id"`
	SeasonID    *int64  `json:"season_id"`
	TypeID      *int64  `json:"type_id"`
	Category    *string `json:"category"` // "injury", "suspended"
	StartDate   *Time   `json:"start_date"`
	EndDate     *Time   `json:"end_date"` // null: not over
	GamesMissed *int64  `json:"games_missed"`
	Completed   *bool   `json:"completed"`
}

func (s *Sideline) missing() string { return firstMissing(field{"player_id", s.PlayerID != nil}) }

// MetadataLineupConfirmed is the type of the metadata row that says whether the
// team sheets are official.
const MetadataLineupConfirmed = 572

// Metadata is a fact about a fixture; what its values are depends on the type.
type Metadata struct {
	TypeID int64           `json:"type_id"`
	Values json.RawMessage `json:"values"`
}

func (m *Metadata) missing() string { return firstMissing(field{"type_id", m.TypeID != 0}) }

// LineupConfirmed reads a row of type 572, whose values are true, or an object
// with "confirmed"; ok is false for rows of another type and for null.
func (m *Metadata) LineupConfirmed() (confirmed, ok bool, err error) {
	if m.TypeID != MetadataLineupConfirmed || len(m.Values) == 0 || string(m.Values) == "null" || string(m.Values) == "[]" {
		return false, false, nil
	}
	if m.Values[0] == '{' {
		var v struct {
			Confirmed *bool `json:"confirmed"`
		}
		if err := json.Unmarshal(m.Values, &v); err != nil {
			return false, false, fieldError(err)
		}
		return v.Confirmed != nil && *v.Confirmed, v.Confirmed != nil, nil
	}
	if err := json.Unmarshal(m.Values, &confirmed); err != nil {
		return false, false, fieldError(wrongType(m.Values, reflect.TypeFor[bool]()))
	}
	return confirmed, true, nil
}
