package answers

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"time"

	"matchday/stages/staging/table"
)

// History is one fixture as all responses of the API tell it: what the join asks of it,
// and its details, which are read when its own rows are made.
type History struct {
	ID             int64
	League, Season int64 // as last told
	Teams          [2]*NamedTeam
	Kickoff        int64 // µs
	Timed          bool  // else the kick-off's day is known alone, and Kickoff nominal
	state          int64 // as last told
	Result         goals // after 90 minutes; noGoals while there is none
	LastLanded     int64 // the last response that is not of odds alone, µs

	// Of the first response that names both teams: it gives the fixture its id.
	FirstLanded, FirstKickoff int64
	FirstNames                [2]string

	Prices      int // how many there are
	HasSheet    [2]bool
	seen        int64
	steps       []step
	Names       []ToldTeam
	AbsentTeams []int64
	Digest      string // of the names of all that it is told by

	*detail // nil until Load
}

// detail is what only a fixture's own rows ask for.
type detail struct {
	Responses      []*Response // by fetch; those of odds endpoints too
	First          *Response   // the first that names both teams
	Last           *Response   // the last that is not of odds alone
	stage, round   string
	Venue          string
	resultLanded   int64
	scores         *scoreSheet // of the result
	measures       map[measureKey]float64
	measuresLanded int64
	Points         []quotePoint
	late           int // prices from kick-off on
	Sheets         [2][]sheetVersion
}

type measureKey struct {
	kind int32
	side int8
}

// finalState says that a state's score is a result.
func finalState(state int64) bool {
	return state == StateFullTime || state == StateAfterExtraTime || state == StateAfterPenalties
}

// mergeGroup merges the responses of each fixture of a group, by the fixtures' ids. A
// fixture of which no response names the teams or the day is rejected once.
func mergeGroup(objects []*Object) []*History {
	byID := map[int64]*History{}
	for _, o := range objects {
		for _, a := range o.Responses {
			if a.fixture == 0 { // odds of no staged market
				continue
			}
			if byID[a.fixture] == nil {
				byID[a.fixture] = &History{ID: a.fixture, detail: &detail{}}
			}
			byID[a.fixture].Responses = append(byID[a.fixture].Responses, a)
		}
	}
	all := slices.SortedFunc(maps.Values(byID), func(a, b *History) int { return cmp.Compare(a.ID, b.ID) })
	for _, f := range all {
		if f.merge(); f.First != nil {
			f.Points = f.path()
			f.Sheets = [2][]sheetVersion{f.sheetVersions(table.Home), f.sheetVersions(table.Away)}
		}
	}
	return all
}

// merge goes through the responses in the order of their fetches: each part of a
// fixture is as the last response that has it tells it.
func (f *History) merge() {
	slices.SortStableFunc(f.Responses, func(a, b *Response) int { return cmp.Compare(a.FetchedAt, b.FetchedAt) })
	f.Kickoff, f.Result, f.measures = noTime, noGoals, map[measureKey]float64{}
	for _, a := range f.Responses {
		if a.oddsOnly {
			continue
		}
		f.Last = a
		if a.Kickoff != noTime {
			f.Kickoff, f.Timed = a.Kickoff, a.timed
		}
		f.stage, f.round, f.Venue = cmp.Or(a.stage, f.stage), cmp.Or(a.round, f.round), cmp.Or(a.venue, f.Venue)
		if t := a.Teams; t[table.Home].named() && t[table.Away].named() {
			f.Teams = t
			if f.First == nil && f.Kickoff != noTime {
				f.First = a
			}
		}
		f.mergeResult(a)
	}
	if f.First == nil {
		f.rejectWhole()
		return
	}
	f.takeNewest()
	for _, a := range f.Responses {
		a.complete(f.Teams)
	}
}

// takeNewest takes the kick-off and state of a match to come from the response that was
// last seen. Mostly that is the one that landed last; but a payload that came again after
// another kind of request had told otherwise is the newer word.
func (f *History) takeNewest() {
	newest := f.Last
	for _, a := range f.Responses {
		if !a.oddsOnly && a.LastSeen > newest.LastSeen {
			newest = a
		}
	}
	f.state = f.Last.state
	if newest == f.Last || finalState(f.Last.state) {
		return
	}
	f.state = newest.state
	if newest.Kickoff != noTime {
		f.Kickoff, f.Timed = newest.Kickoff, newest.timed
	}
}

