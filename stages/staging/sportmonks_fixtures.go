package staging

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"time"

	"matchday/stages/staging/answers"
	"matchday/stages/staging/table"
)

// apiFixture is one fixture as all answers of the API tell it.
type apiFixture struct {
	id             int64
	answers        []*answer // by fetch; those of odds endpoints too
	first          *answer   // the first that names both teams: it gives the fixture its id
	last           *answer   // the last that is not of odds alone
	teams          [2]*apiTeam
	kickoff        int64 // µs
	stage, round   string
	venue          string
	result         goals // after 90 minutes; noGoals while there is none
	resultLanded   int64
	scores         *scoreSheet // of the result
	measures       map[measureKey]float64
	measuresLanded int64
	points         []quotePoint
	late           int // prices from kick-off on
	sheets         [2][]sheetVersion
	made           made // with a cache
}

type measureKey struct {
	kind int32
	side int8
}

// finalState says that a state's score is a result.
func finalState(state int64) bool {
	return state == answers.StateFullTime || state == answers.StateAfterExtraTime || state == answers.StateAfterPenalties
}

// apiFacts is what all landed responses tell.
type apiFacts struct {
	objects  []*landedObject
	fixtures []*apiFixture // by the API's id
}

// mergeResponses merges the responses of each fixture. A fixture of which no
// response names the teams or the day is rejected once.
func mergeResponses(objects []*landedObject, cache *responseCache) apiFacts {
	known, groups := cache.settled(objects)
	byID := map[int64]*apiFixture{}
	for _, o := range objects {
		for _, a := range o.answers {
			if a.fixture == 0 || known[a.fixture] != nil { // odds of no staged market
				continue
			}
			if byID[a.fixture] == nil {
				byID[a.fixture] = &apiFixture{id: a.fixture}
			}
			byID[a.fixture].answers = append(byID[a.fixture].answers, a)
		}
	}
	fresh := slices.Collect(maps.Values(byID))
	each(len(fresh), func(i int) {
		f := fresh[i]
		if f.merge(); f.first != nil {
			f.points = f.path()
			f.sheets = [2][]sheetVersion{f.sheetVersions(table.Home), f.sheetVersions(table.Away)}
		}
	})
	cache.put(fresh, known, objects, groups)
	all := slices.AppendSeq(fresh, maps.Values(known))
	all = slices.DeleteFunc(all, func(f *apiFixture) bool { return f.first == nil })
	slices.SortFunc(all, func(a, b *apiFixture) int { return cmp.Compare(a.id, b.id) })
	return apiFacts{objects, all}
}

// rejects lists what the responses and their merging could not use.
func (x apiFacts) rejects() []table.Reject {
	var out []table.Reject
	for _, o := range x.objects {
		out = append(out, o.rejects...)
	}
	return out
}

// merge goes through the answers in the order of their fetches: each part of a
// fixture is as the last answer that has it tells it.
func (f *apiFixture) merge() {
	slices.SortStableFunc(f.answers, func(a, b *answer) int { return cmp.Compare(a.fetchedAt, b.fetchedAt) })
	f.kickoff, f.result, f.measures = noTime, noGoals, map[measureKey]float64{}
	for _, a := range f.answers {
		if a.nothingNew {
			continue
		}
		f.last = a
		if a.kickoff != noTime {
			f.kickoff = a.kickoff
		}
		f.stage, f.round, f.venue = cmp.Or(a.stage, f.stage), cmp.Or(a.round, f.round), cmp.Or(a.venue, f.venue)
		if t := a.teams; t[table.Home] != nil && !t[table.Home].placeholder && !t[table.Away].placeholder && t[table.Home].name != "" && t[table.Away].name != "" {
			f.teams = t
			if f.first == nil && f.kickoff != noTime {
				f.first = a
			}
		}
		f.mergeResult(a)
	}
	if f.first == nil {
		f.rejectWhole()
		return
	}
	for _, a := range f.answers {
		a.settle(f.teams)
	}
}

// mergeResult takes the score of an answer in a final state. One that
// contradicts itself changes nothing: the next answer may tell.
func (f *apiFixture) mergeResult(a *answer) {
	if !finalState(a.state) {
		f.result, f.scores = noGoals, nil
		return
	}
	if a.scores != nil {
		g, reason := a.scores.after90(a.state)
		switch {
		case reason != "":
			a.reject(0, reason, "scores of a fixture in state "+stateName(a.state), nil)
		case g != f.result:
			f.result, f.resultLanded, f.scores = g, a.fetchedAt, a.scores
		default:
			f.scores = a.scores
		}
	}
	for _, m := range a.measures {
		key := measureKey{m.kind, m.side}
		if before, ok := f.measures[key]; !ok || before != m.value {
			f.measures[key], f.measuresLanded = m.value, a.fetchedAt
		}
	}
}

// rejectWhole says why the fixture is in no table.
func (f *apiFixture) rejectWhole() {
	if f.last == nil { // only odds have landed, and nobody knows of which match
		f.answers[len(f.answers)-1].reject(0, noParticipants, "odds of a fixture that has not landed", nil)
		return
	}
	reason := noParticipants
	switch {
	case f.last.placeholder || f.last.teams[table.Home] != nil:
		reason = placeholderTeam
	case f.kickoff == noTime:
		reason = noKickoff
	}
	f.last.reject(0, reason, "fixture "+strconv.FormatInt(f.id, 10), nil)
}

// kickoffTime is the kick-off as last told.
func (f *apiFixture) kickoffTime() time.Time { return time.UnixMicro(f.kickoff).UTC() }

// landed is when the last version of the fixture's own facts arrived.
func (f *apiFixture) landed() int64 { return f.last.fetchedAt }

// state is the house's word for where the fixture stands.
func (f *apiFixture) state() string { return stateName(f.last.state) }

// version is what an answer says of the fixture's state.
type apiVersion struct {
	state    int64
	kickoff  int64
	score    scoreSheet
	after90  goals
	from     *answer
	lastSeen int64
}

// versions are the fixture's states in time: a row for each change of state,
// kick-off or score, from its first fetch to the last that still showed it. An
// answer that was not asked for scores confirms none.
func (f *apiFixture) versions() []apiVersion {
	var out []apiVersion
	none := scoreSheet{noGoals, noGoals, noGoals, noGoals, noGoals, noGoals}
	for _, a := range f.answers {
		if a.nothingNew {
			continue
		}
		v := apiVersion{a.state, a.kickoff, none, noGoals, a, a.lastSeen}
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
			if before.from.fetchedAt == a.fetchedAt { // two views of one moment: the one with scores tells more
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
