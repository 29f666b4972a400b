package crosswalk

import (
	"cmp"
	"slices"
)

// Limits of single steps.
const (
	leastCalendar = 6   // fixtures before a calendar can identify a team
	calendarShare = 0.7 // of them that must agree
	calendarLead  = 3   // fixtures by which the next team must agree less
	leastVotes    = 2   // fixtures against known opponents that must point to one team
	nameAlike     = 0.8 // likeness of names that may stand alone
	nameLead      = 0.2 // by which the next name must be less alike
	nameSupports  = 0.5 // likeness that supports one fixture
	leastAsked    = 3   // fixtures before disagreement counts as contradiction
)

// matching maps the teams of one season of the other source to the canonical ones.
type matching struct {
	canonical, other *schedule
	tolerance        int32
	to               []int // by other team: canonical team, -1 if undecided
	from             []int // by canonical team: other team, -1
	how              []How
	contradicted     []bool
	likeness         [][]float64 // [other][canonical]
	alias            [][]bool    // the likest name is not the canonical one

	paired  []Pair // of fixtures, once known
	sameDay int    // of them, on the same day
	open    []Ambiguity
}

// match decides as many teams as the evidence allows: first by calendars, which
// need no other team, then by ids, opponents and names, each of which can make
// the next one decide more. What contradicts the schedule is taken back.
func match(h, o *schedule, pins, known map[string]string) *matching {
	m := &matching{canonical: h, other: o, tolerance: dayTolerance}
	m.to, m.from = filled(len(o.teams)), filled(len(h.teams))
	m.how, m.contradicted = make([]How, len(o.teams)), make([]bool, len(o.teams))
	m.compareNames()
	m.adopt(pins, ByOverride)
	if !o.dated {
		m.byName()
		m.dateRounds()
	}
	m.byCalendar()
	m.adopt(known, ByID)
	m.grow()
	m.byName()
	m.grow()
	for m.takeBack() {
	}
	m.joinFixtures()
	return m
}

func filled(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = -1
	}
	return out
}

func (m *matching) decide(i, j int, how How) { m.to[i], m.from[j], m.how[i] = j, i, how }

// adopt takes pairs that are known from elsewhere.
func (m *matching) adopt(pairs map[string]string, how How) {
	for i, team := range m.other.teams {
		j, ok := m.canonical.number[pairs[team]]
		if ok && m.to[i] < 0 && m.from[j] < 0 {
			m.decide(i, j, how)
		}
	}
}

func (m *matching) compareNames() {
	theirs, ours := m.other.spelled(), m.canonical.spelled()
	weight := weigh(theirs, ours)
	m.likeness = make([][]float64, len(theirs))
	m.alias = make([][]bool, len(theirs))
	for i, names := range theirs {
		m.likeness[i] = make([]float64, len(ours))
		m.alias[i] = make([]bool, len(ours))
		for j, known := range ours {
			for _, name := range names {
				for k, spelling := range known {
					if x := alike(name, spelling, weight); x > m.likeness[i][j] {
						m.likeness[i][j], m.alias[i][j] = x, k > 0
					}
				}
			}
		}
	}
}

// byCalendar decides teams whose days at home and away agree with one team of
// the canonical season and, by a clear margin, with no other.
func (m *matching) byCalendar() {
	if !m.canonical.dated {
		return
	}
	same, asked := m.agreements()
	for changed := true; changed; {
		changed = false
		for i := range m.to {
			if m.to[i] >= 0 {
				continue
			}
			j, lead := clearest(len(m.from), func(j int) (int, bool) { return same[i][j], m.from[j] < 0 })
			if j < 0 || lead < calendarLead || asked[i] < leastCalendar || float64(same[i][j]) < calendarShare*float64(asked[i]) {
				continue
			}
			back, lead := clearest(len(m.to), func(i int) (int, bool) { return same[i][j], m.to[i] < 0 })
			if back == i && lead >= calendarLead {
				m.decide(i, j, BySchedule)
				changed = true
			}
		}
	}
}

func (m *matching) agreements() (same [][]int, asked []int) {
	same, asked = make([][]int, len(m.to)), make([]int, len(m.to))
	for i := range m.to {
		same[i] = make([]int, len(m.from))
		for j := range m.from {
			same[i][j], asked[i] = agreement(m.canonical, j, m.other, i, m.tolerance)
		}
	}
	return same, asked
}

// clearest is the number with the highest count among those that are free, and
// how far the next one is behind it; -1 if none is free.
func clearest(n int, count func(int) (int, bool)) (best, lead int) {
	best, first, second := -1, 0, 0
	for k := range n {
		c, free := count(k)
		switch {
		case !free:
		case best < 0 || c > first:
			best, first, second = k, c, first
		default:
			second = max(second, c)
		}
	}
	return best, first - second
}

// grow decides teams by their fixtures against teams that are decided: who met
// that opponent there on that day is the team. It goes on while that decides
// more.
func (m *matching) grow() {
	if !m.canonical.dated {
		return
	}
	for changed := true; changed; {
		changed = false
		votes, asked := m.votes()
		for i := range m.to {
			if m.to[i] >= 0 {
				continue
			}
			j, lead := clearest(len(m.from), func(j int) (int, bool) { return votes[i][j], m.from[j] < 0 })
			if j < 0 || votes[i][j] == 0 || 3*votes[i][j] < 2*asked[i] || lead*2 < votes[i][j] {
				continue
			}
			back, lead := clearest(len(m.to), func(i int) (int, bool) { return votes[i][j], m.to[i] < 0 })
			enough := votes[i][j] >= leastVotes || m.likeness[i][j] >= nameSupports
			if enough && back == i && lead*2 >= votes[i][j] {
				m.decide(i, j, BySchedule)
				changed = true
			}
		}
	}
}