// mergeResult takes the score of a response in a final state. One that
// contradicts itself changes nothing: the next response may tell.
func (f *History) mergeResult(a *Response) {
	if !finalState(a.state) {
		f.Result, f.scores = noGoals, nil
		return
	}
	if a.scores != nil {
		g, reason := a.scores.after90(a.state)
		switch {
		case reason != "":
			a.reject(0, reason, "scores of a fixture in state "+stateName(a.state), nil)
		case g != f.Result:
			f.Result, f.resultLanded, f.scores = g, a.FetchedAt, a.scores
		default:
			f.scores = a.scores
		}
	}
	for _, m := range a.measures {
		key := measureKey{m.kind, m.side}
		if before, ok := f.measures[key]; !ok || before != m.value {
			f.measures[key], f.measuresLanded = m.value, a.FetchedAt
		}
	}
}

// rejectWhole says why the fixture is in no table.
func (f *History) rejectWhole() {
	if f.Last == nil { // only odds have landed, and nobody knows of which match
		f.Responses[len(f.Responses)-1].reject(0, NoParticipants, "odds of a fixture that has not landed", nil)
		return
	}
	reason := NoParticipants
	switch {
	case f.Last.againstItself: // which has been said
		return
	case f.Kickoff == noTime && f.Last.Teams[table.Home].named() && f.Last.Teams[table.Away].named():
		reason = NoKickoff
	case f.Last.placeholder || f.Last.Teams[table.Home] != nil:
		reason = PlaceholderTeam
	case f.Kickoff == noTime:
		reason = NoKickoff
	}
	f.Last.reject(0, reason, "fixture "+strconv.FormatInt(f.ID, 10), nil)
}

// writeKey writes the names of all that the fixture is told by.
func (f *History) writeKey(w io.Writer) {
	for _, a := range f.Responses {
		o := a.Object
		fmt.Fprintln(w, o.Entity, o.ID, o.SHA256, o.FetchedAt, o.LastSeen, o.request)
	}
}

// KickoffTime is the kick-off as last told.
func (f *History) KickoffTime() time.Time { return time.UnixMicro(f.Kickoff).UTC() }

// Landed is when the last version of the fixture's own facts arrived.
func (f *History) Landed() int64 { return f.LastLanded }

// State is the canonical word for where the fixture stands.
func (f *History) State() string { return stateName(f.state) }

// apiVersion is what a response says of the fixture's state.
type apiVersion struct {
	state    int64
	kickoff  int64
	score    scoreSheet
	after90  goals
	from     *Response
	lastSeen int64
}

// versions are the fixture's states in time: a row for each change of state,
// kick-off or score, from its first fetch to the last that still showed it. An
// response that was not asked for scores confirms none.
func (f *History) versions() []apiVersion {
	var out []apiVersion
	none := scoreSheet{noGoals, noGoals, noGoals, noGoals, noGoals, noGoals}
	for _, a := range f.Responses {
		if a.oddsOnly {
			continue
		}
		v := apiVersion{a.state, a.Kickoff, none, noGoals, a, a.LastSeen}
		if a.scores != nil {
			v.score = *a.scores
			if finalState(a.state) {
				v.after90, _ = a.scores.after90(a.state)
			}
		}
		if len(out) > 0 {
			before := &out[len(out)-1]
			if v.kickoff == noTime {
				v.kickoff = before.kickoff
			}
			same := before.state == v.state && before.kickoff == v.kickoff
			if same && !a.asked {
				if before.score == none {
					before.lastSeen = max(before.lastSeen, v.lastSeen)
				}
				continue
			}
			if same && before.score == v.score {
				before.lastSeen = max(before.lastSeen, v.lastSeen)
				continue
			}
			if before.from.FetchedAt == a.FetchedAt { // two views of one moment: the one with scores tells more
				if v.score != none {
					*before = v
				}
				continue
			}
		}
		out = append(out, v)
	}
	return out
}

// At is the fixture's kick-off and state as told by a moment in µs, which is not before
// its first response.
func (f *History) At(moment int64) (kickoff time.Time, state string) {
	at := f.FirstKickoff
	for _, s := range f.steps {
		if s.from > moment {
			break
		}
		if state = stateName(s.state); s.kickoff != noTime {
			at = s.kickoff
		}
	}
	return time.UnixMicro(at).UTC(), state
}
