package answers

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"

	"matchday/stages/staging/table"
)

// Sheet is one side's team sheet in one response.
type Sheet struct {
	team     int64
	place    int // of its first row in the response's list, from 1
	Players  []sheetPlayer
	starters int
	details  bool // at least one player has details: the match is on or over
}

// sheetPlayer is one row of a team sheet.
type sheetPlayer struct {
	ID       int64 // 0: the API does not say who it is
	Name     string
	started  bool
	Position string
	field    string // "row:column" of the formation
	place    int32  // 1–11 in the formation, 0 unknown
	shirt    int32  // 0 unknown
	minutes  *float64
	rating   *float64
	measures []table.NamedValue
	details  int // rows of details: any says that the match is on or over
}

// Absence is a player whom a fixture's response lists as missing.
type Absence struct {
	Side                   int8 // -1 unknown
	Team, Player, ID, Kind int64
	Category               string
	Start, End             int32 // days, noDay unknown
	GamesMissed            *int32
	Completed              *bool
}

// Positions are the canonical words for the API's types of positions.
var Positions = map[int64]string{24: "goalkeeper", 25: "defender", 26: "midfielder", 27: "attacker"}

// readSheets reads the team sheets of whatever teams a response lists, in an
// order of their own that no later response changes: starters by their place, then
// by shirt and name.
func (a *Response) readSheets(f *Fixture) {
	seen := map[[2]int64]bool{}
	sheets := map[int64]*Sheet{}
	eachRow(a.Object, "lineups", f.Lineups, Decode[Lineup], func(place int, l *Lineup, raw []byte) {
		player := [2]int64{l.TeamID, Integer(l.PlayerID)}
		switch {
		case l.TypeID != Starting && l.TypeID != Bench:
			a.reject(place, UnknownType, fmt.Sprintf("lineups: type %d", l.TypeID), raw)
			return
		case l.PlayerID != nil && seen[player]:
			a.reject(place, PlayerTwice, fmt.Sprintf("lineups: player %d", *l.PlayerID), raw)
			return
		}
		seen[player] = true
		if sheets[l.TeamID] == nil {
			sheets[l.TeamID] = &Sheet{team: l.TeamID, place: place}
			a.TeamSheets = append(a.TeamSheets, sheets[l.TeamID])
		}
		sheets[l.TeamID].add(a.readPlayer(place, l))
	})
	for _, s := range a.TeamSheets {
		slices.SortStableFunc(s.Players, bySheet)
	}
	a.readFormations(f)
}

// takeSides gives the team sheets their sides. One reject stands for the
// sheet of a team that does not play.
func (a *Response) takeSides() {
	for _, s := range a.TeamSheets {
		side := a.sideOf(s.team, nil)
		if side < 0 {
			a.reject(s.place, UnknownTeam, fmt.Sprintf("lineups: %d rows of team %d", len(s.Players), s.team), nil)
			continue
		}
		a.sheets[side] = s
	}
}

func bySheet(x, y sheetPlayer) int {
	order := func(started bool) int {
		if started {
			return 0
		}
		return 1
	}
	return cmp.Or(cmp.Compare(order(x.started), order(y.started)), cmp.Compare(x.place, y.place),
		cmp.Compare(x.shirt, y.shirt), cmp.Compare(x.Name, y.Name), cmp.Compare(x.ID, y.ID))
}

func (s *Sheet) add(p sheetPlayer) {
	s.Players = append(s.Players, p)
	if p.started {
		s.starters++
	}
	s.details = s.details || p.details > 0
}

