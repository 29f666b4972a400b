package files

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"matchday"
)

// Limits of what counts as a mistyped date: a round within another season; at an end
// of the file two rows; or two rows that are nearly a year and more away from a season
// three times as large.
const (
	wholeRound = 12
	stray      = 2
	farAway    = 300 * oneDay
	together   = 60 * oneDay
)

// stretch is the parts of a group of rows that follow each other and, by their own
// dates, are of one season.
type stretch struct {
	first, last time.Time
	rows        int
}

// misplaced lists the rows whose date is mistyped: they stand in the file among the
// rows of another season, or alone and far from any.
func (c cutting) misplaced(label string) (out []int) {
	if c.size < 2 {
		return c.jumps()
	}
	stretches, of := c.stretches(label)
	var runs []run
	for i, p := range c.part {
		if i == 0 || of[p] != of[c.part[i-1]] {
			runs = append(runs, run{of[p], i, i})
		}
		runs[len(runs)-1].to = i + 1
	}
	inOrder := c.longestInOrder(runs, stretches)
	for i, r := range runs {
		if alone(stretches, r.stretch) || inOrder != nil && !inOrder[i] && r.interrupts(stretches, runs, inOrder, i) {
			for row := r.from; row < r.to; row++ {
				out = append(out, row)
			}
		}
	}
	return append(out, c.jumps()...)
}

// jumps lists the rows that lie nearly a year from those beside them, which lie
// together, and yet in one part with them: of a season that ended late in the summer.
func (c cutting) jumps() (out []int) {
	apart := func(i, j int) time.Duration { return c.rows[i].Date.Sub(c.rows[j].Date).Abs() }
	last := len(c.rows) - 1
	for i := range c.rows {
		a, b := i-1, i+1
		if i == 0 {
			a = 2
		} else if i == last {
			b = last - 2
		}
		if last < 2 || c.part[a] != c.part[i] || c.part[b] != c.part[i] {
			continue
		}
		if apart(i, a) >= farAway && apart(i, b) >= farAway && apart(a, b) <= together {
			out = append(out, i)
		}
	}
	return out
}

// stretches joins the parts of one season; of gives the stretch of each part.
func (c cutting) stretches(label string) (out []stretch, of []int) {
	before := ""
	for _, p := range c.parts("", label) {
		season := p.majority(matchday.SeasonOf)
		if label != "" || len(out) == 0 || season != before {
			out = append(out, stretch{first: p.first})
		}
		s := &out[len(out)-1]
		s.last, s.rows = p.last, s.rows+len(p.rows)
		of, before = append(of, len(out)-1), season
	}
	return out, of
}

// alone says that a stretch is a few rows that stand far from all others. The first
// rows of a season after some that are missing are none.
func alone(stretches []stretch, at int) bool {
	s := stretches[at]
	most := slices.MaxFunc(stretches, func(a, b stretch) int { return a.rows - b.rows }).rows
	last := at == len(stretches)-1
	return s.rows <= stray && most >= 3*s.rows && !(last && inSummer(s.first)) &&
		(at == 0 || s.first.Sub(stretches[at-1].last) >= farAway) &&
		(last || stretches[at+1].first.Sub(s.last) >= farAway)
}

// run is rows of one stretch that follow each other in the file.
type run struct{ stretch, from, to int }

func (r run) rows() int { return r.to - r.from }

// interrupts says that a run out of order is mistyped: it is a round at most within
// another stretch, or a few rows at an end of the file, and it is all of its stretch or
// little beside the other. Between two stretches people paste seasons in any order.
func (r run) interrupts(stretches []stretch, runs []run, inOrder []bool, at int) bool {
	before, after := -1, -1
	for i := at - 1; i >= 0 && before < 0; i-- {
		if inOrder[i] {
			before = runs[i].stretch
		}
	}
	for i := at + 1; i < len(runs) && after < 0; i++ {
		if inOrder[i] {
			after = runs[i].stretch
		}
	}
	most := wholeRound
	if before < 0 || after < 0 {
		most = stray
	} else if before != after {
		return false
	}
	other := stretches[max(before, after)]
	return r.rows() <= most && (r.rows() == stretches[r.stretch].rows || 10*r.rows() <= other.rows)
}

