package answers

import (
	"encoding/json"
	"reflect"
)

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
