package files

import (
	"cmp"
	"slices"
	"strconv"
	"time"
)

// pairing is one fixture as all files of its division tell it: who plays at whose
// ground, for the first, second … time.
type pairing struct {
	id          string
	pair        pair   // as first landed
	season      string // likewise
	firstLanded int64  // µs
	versions    []version
	newest      *FileSeason // of those that list it
	withdrawnBy *FileSeason // the newer one that lacks it; nil if it stands
	gone        bool        // withdrawn, and nobody can have bet on it
}

// version is a pairing's row in one file's season.
type version struct {
	season *FileSeason
	at     int // row
}

func (v version) row() *Row { return v.season.rows[v.at] }

// pair is who plays at whose ground.
type pair struct{ home, away string }

func (p pair) swapped() pair { return pair{p.away, p.home} }

// otherPairing is how long after a played pairing a fixture without a result must
// lie to be another pairing rather than an old date of this one, or before a fixture
// without a result a played one. It is longer than any match was brought forward, and
// shorter than the time between two fixtures of a pair at one ground. Without it the
// second fixture of a Scottish pair would be taken for the first, which was played
// months ago.
const otherPairing = 21 * 24 * time.Hour

// schedule is the pairings of a division on their way.
type schedule struct {
	all      []*pairing
	byPair   map[pair][]*pairing
	bySeason map[string][]*pairing
	numbers  map[string]int
	clubs    map[string][]map[string]bool // season → the clubs of each file
	renamed  map[string]map[string]string // season → team id by a newer spelling → by the first
}

// pairingsOf goes through the seasons of a division in all files in the order of
// byLanding and gives each row its pairing. Ids come from the spellings and the order
// first seen, so no later file, date or alias can change one.
func pairingsOf(seasons []*FileSeason) []*pairing {
	s := &schedule{
		byPair: map[pair][]*pairing{}, bySeason: map[string][]*pairing{}, numbers: map[string]int{},
		clubs: map[string][]map[string]bool{}, renamed: map[string]map[string]string{},
	}
	for _, e := range seasons {
		e.listed, e.lists = make([]*pairing, len(e.rows)), map[*pairing]bool{}
		s.learnSpellings(e)
		s.matchSwapped(e)
		rows, order := e.byPair()
		for _, p := range order {
			s.assign(e, rows[p], s.byPair[p])
		}
		s.matchReplaced(e)
		for _, p := range order {
			for _, i := range rows[p] {
				if e.listed[i] == nil {
					s.open(e, i, p)
				}
				e.listed[i].versions = append(e.listed[i].versions, version{e, i})
			}
		}
	}
	return s.all
}

// take gives a row its pairing.
func (e *FileSeason) take(i int, m *pairing) { e.listed[i], e.lists[m] = m, true }

// open makes the pairing of a row that no earlier file has.
func (s *schedule) open(e *FileSeason, i int, p pair) {
	prefix := e.Division + "/" + e.Season + "/" + e.rows[i].Home + "/" + e.rows[i].Away + "/"
	s.numbers[prefix]++
	m := &pairing{id: prefix + strconv.Itoa(s.numbers[prefix]), pair: p, season: e.Season, firstLanded: e.File.LandedAt}
	s.byPair[p], s.bySeason[e.Season], s.all = append(s.byPair[p], m), append(s.bySeason[e.Season], m), append(s.all, m)
	e.take(i, m)
}

// assign gives a file's rows of one pair to the known pairings, the nearest in
// date first, no pairing twice. A row that is left is a pairing of its own.
func (s *schedule) assign(e *FileSeason, rows []int, known []*pairing) {
	type candidate struct {
		days   time.Duration
		row, m int
	}
	var candidates []candidate
	for _, i := range rows {
		if e.listed[i] != nil {
			continue
		}
		for j, m := range known {
			if apart, ok := m.distance(e, e.rows[i]); ok && !e.lists[m] {
				candidates = append(candidates, candidate{apart, i, j})
			}
		}
	}
	slices.SortStableFunc(candidates, func(a, b candidate) int { return cmp.Compare(a.days, b.days) })
	for _, c := range candidates {
		if e.listed[c.row] == nil && !e.lists[known[c.m]] {
			e.take(c.row, known[c.m])
		}
	}
}

// distance is how far a row's date lies from the nearest date that the pairing
// has had; ok is false if the row must be another pairing. A file that names the
// season otherwise speaks of the same match only on nearly the same day, and what was
// played in another season is no match of this one.
func (m *pairing) distance(e *FileSeason, r *Row) (apart time.Duration, ok bool) {
	for _, v := range m.versions {
		known := v.row()
		d := r.Date.Sub(known.Date)
		switch {
		case v.season.Season != e.Season && d.Abs() > sameMatch && known.Played():
			return 0, false
		case v.season.Season != e.Season && d.Abs() > sameMatch:
			continue
		case v.season.Season == e.Season && v.excludes(e, r, d):
			return 0, false
		}
		if !ok || d.Abs() < apart {
			apart, ok = d.Abs(), true
		}
	}
	return apart, ok
}

// excludes says that a row of a file, which lies some time after this version, cannot
// be the same match: it is still to be played, or was played before and otherwise.
func (v version) excludes(e *FileSeason, r *Row, after time.Duration) bool {
	known := v.row()
	switch {
	case known.Played() && r.Played():
		return after.Abs() > otherPairing && (known.HomeGoals != r.HomeGoals || known.AwayGoals != r.AwayGoals)
	case known.Played():
		return after > otherPairing || r.comesAfter(known, e.File)
	case r.Played():
		return -after > otherPairing || known.comesAfter(r, v.season.File)
	}
	return false
}

// leastBetween is the least time between two matches of a pair at one ground: real ones
// lie three days apart and more.
const leastBetween = 3 * oneDay

// comesAfter says that a file lists a row as coming although it landed after a match
// of the pair had begun: then they are two matches, unless they are so near that the file
// has the old date of one that was brought forward.
func (r *Row) comesAfter(played *Row, f *Landed) bool {
	return played.kickoff().UnixMicro() < f.LandedAt && f.LandedAt < r.kickoff().UnixMicro() && r.Date.Sub(played.Date) >= leastBetween
}
