package files

import (
	"cmp"
	"slices"
	"strconv"
	"time"
)

// pairing is one fixture as all files of its season tell it: who plays at whose
// ground, for the first, second … time.
type pairing struct {
	id             string
	homeID, awayID string
	firstLanded    int64 // µs
	versions       []version
}

// version is a pairing's row in one file's season.
type version struct {
	season *FileSeason
	row    *Row
}

// pair is who plays at whose ground.
type pair struct{ home, away string }

// otherPairing is how long after a played pairing a fixture without a result must
// lie to be another pairing rather than an old date of this one. It is longer
// than any match was brought forward, and shorter than the time between two
// fixtures of a pair at one ground. Without it the second fixture of a Scottish
// pair would be taken for the first, which was played months ago.
const otherPairing = 21 * 24 * time.Hour

// pairingsOf goes through one season of all files in the order of byLanding and
// gives each row its pairing. Ids come from the spellings and the order first
// seen, so no later file, date or alias can change one.
func pairingsOf(seasons []*FileSeason) []*pairing {
	var all []*pairing
	known := map[pair][]*pairing{}
	numbers := map[string]int{}
	for _, e := range seasons {
		rows := map[pair][]int{}
		var order []pair
		for i := range e.rows {
			p := pair{e.homes[i], e.aways[i]}
			if rows[p] == nil {
				order = append(order, p)
			}
			rows[p] = append(rows[p], i)
		}
		for _, p := range order {
			assigned := assign(e, rows[p], known[p])
			for k, i := range rows[p] {
				m := assigned[k]
				if m == nil {
					prefix := e.Division + "/" + e.Season + "/" + e.rows[i].Home + "/" + e.rows[i].Away + "/"
					numbers[prefix]++
					m = &pairing{id: prefix + strconv.Itoa(numbers[prefix]), homeID: p.home, awayID: p.away, firstLanded: e.File.LandedAt}
					known[p] = append(known[p], m)
					all = append(all, m)
				}
				m.versions = append(m.versions, version{e, e.rows[i]})
			}
		}
	}
	return all
}

// assign gives a file's rows of one pair to the known pairings, the nearest in
// date first, no pairing twice; nil where a row is a pairing of its own.
func assign(e *FileSeason, rows []int, known []*pairing) []*pairing {
	type candidate struct {
		days   time.Duration
		row, m int
	}
	var candidates []candidate
	for k, i := range rows {
		for j, m := range known {
			if apart, ok := m.distance(e.rows[i]); ok {
				candidates = append(candidates, candidate{apart, k, j})
			}
		}
	}
	slices.SortFunc(candidates, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.days, b.days), cmp.Compare(a.row, b.row), cmp.Compare(a.m, b.m))
	})
	out := make([]*pairing, len(rows))
	taken := make([]bool, len(known))
	for _, c := range candidates {
		if out[c.row] == nil && !taken[c.m] {
			out[c.row], taken[c.m] = known[c.m], true
		}
	}
	return out
}

// distance is how far a row's date lies from the nearest date that the pairing
// has had; ok is false if the row must be another pairing.
func (m *pairing) distance(r *Row) (apart time.Duration, ok bool) {
	for i, v := range m.versions {
		d := r.Date.Sub(v.row.Date)
		if v.row.Played() && !r.Played() && d > otherPairing {
			return 0, false
		}
		if i == 0 || d.Abs() < apart {
			apart = d.Abs()
		}
	}
	return apart, true
}
