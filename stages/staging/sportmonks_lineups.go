package staging

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"matchday/stages/staging/answers"
	"matchday/stages/staging/table"
)

// sheet is one side's team sheet in one answer.
type sheet struct {
	team     int64
	place    int // of its first row in the answer's list, from 1
	players  []sheetPlayer
	starters int
	details  bool // at least one player has details: the match is on or over
}

// sheetPlayer is one row of a team sheet.
type sheetPlayer struct {
	id       int64 // 0: the API does not say who it is
	name     string
	started  bool
	position string
	field    string // "row:column" of the formation
	place    int32  // 1–11 in the formation, 0 unknown
	shirt    int32  // 0 unknown
	minutes  *float64
	rating   *float64
	measures []table.NamedValue
	details  int // rows of details: any says that the match is on or over
}

// absence is a player whom a fixture's answer lists as missing.
type absence struct {
	side                   int8 // -1 unknown
	team, player, id, kind int64
	category               string
	start, end             int32 // days, noDay unknown
	gamesMissed            *int32
	completed              *bool
}

// positions are the house's words for the API's types of positions.
var positions = map[int64]string{24: "goalkeeper", 25: "defender", 26: "midfielder", 27: "attacker"}

// readSheets reads the team sheets of whatever teams an answer lists, in an
// order of their own that no later answer changes: starters by their place, then
// by shirt and name.
func (a *answer) readSheets(f *answers.Fixture) {
	seen := map[[2]int64]bool{}
	sheets := map[int64]*sheet{}
	eachRow(a.landedObject, "lineups", f.Lineups, answers.Decode[answers.Lineup], func(place int, l *answers.Lineup, raw []byte) {
		player := [2]int64{l.TeamID, integer(l.PlayerID)}
		switch {
		case l.TypeID != answers.Starting && l.TypeID != answers.Bench:
			a.reject(place, unknownType, fmt.Sprintf("lineups: type %d", l.TypeID), raw)
			return
		case l.PlayerID != nil && seen[player]:
			a.reject(place, playerTwice, fmt.Sprintf("lineups: player %d", *l.PlayerID), raw)
			return
		}
		seen[player] = true
		if sheets[l.TeamID] == nil {
			sheets[l.TeamID] = &sheet{team: l.TeamID, place: place}
			a.teamSheets = append(a.teamSheets, sheets[l.TeamID])
		}
		sheets[l.TeamID].add(a.readPlayer(place, l))
	})
	for _, s := range a.teamSheets {
		slices.SortStableFunc(s.players, bySheet)
	}
	a.readFormations(f)
}

// settleSheets gives the team sheets their sides. One reject stands for the
// sheet of a team that does not play.
func (a *answer) settleSheets() {
	for _, s := range a.teamSheets {
		side := a.sideOf(s.team, nil)
		if side < 0 {
			a.reject(s.place, unknownTeam, fmt.Sprintf("lineups: %d rows of team %d", len(s.players), s.team), nil)
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
		cmp.Compare(x.shirt, y.shirt), cmp.Compare(x.name, y.name), cmp.Compare(x.id, y.id))
}

func (s *sheet) add(p sheetPlayer) {
	s.players = append(s.players, p)
	if p.started {
		s.starters++
	}
	s.details = s.details || p.details > 0
}

func (a *answer) readPlayer(place int, l *answers.Lineup) sheetPlayer {
	p := sheetPlayer{
		id: integer(l.PlayerID), name: text(l.PlayerName), started: l.TypeID == answers.Starting,
		position: positions[integer(l.PositionID)], field: text(l.FormationField),
		place: int32(integer(l.FormationPosition)), shirt: int32(integer(l.JerseyNumber)),
	}
	if player := part(a.landedObject, fmt.Sprintf("lineups[%d].player", place-1), l.Player); player != nil {
		a.players = append(a.players, player)
		if p.name == "" {
			p.name = text(player.DisplayName)
		}
	}
	known := map[int64]bool{}
	take := func(_ int, d *answers.Detail, _ []byte) {
		p.details++
		value, ok := d.Data.Value.Number()
		if !ok || known[d.TypeID] {
			return
		}
		known[d.TypeID] = true
		switch d.TypeID {
		case answers.DetailMinutes:
			p.minutes = &value
		case answers.DetailRating:
			p.rating = &value
		default:
			p.measures = append(p.measures, table.NamedValue{Name: measureName(d.TypeID), Value: value})
		}
	}
	eachRow(a.landedObject, fmt.Sprintf("lineups[%d].details", place-1), l.Details, answers.Decode[answers.Detail], take)
	eachRow(a.landedObject, fmt.Sprintf("lineups[%d].xglineup", place-1), l.XGLineup, answers.Decode[answers.Detail], take)
	slices.SortFunc(p.measures, func(x, y table.NamedValue) int { return cmp.Compare(x.Name, y.Name) })
	return p
}

func (a *answer) readFormations(f *answers.Fixture) {
	eachRow(a.landedObject, "formations", f.Formations, answers.Decode[answers.Formation], func(_ int, x *answers.Formation, _ []byte) {
		if side := a.sideOf(x.ParticipantID, x.Location); side >= 0 {
			a.formations[side] = text(x.Formation)
		}
	})
	eachRow(a.landedObject, "metadata", f.Metadata, answers.Decode[answers.Metadata], func(place int, m *answers.Metadata, raw []byte) {
		confirmed, ok, err := m.LineupConfirmed()
		if err != nil {
			a.reject(place, reasonOf(err), fmt.Sprintf("metadata: %v", err), raw)
		} else if ok {
			a.confirmed = &confirmed
		}
	})
}

// readAbsences reads who is missing.
func (a *answer) readAbsences(rows answers.Rows[answers.Sidelined]) {
	eachRow(a.landedObject, "sidelined", rows, answers.Decode[answers.Sidelined], func(place int, s *answers.Sidelined, _ []byte) {
		x := absence{side: -1, team: integer(s.ParticipantID), player: integer(s.PlayerID), id: integer(s.SidelineID), kind: integer(s.TypeID), start: noDay, end: noDay}
		if sideline := part(a.landedObject, fmt.Sprintf("sidelined[%d].sideline", place-1), s.Sideline); sideline != nil {
			x.complete(sideline)
		}
		a.absences = append(a.absences, x)
	})
}

// complete takes from the whole absence what is not known yet.
func (x *absence) complete(s *answers.Sideline) {
	x.team = cmp.Or(x.team, integer(s.TeamID))
	x.player = cmp.Or(x.player, integer(s.PlayerID))
	x.id = cmp.Or(x.id, integer(s.ID))
	x.kind = cmp.Or(x.kind, integer(s.TypeID))
	x.category, x.start, x.end, x.completed = text(s.Category), dayOf(s.StartDate), dayOf(s.EndDate), s.Completed
	if s.GamesMissed != nil {
		n := int32(*s.GamesMissed)
		x.gamesMissed = &n
	}
}

const noDay = -1 << 31

// dayOf is a date that may not be there, in days since 1970.
func dayOf(t *answers.Time) int32 {
	if t == nil {
		return noDay
	}
	return table.Days(t.Time)
}

// optionalDay is nil for noDay.
func optionalDay(day int32) *int32 {
	if day == noDay {
		return nil
	}
	return &day
}

// idOf writes an id of the API with its source, so that no two sources' ids
// mean two things; "" for 0.
func idOf(id int64) string {
	if id == 0 {
		return ""
	}
	return answers.Source + "/" + strconv.FormatInt(id, 10)
}