// longestInOrder marks the runs that make the longest chain, by rows, in which the
// stretches follow each other in the direction in which the file is sorted. It is nil
// where the chain has not three rows of five: such a file is not sorted by date, and
// the place of a row says nothing.
func (c cutting) longestInOrder(runs []run, stretches []stretch) []bool {
	up := 0
	for i := 1; i < len(c.rows); i++ {
		up += c.rows[i].Date.Compare(c.rows[i-1].Date)
	}
	in, rows := chain(runs, stretches, up < 0)
	if 5*rows < 3*len(c.rows) {
		return nil
	}
	return in
}

// chain finds the heaviest chain of runs whose stretches never go back, or never go
// on where the file is sorted backwards. Of two it takes the one that ends in the
// larger stretch.
func chain(runs []run, stretches []stretch, backwards bool) (in []bool, rows int) {
	type end struct{ rows, run int }
	best := make([]end, len(stretches)) // by rank of the last run
	before := make([]int, len(runs))
	for i := range best {
		best[i].run = -1
	}
	size := func(e end) int {
		if e.run < 0 {
			return 0
		}
		return stretches[runs[e.run].stretch].rows
	}
	heaviest := func(ranks []end) end {
		return slices.MaxFunc(ranks, func(a, b end) int { return cmp.Or(a.rows-b.rows, size(a)-size(b)) })
	}
	for i, r := range runs {
		k := r.stretch
		if backwards {
			k = len(stretches) - 1 - k
		}
		longest := heaviest(best[:k+1])
		before[i] = longest.run
		if n := longest.rows + r.rows(); n > best[k].rows {
			best[k] = end{n, i}
		}
	}
	last := heaviest(best)
	in = make([]bool, len(runs))
	for i := last.run; i >= 0; i = before[i] {
		in[i] = true
	}
	return in, last.rows
}

// neighbours says between which dates a row stands in its file.
func (c cutting) neighbours(i int) string {
	var near []string
	if i > 0 {
		near = append(near, c.rows[i-1].Date.Format(time.DateOnly))
	}
	if i < len(c.rows)-1 {
		near = append(near, c.rows[i+1].Date.Format(time.DateOnly))
	}
	return "it stands beside " + strings.Join(near, " and ")
}

// reject rejects all rows of a part, because their year is mistyped.
func (p *part) reject(detail string) (out []Reject) {
	for _, r := range p.rows {
		out = append(out, rejectOf(r, DateOutsideSeason, detail))
	}
	return out
}

// coming says that nothing of a part has been played.
func (p *part) coming() bool { return !slices.ContainsFunc(p.rows, (*Row).Played) }

// comesTooLate says that a part is to begin later than anybody lists fixtures: those
// of a season are out some weeks before its first.
func (p *part) comesTooLate(f *Landed) bool {
	return p.coming() && p.first.Sub(time.UnixMicro(f.newest())) > farAway
}

// dropLongPast takes the few coming fixtures out of a division that had kicked off
// nearly a year before they landed, while another season went on: their year is
// mistyped. One that another file has at that time is an old file of coming fixtures,
// and so is what lands when no season goes on.
func dropLongPast(seasons []*FileSeason) (kept, dropped []*FileSeason) {
	for _, e := range seasons {
		landed := time.UnixMicro(e.File.LandedAt)
		goesOn := func(o *FileSeason) bool {
			return landed.Sub(o.part.last) <= farAway && o.part.first.Sub(landed) <= farAway
		}
		past := len(e.part.rows) <= stray && e.part.coming() && landed.Sub(e.part.last) > farAway
		if past && slices.ContainsFunc(seasons, goesOn) && !slices.ContainsFunc(seasons, e.repeatsRowOf) {
			dropped = append(dropped, e)
			continue
		}
		kept = append(kept, e)
	}
	return kept, dropped
}

// repeatsRowOf says that another file has one of the matches with its result, within
// days of the date here.
func (e *FileSeason) repeatsRowOf(other *FileSeason) bool {
	if e == other || other.results == 0 {
		return false
	}
	return slices.ContainsFunc(other.rows, func(o *Row) bool {
		return slices.ContainsFunc(e.rows, func(r *Row) bool {
			return r.Home == o.Home && r.Away == o.Away && r.Date.Sub(o.Date).Abs() <= sameMatch
		})
	})
}
