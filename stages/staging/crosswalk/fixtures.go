package crosswalk

import (
	"cmp"
	"slices"
)

// pairing is who plays at whose ground, by the canonical numbers.
type pairing struct{ home, away int }

// pairings are the canonical fixtures of each pair.
func (x *schedule) pairings() map[pairing][]int {
	out := make(map[pairing][]int, len(x.Fixtures))
	for i, f := range x.Fixtures {
		p := pairing{x.number[f.Home], x.number[f.Away]}
		out[p] = append(out[p], i)
	}
	return out
}

// day is when a fixture is played by its home side's calendar.
func (x *schedule) days() []int32 {
	out := make([]int32, len(x.Fixtures))
	for _, games := range x.games {
		for _, g := range games {
			out[g.fixture] = g.day
		}
	}
	return out
}

// dateRounds gives the rounds of a source without dates the day on which the
// canonical season has most of what is known of them, so that calendars can be compared.
func (m *matching) dateRounds() {
	if !m.other.rounds || !m.canonical.dated {
		return
	}
	known, ours := m.canonical.pairings(), m.canonical.days()
	perRound := map[int32][]int32{}
	for _, f := range m.other.Fixtures {
		p := pairing{m.to[m.other.number[f.Home]], m.to[m.other.number[f.Away]]}
		if found := known[p]; len(found) == 1 {
			perRound[f.Round] = append(perRound[f.Round], ours[found[0]])
		}
	}
	days := make([]int32, len(m.other.Fixtures))
	for i, f := range m.other.Fixtures {
		days[i] = NoDay
		if dates := perRound[f.Round]; len(dates) > 0 {
			slices.Sort(dates)
			days[i] = dates[len(dates)/2]
		}
	}
	dated := *m.other
	dated.dates(days)
	m.other, m.tolerance = &dated, roundTolerance
}

// joinFixtures pairs the fixtures whose teams are both decided: those of a pair
// nearest in days first, within the tolerance; a fixture that one source has
// moved is the same if the pair meets once at that ground by both sources.
func (m *matching) joinFixtures() {
	known, ours, theirs := m.canonical.pairings(), m.canonical.days(), m.other.days()
	asked := map[pairing][]int{}
	var order []pairing
	for i, f := range m.other.Fixtures {
		home, away := m.to[m.other.number[f.Home]], m.to[m.other.number[f.Away]]
		if home < 0 || away < 0 {
			m.unknownTeam(i, theirs[i], ours)
			continue
		}
		p := pairing{home, away}
		if asked[p] == nil {
			order = append(order, p)
		}
		asked[p] = append(asked[p], i)
	}
	for _, p := range order {
		m.joinPairings(asked[p], known[p], theirs, ours)
	}
}

func (m *matching) joinPairings(asked, known []int, theirs, ours []int32) {
	type candidate struct {
		apart  int32
		ai, ki int
	}
	var all []candidate
	for ai, a := range asked {
		for ki, k := range known {
			all = append(all, candidate{abs(theirs[a] - ours[k]), ai, ki})
		}
	}
	slices.SortStableFunc(all, func(a, b candidate) int { return cmp.Compare(a.apart, b.apart) })
	doneA, doneK := make([]bool, len(asked)), make([]bool, len(known))
	only := len(asked) == 1 && len(known) == 1
	for _, c := range all {
		near := c.apart <= max(fixtureDays, m.tolerance)
		if doneA[c.ai] || doneK[c.ki] || !near && !only {
			continue
		}
		doneA[c.ai], doneK[c.ki] = true, true
		if near || !m.other.dated {
			m.sameDay++
		}
		m.pair(asked[c.ai], known[c.ki])
	}
	for ai, a := range asked {
		var left []string
		for ki, k := range known {
			if !doneK[ki] {
				left = append(left, m.canonical.Fixtures[k].ID)
			}
		}
		if !doneA[ai] && len(left) > 0 {
			m.open = append(m.open, Ambiguity{"fixture", m.other.Fixtures[a].ID, left[:min(len(left), mostCandidates)], EqualDates})
		}
	}
}

// directness orders the evidence; a fixture is found by the less direct one of
// its teams'.
var directness = []How{ByOverride, ByID, ByName, ByAlias, BySchedule}

func (m *matching) pair(a, k int) {
	f := &m.other.Fixtures[a]
	home, away := m.other.number[f.Home], m.other.number[f.Away]
	how := max(slices.Index(directness, m.how[home]), slices.Index(directness, m.how[away]))
	m.paired = append(m.paired, Pair{f.ID, m.canonical.Fixtures[k].ID, directness[how], min(m.score(home), m.score(away))})
}

// unknownTeam lists a fixture with an ambiguous team, and the fixtures of the
// canonical season on that day of which no team is joined to another.
func (m *matching) unknownTeam(a int, day int32, ours []int32) {
	f := &m.other.Fixtures[a]
	fits := func(team string, j int) bool {
		i := m.other.number[team]
		return m.to[i] == j || m.to[i] < 0 && m.from[j] < 0
	}
	var candidates []string
	for k := range m.canonical.Fixtures {
		g := &m.canonical.Fixtures[k]
		near := day == NoDay || abs(ours[k]-day) <= max(fixtureDays, m.tolerance)
		if near && fits(f.Home, m.canonical.number[g.Home]) && fits(f.Away, m.canonical.number[g.Away]) && len(candidates) < mostCandidates {
			candidates = append(candidates, g.ID)
		}
	}
	m.open = append(m.open, Ambiguity{"fixture", f.ID, candidates, TeamUnknown})
}

// fixtures are the pairs found, and what was left open.
func (m *matching) fixtures() ([]Pair, []Ambiguity) { return m.paired, m.open }

// shared is the share of fixtures on the same day, among those that both
// sources could have.
func (m *matching) shared() float64 {
	within := func(s, of *schedule) (n int) {
		for _, f := range s.Fixtures {
			if !s.dated || !of.dated || f.Day >= of.first-fixtureDays && f.Day <= of.last+fixtureDays {
				n++
			}
		}
		return n
	}
	possible := min(within(m.other, m.canonical), within(m.canonical, m.other))
	if possible == 0 {
		return 0
	}
	return float64(m.sameDay) / float64(possible)
}

// better orders matchings by how many fixtures they share.
func (m *matching) better(than *matching) bool { return m.sameDay > than.sameDay }
