package answers

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"

	"matchday/stages/staging/table"
)

// Response is what one response of the API says of one fixture.
type Response struct {
	*Object
	fixture               int64
	League, Season, state int64
	Kickoff               int64 // µs, noTime if not said
	timed                 bool  // else the kick-off's day is known alone
	stage, round, venue   string
	placeholder, oddsOnly bool // nothingNew: a response with odds alone
	TeamsFromElsewhere    bool // another response says who plays
	againstItself         bool // it names one team on both sides
	Teams                 [2]*NamedTeam
	scores                *scoreSheet // nil: not asked for, or none yet
	asked                 bool        // for scores
	measures              []measure
	TeamSheets            []*Sheet  // as listed, by team
	sheets                [2]*Sheet // by side, once the teams are known
	formations            [2]string
	confirmed             *bool
	Absences              []Absence
	quotes                []quote
	priced                bool // asked for prices, be there any or none

	EmbeddedLeague *League
	EmbeddedSeason *Season
	Players        []*Player
}

const noTime = -1 << 62

// NamedTeam is a team as a fixture names it.
type NamedTeam struct {
	ID, Country int64
	Name        string
	Placeholder bool
}

// named says that it is known which team this is.
func (t *NamedTeam) named() bool { return t != nil && !t.Placeholder && t.Name != "" }

// measure is one figure of one side.
type measure struct {
	side  int8
	kind  int32
	value float64
}

// readResponse understands a fixture's payload. What cannot be used of its lists
// is rejected row by row.
func readResponse(o *Object, payload []byte) {
	f, err := Decode[Fixture](payload)
	if err != nil {
		o.reject(0, reasonOf(err), err.Error(), payload)
		return
	}
	a := &Response{
		Object: o, fixture: f.ID, League: f.LeagueID, Season: f.SeasonID, state: f.StateID, Kickoff: noTime,
		placeholder:    f.Placeholder != nil && *f.Placeholder,
		EmbeddedLeague: part(o, "league", f.League), EmbeddedSeason: part(o, "season", f.Season),
	}
	for i, wrong := range []error{f.StartingAt.wrong, f.StartingAtTimestamp.wrong} {
		if wrong != nil {
			o.reject(0, WrongType, [...]string{"starting_at: ", "starting_at_timestamp: "}[i]+wrong.Error(), nil)
		}
	}
	switch at, timed, ok := f.Kickoff(o.zone); {
	case ok && believable(at):
		a.Kickoff, a.timed = at.UnixMicro(), timed
	case ok:
		o.reject(0, WrongType, fmt.Sprintf("starting_at: want a year from %d to %d, got %d", firstYear, lastYear, at.Year()), nil)
	}
	if stage := part(o, "stage", f.Stage); stage != nil {
		a.stage = Text(stage.Name)
	}
	if round := part(o, "round", f.Round); round != nil {
		a.round = Text(round.Name)
	}
	if venue := part(o, "venue", f.Venue); venue != nil {
		a.venue = Text(venue.Name)
	}
	a.readTeams(f.Participants)
	a.readScores(f.Scores)
	a.readMeasures(f.Statistics)
	a.readMeasures(f.ExpectedGoals())
	a.readSheets(&f)
	a.readAbsences(f.Sidelined)
	a.priced = f.Odds.Asked()
	a.readQuotes(f.Odds)
	o.Responses = append(o.Responses, a)
}

// readSchedule understands the fixtures that a schedule nests in its stages.
func readSchedule(o *Object, payload []byte) {
	type fixtures struct {
		Fixtures []json.RawMessage `json:"fixtures"`
	}
	var stage struct {
		fixtures
		Rounds     []fixtures `json:"rounds"`
		Aggregates []fixtures `json:"aggregates"`
	}
	if err := json.Unmarshal(payload, &stage); err != nil {
		o.reject(0, WrongType, err.Error(), payload)
		return
	}
	for _, part := range slices.Concat([]fixtures{stage.fixtures}, stage.Rounds, stage.Aggregates) {
		for _, fixture := range part.Fixtures {
			readResponse(o, fixture)
		}
	}
}