// votes counts, for each undecided team, whom its decided opponents met instead
// of it, and how many such fixtures lie within the canonical season.
func (m *matching) votes() (votes [][]int, asked []int) {
	votes, asked = make([][]int, len(m.to)), make([]int, len(m.to))
	for i := range m.to {
		votes[i] = make([]int, len(m.from))
		if m.to[i] >= 0 {
			continue
		}
		for _, g := range m.other.games[i] {
			opponent := m.to[g.opponent]
			if opponent < 0 || !m.covers(g.day) {
				continue
			}
			asked[i]++
			if seen, ok := m.canonical.on(opponent, !g.home, g.day, m.tolerance); ok && m.from[seen.opponent] < 0 {
				votes[i][seen.opponent]++
			}
		}
	}
	return votes, asked
}

// covers says whether a day lies within the canonical season.
func (m *matching) covers(day int32) bool {
	return day >= m.canonical.first-m.tolerance && day <= m.canonical.last+m.tolerance
}

// byName decides teams whose names are alike as no other team's on either side
// are, decided ones included.
func (m *matching) byName() {
	for i := range m.to {
		if m.to[i] >= 0 {
			continue
		}
		j := lead(len(m.from), func(j int) float64 { return m.likeness[i][j] })
		if j < 0 || m.from[j] >= 0 || lead(len(m.to), func(i int) float64 { return m.likeness[i][j] }) != i {
			continue
		}
		how := ByName
		if m.alias[i][j] {
			how = ByAlias
		}
		m.decide(i, j, how)
	}
}

// lead is the number whose name is alike enough, and by far the likest; -1 if
// there is none.
func lead(n int, likeness func(int) float64) int {
	best, first, second := -1, 0.0, 0.0
	for k := range n {
		x := likeness(k)
		if x > first {
			best, first, second = k, x, first
		} else {
			second = max(second, x)
		}
	}
	if first < nameAlike || first-second < nameLead {
		return -1
	}
	return best
}

// takeBack undoes the decision that the schedule contradicts most, if one does:
// a team of which most fixtures against decided teams are not there, or one that
// is only named alike and shares no fixture.
func (m *matching) takeBack() bool {
	worst, least := -1, 2.0
	for i, j := range m.to {
		if j < 0 || m.how[i] == ByOverride {
			continue
		}
		same, asked := m.confirmed(i)
		loose := (m.how[i] == ByName || m.how[i] == ByAlias) && m.likeness[i][j] < sameWords
		wrong := asked >= leastAsked && float64(same) < leastShared*float64(asked) || loose && same == 0 && !m.wholeByName()
		if share := float64(same) / float64(max(asked, 1)); wrong && share < least {
			worst, least = i, share
		}
	}
	if worst < 0 {
		return false
	}
	m.from[m.to[worst]], m.to[worst] = -1, -1
	m.contradicted[worst] = true
	return true
}

// wholeByName says that there are no days to ask, and that all teams of both
// tellings found each other.
func (m *matching) wholeByName() bool {
	return !m.other.dated && !m.other.rounds && !slices.Contains(m.to, -1) && !slices.Contains(m.from, -1)
}

// confirmed counts a decided team's fixtures against decided teams, and those
// of them that the canonical season has on the same day.
func (m *matching) confirmed(i int) (same, asked int) {
	if !m.canonical.dated {
		return 0, 0
	}
	for _, g := range m.other.games[i] {
		opponent := m.to[g.opponent]
		if opponent < 0 || g.day == NoDay || !m.covers(g.day) {
			continue
		}
		asked++
		if seen, ok := m.canonical.on(m.to[i], g.home, g.day, m.tolerance); ok && seen.opponent == opponent {
			same++
		}
	}
	return same, asked
}

// score is the share of a decided team's fixtures that are confirmed; where
// none can be asked, the likeness of its names.
func (m *matching) score(i int) float64 {
	same, asked := m.confirmed(i)
	if asked == 0 {
		return min(1, m.likeness[i][m.to[i]])
	}
	return float64(same) / float64(asked)
}

// candidates are the undecided canonical teams that fit best.
func (m *matching) candidates(i int) []string {
	type candidate struct {
		team string
		fit  float64
	}
	var all []candidate
	for j, team := range m.canonical.teams {
		if m.from[j] < 0 {
			same, asked := agreement(m.canonical, j, m.other, i, m.tolerance)
			all = append(all, candidate{team, m.likeness[i][j] + float64(same)/float64(max(asked, 1))})
		}
	}
	slices.SortStableFunc(all, func(a, b candidate) int { return cmp.Compare(b.fit, a.fit) })
	var out []string
	for _, c := range all[:min(len(all), mostCandidates)] {
		out = append(out, c.team)
	}
	return out
}

// mostCandidates is how many candidates of an ambiguity are listed.
const mostCandidates = 5

func (m *matching) complete() bool { return !slices.Contains(m.to, -1) }