func (a *Response) readPlayer(place int, l *Lineup) sheetPlayer {
	p := sheetPlayer{
		ID: Integer(l.PlayerID), Name: Text(l.PlayerName), started: l.TypeID == Starting,
		Position: Positions[Integer(l.PositionID)], field: Text(l.FormationField),
		place: orZero(Small(l.FormationPosition)), shirt: orZero(Small(l.JerseyNumber)),
	}
	if player := part(a.Object, fmt.Sprintf("lineups[%d].player", place-1), l.Player); player != nil {
		a.Players = append(a.Players, player)
		if p.Name == "" {
			p.Name = Text(player.DisplayName)
		}
	}
	known := map[int64]bool{}
	take := func(_ int, d *Detail, _ []byte) {
		p.details++
		value, ok := d.Data.Value.Number()
		if !ok || known[d.TypeID] || math.Abs(value) > mostMeasure {
			return
		}
		known[d.TypeID] = true
		switch d.TypeID {
		case DetailMinutes:
			p.minutes = &value
		case DetailRating:
			p.rating = &value
		default:
			p.measures = append(p.measures, table.NamedValue{Name: measureName(d.TypeID), Value: value})
		}
	}
	eachRow(a.Object, fmt.Sprintf("lineups[%d].details", place-1), l.Details, Decode[Detail], take)
	eachRow(a.Object, fmt.Sprintf("lineups[%d].xglineup", place-1), l.XGLineup, Decode[Detail], take)
	slices.SortFunc(p.measures, func(x, y table.NamedValue) int { return cmp.Compare(x.Name, y.Name) })
	return p
}

func (a *Response) readFormations(f *Fixture) {
	eachRow(a.Object, "formations", f.Formations, Decode[Formation], func(_ int, x *Formation, _ []byte) {
		if side := a.sideOf(x.ParticipantID, x.Location); side >= 0 {
			a.formations[side] = Text(x.Formation)
		}
	})
	eachRow(a.Object, "metadata", f.Metadata, Decode[Metadata], func(place int, m *Metadata, raw []byte) {
		confirmed, ok, err := m.LineupConfirmed()
		if err != nil {
			a.reject(place, reasonOf(err), fmt.Sprintf("metadata: %v", err), raw)
		} else if ok {
			a.confirmed = &confirmed
		}
	})
}

// readAbsences reads who is missing.
func (a *Response) readAbsences(rows Rows[Sidelined]) {
	eachRow(a.Object, "sidelined", rows, Decode[Sidelined], func(place int, s *Sidelined, _ []byte) {
		x := Absence{
			Side: -1, Team: Integer(s.ParticipantID), Player: Integer(s.PlayerID), ID: Integer(s.SidelineID), Kind: Integer(s.TypeID),
			Start: NoDay, End: NoDay,
		}
		if sideline := part(a.Object, fmt.Sprintf("sidelined[%d].sideline", place-1), s.Sideline); sideline != nil {
			x.Complete(sideline)
		}
		a.Absences = append(a.Absences, x)
	})
}

// Complete takes from the whole absence what is not known yet.
func (x *Absence) Complete(s *Sideline) {
	x.Team = cmp.Or(x.Team, Integer(s.TeamID))
	x.Player = cmp.Or(x.Player, Integer(s.PlayerID))
	x.ID = cmp.Or(x.ID, Integer(s.ID))
	x.Kind = cmp.Or(x.Kind, Integer(s.TypeID))
	x.Category, x.Start, x.End, x.Completed = Text(s.Category), DayOf(s.StartDate), DayOf(s.EndDate), s.Completed
	x.GamesMissed = Small(s.GamesMissed)
}

// Same compares what two fetches say of one absence.
func (x Absence) Same(y Absence) bool {
	equal := func(a, b *int32) bool { return a == nil && b == nil || a != nil && b != nil && *a == *b }
	done := func(c *bool) bool { return c != nil && *c }
	return x.Kind == y.Kind && x.Category == y.Category && x.Start == y.Start && x.End == y.End &&
		equal(x.GamesMissed, y.GamesMissed) && done(x.Completed) == done(y.Completed)
}

const NoDay = -1 << 31

// DayOf is a date that may not be there, in days since 1970.
func DayOf(t *Time) int32 {
	if t == nil {
		return NoDay
	}
	return table.Days(t.Time)
}

// OptionalDay is nil for noDay.
func OptionalDay(day int32) *int32 {
	if day == NoDay {
		return nil
	}
	return &day
}

// PlayerID writes an id of the API with its source, so that no two sources' ids
// mean two things; "" for 0.
func PlayerID(id int64) string {
	if id == 0 {
		return ""
	}
	return Source + "/" + strconv.FormatInt(id, 10)
}
