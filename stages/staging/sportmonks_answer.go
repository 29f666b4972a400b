package staging

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"matchday/stages/staging/answers"
	"matchday/stages/staging/table"
)

// answer is what one answer of the API says of one fixture.
type answer struct {
	*landedObject
	fixture                 int64
	league, season, state   int64
	kickoff                 int64 // µs, noTime if not said
	stage, round, venue     string
	placeholder, nothingNew bool // nothingNew: an answer with odds alone
	teamsFromElsewhere      bool // another answer says who plays
	teams                   [2]*apiTeam
	scores                  *scoreSheet // nil: not asked for, or none yet
	asked                   bool        // for scores
	measures                []measure
	teamSheets              []*sheet  // as listed, by team
	sheets                  [2]*sheet // by side, once the teams are known
	formations              [2]string
	confirmed               *bool
	absences                []absence
	quotes                  []quote

	embeddedLeague *answers.League
	embeddedSeason *answers.Season
	players        []*answers.Player
}

const noTime = -1 << 62

// apiTeam is a team as a fixture names it.
type apiTeam struct {
	id, country int64
	name        string
	placeholder bool
}

// measure is one figure of one side.
type measure struct {
	side  int8
	kind  int32
	value float64
}

// readAnswer understands a fixture's payload. What cannot be used of its lists
// is rejected row by row.
func readAnswer(o *landedObject, payload []byte) {
	f, err := answers.Decode[answers.Fixture](payload)
	if err != nil {
		o.reject(0, reasonOf(err), err.Error(), payload)
		return
	}
	a := &answer{
		landedObject: o, fixture: f.ID, league: f.LeagueID, season: f.SeasonID, state: f.StateID, kickoff: noTime,
		placeholder: f.Placeholder != nil && *f.Placeholder, embeddedLeague: part(o, "league", f.League), embeddedSeason: part(o, "season", f.Season),
	}
	if at, ok := f.Kickoff(); ok {
		a.kickoff = at.UnixMicro()
	}
	if stage := part(o, "stage", f.Stage); stage != nil {
		a.stage = text(stage.Name)
	}
	if round := part(o, "round", f.Round); round != nil {
		a.round = text(round.Name)
	}
	if venue := part(o, "venue", f.Venue); venue != nil {
		a.venue = text(venue.Name)
	}
	a.readTeams(f.Participants)
	a.readScores(f.Scores)
	a.readMeasures(f.Statistics)
	a.readMeasures(f.ExpectedGoals())
	a.readSheets(&f)
	a.readAbsences(f.Sidelined)
	a.readQuotes(f.Odds)
	o.answers = append(o.answers, a)
}

// readSchedule understands the fixtures that a schedule nests in its stages.
func readSchedule(o *landedObject, payload []byte) {
	type fixtures struct {
		Fixtures []json.RawMessage `json:"fixtures"`
	}
	var stage struct {
		fixtures
		Rounds     []fixtures `json:"rounds"`
		Aggregates []fixtures `json:"aggregates"`
	}
	if err := json.Unmarshal(payload, &stage); err != nil {
		o.reject(0, wrongType, err.Error(), payload)
		return
	}
	for _, part := range slices.Concat([]fixtures{stage.fixtures}, stage.Rounds, stage.Aggregates) {
		for _, fixture := range part.Fixtures {
			readAnswer(o, fixture)
		}
	}
}

// readOdds understands the answer of an odds endpoint, which is of one fixture.
func readOdds(o *landedObject, payload []byte) {
	rows, err := answers.OddsOf(payload)
	if err != nil {
		o.reject(0, reasonOf(err), err.Error(), payload)
		return
	}
	a := &answer{landedObject: o, kickoff: noTime, nothingNew: true}
	a.readQuotes(rows)
	o.answers = append(o.answers, a)
}

// text is a string that may not be there, without the payload behind it.
func text(s *string) string {
	if s == nil {
		return ""
	}
	return strings.TrimSpace(strings.Clone(*s))
}

// integer is a number that may not be there.
func integer(n *int64) int64 {
	if n == nil {
		return 0
	}
	return *n
}

// readTeams tells the sides apart by their location; their order means nothing.
func (a *answer) readTeams(rows answers.Rows[answers.Participant]) {
	eachRow(a.landedObject, "participants", rows, answers.Decode[answers.Participant], func(_ int, p *answers.Participant, _ []byte) {
		side := table.Home
		if p.Meta.Location == answers.Away {
			side = table.Away
		}
		a.teams[side] = &apiTeam{
			id: p.ID, country: integer(p.CountryID), name: text(p.Name), placeholder: p.Placeholder != nil && *p.Placeholder,
		}
	})
	if a.teams[table.Home] == nil || a.teams[table.Away] == nil {
		a.teams = [2]*apiTeam{}
	}
}

// settle finishes what an answer tells once it is known who plays, which an
// answer that was asked for line-ups or prices alone does not say itself.
func (a *answer) settle(teams [2]*apiTeam) {
	if a.teams[table.Home] == nil {
		a.teams, a.teamsFromElsewhere = teams, true
	}
	a.settleSheets()
	for i := range a.absences {
		a.absences[i].side = a.sideOf(a.absences[i].team, nil)
	}
	a.settleQuotes()
}

// sideOf is the side of a team: by the participants where the answer has them,
// else by the location that the row names; -1 if neither tells.
func (a *answer) sideOf(team int64, location *string) int8 {
	if a.teams[table.Home] != nil {
		switch team {
		case a.teams[table.Home].id:
			return table.Home
		case a.teams[table.Away].id:
			return table.Away
		}
		return -1
	}
	switch text(location) {
	case answers.Home:
		return table.Home
	case answers.Away:
		return table.Away
	}
	return -1
}

func (a *answer) readMeasures(rows answers.Rows[answers.Statistic]) {
	eachRow(a.landedObject, "statistics", rows, answers.Decode[answers.Statistic], func(place int, s *answers.Statistic, raw []byte) {
		side := a.sideOf(s.ParticipantID, s.Location)
		value, ok := s.Data.Value.Number()
		switch {
		case side < 0:
			a.reject(place, unknownTeam, fmt.Sprintf("statistics: team %d", s.ParticipantID), raw)
		case ok:
			a.measures = append(a.measures, measure{side, int32(s.TypeID), value})
		}
	})
}