// readOdds understands the response of an odds endpoint, which is of one fixture.
func readOdds(o *Object, payload []byte) {
	rows, err := OddsOf(payload)
	if err != nil {
		o.reject(0, reasonOf(err), err.Error(), payload)
		return
	}
	a := &Response{Object: o, Kickoff: noTime, oddsOnly: true, priced: true}
	a.readQuotes(rows)
	o.Responses = append(o.Responses, a)
}

// Text is a string that may not be there, without the payload behind it.
func Text(s *string) string {
	if s == nil {
		return ""
	}
	return strings.TrimSpace(strings.Clone(*s))
}

// Integer is a number that may not be there.
func Integer(n *int64) int64 {
	if n == nil {
		return 0
	}
	return *n
}

// Small is a number that may not be there, or be too large to be one; nil then.
func Small(n *int64) *int32 {
	if n == nil || *n != int64(int32(*n)) {
		return nil
	}
	v := int32(*n)
	return &v
}

// orZero is a number, 0 for nil.
func orZero(n *int32) int32 {
	if n == nil {
		return 0
	}
	return *n
}

// readTeams tells the sides apart by their location; their order means nothing. Who
// comes third is rejected by name.
func (a *Response) readTeams(rows Rows[Participant]) {
	eachRow(a.Object, "participants", rows, Decode[Participant], func(place int, p *Participant, raw []byte) {
		side := table.Home
		if p.Meta.Location == Away {
			side = table.Away
		}
		if first := a.Teams[side]; first != nil {
			if first.ID != p.ID {
				a.reject(place, ThirdTeam, fmt.Sprintf("participants: %q (%d) as another %s side beside %q (%d)",
					Text(p.Name), p.ID, p.Meta.Location, first.Name, first.ID), raw)
			}
			return
		}
		a.Teams[side] = &NamedTeam{
			ID: p.ID, Country: Integer(p.CountryID), Name: Text(p.Name), Placeholder: p.Placeholder != nil && *p.Placeholder,
		}
	})
	home, away := a.Teams[table.Home], a.Teams[table.Away]
	if home != nil && away != nil && home.ID == away.ID && home.named() {
		a.reject(0, NoTeams, fmt.Sprintf("participants: %q (%d) on both sides", home.Name, home.ID), nil)
		a.againstItself = true
	}
	if home == nil || away == nil || a.againstItself {
		a.Teams = [2]*NamedTeam{}
	}
}

// complete finishes what a response tells once it is known who plays, which an
// response that was asked for line-ups or prices alone does not say itself.
func (a *Response) complete(teams [2]*NamedTeam) {
	if a.Teams[table.Home] == nil {
		a.Teams, a.TeamsFromElsewhere = teams, true
	}
	a.takeSides()
	for i := range a.Absences {
		a.Absences[i].Side = a.sideOf(a.Absences[i].Team, nil)
	}
	a.resolveLabels()
}

// sideOf is the side of a team: by the participants where the response has them,
// else by the location that the row names; -1 if neither tells.
func (a *Response) sideOf(team int64, location *string) int8 {
	if a.Teams[table.Home] != nil {
		switch team {
		case a.Teams[table.Home].ID:
			return table.Home
		case a.Teams[table.Away].ID:
			return table.Away
		}
		return -1
	}
	switch Text(location) {
	case Home:
		return table.Home
	case Away:
		return table.Away
	}
	return -1
}

// mostMeasure is more than any figure of a match is.
const mostMeasure = 1e9

func (a *Response) readMeasures(rows Rows[Statistic]) {
	eachRow(a.Object, "statistics", rows, Decode[Statistic], func(place int, s *Statistic, raw []byte) {
		side := a.sideOf(s.ParticipantID, s.Location)
		value, ok := s.Data.Value.Number()
		switch {
		case side < 0:
			a.reject(place, UnknownTeam, fmt.Sprintf("statistics: team %d", s.ParticipantID), raw)
		case ok && math.Abs(value) > mostMeasure:
			a.reject(place, WrongType, fmt.Sprintf("statistics: %g of type %d", value, s.TypeID), raw)
		case ok:
			a.measures = append(a.measures, measure{side, int32(s.TypeID), value})
		}
	})
}
