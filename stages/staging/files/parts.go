package files

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"matchday"
)

// part is the rows of one season that a file has of a division.
type part struct {
	division string
	label    string // of the Season column; empty without one
	rows     []*Row // in the file's order
	first    time.Time
	last     time.Time
}

const oneDay = 24 * time.Hour

// Where the rows of a division are cut into seasons. Within the real seasons of the
// first layout no gap that ends in the summer is as long as summerBreak, and none at
// all as long as hole (the longest, of 2020, has 103 days); between two seasons there
// is always one of them.
const (
	summerBreak = 28 * oneDay
	hole        = 150 * oneDay
)

// partsOf cuts a file's rows into the seasons of its divisions. A row that stands
// months away from its season comes back as a reject, and so does a result of a day
// after the landing.
func partsOf(f *Landed) (parts []part, rejects []Reject) {
	type group struct{ division, label string }
	groups := map[group][]*Row{}
	var order []group
	for i := range f.parsed.Rows {
		r := &f.parsed.Rows[i]
		if r.Played() && r.Date.UnixMicro() > f.newest() {
			rejects = append(rejects, rejectOf(r, ResultBeforeItsDay, ""))
			continue
		}
		g := group{r.Division, r.Season}
		if groups[g] == nil {
			order = append(order, g)
		}
		groups[g] = append(groups[g], r)
	}
	for _, g := range order {
		c := cut(groups[g], breakOf(g.label))
		for _, i := range c.misplaced() {
			rejects = append(rejects, rejectOf(c.rows[i], DateOutsideSeason, c.neighbours(i)))
			c.part[i] = -1
		}
		parts = append(parts, c.parts(g.division, g.label)...)
	}
	return parts, rejects
}

// rejectOf rejects a row that was read.
func rejectOf(r *Row, reason, more string) Reject {
	detail := r.Home + " - " + r.Away + " " + r.Date.Format(time.DateOnly)
	if more != "" {
		detail += ": " + more
	}
	return Reject{Line: r.Line, Reason: reason, Detail: detail}
}

// breakOf says between which two dates of a group of rows a season ends. Rows with
// a label are of one season; there it says where the season's years end.
func breakOf(label string) func(before, after time.Time) bool {
	if label == "" {
		return func(before, after time.Time) bool {
			gap := after.Sub(before)
			return gap >= hole || gap >= summerBreak && inSummer(after)
		}
	}
	start, end, ok := yearsOf(label)
	return func(before, after time.Time) bool {
		gap := after.Sub(before)
		if !ok {
			return gap >= hole
		}
		return gap >= summerBreak && (before.Before(start) && !after.Before(start) || !before.After(end) && after.After(end))
	}
}

// inSummer reports whether a season may begin on that day: 10 July to 20 October.
func inSummer(t time.Time) bool {
	_, m, d := t.Date()
	return m == time.July && d >= 10 || m == time.August || m == time.September || m == time.October && d <= 20
}

// yearsOf are the first and last day that a label of the second layout speaks of:
// "2016" or "2016/2017".
func yearsOf(label string) (start, end time.Time, ok bool) {
	first, second, split := strings.Cut(label, "/")
	y, err := strconv.Atoi(first)
	if err != nil || y < firstYear || y > 2200 {
		return start, end, false
	}
	if !split {
		return matchday.Date(y, time.January, 1), matchday.Date(y, time.December, 31), true
	}
	return matchday.Date(y, time.June, 1), matchday.Date(y+1, time.August, 31), second == strconv.Itoa(y+1)
}

// cutting is a group of rows that was cut at its breaks.
type cutting struct {
	rows  []*Row // in the file's order
	part  []int  // parallel to rows: number of the part, in the order of dates; -1: rejected
	first []time.Time
	last  []time.Time
	size  []int
}

// cut cuts rows at the breaks between their dates.
func cut(rows []*Row, isBreak func(before, after time.Time) bool) cutting {
	c := cutting{rows: rows, part: make([]int, len(rows))}
	byDate := make([]int, len(rows))
	for i := range byDate {
		byDate[i] = i
	}
	slices.SortStableFunc(byDate, func(a, b int) int { return rows[a].Date.Compare(rows[b].Date) })
	for n, i := range byDate {
		date := rows[i].Date
		if n == 0 || isBreak(rows[byDate[n-1]].Date, date) {
			c.first, c.last, c.size = append(c.first, date), append(c.last, date), append(c.size, 0)
		}
		p := len(c.size) - 1
		c.part[i], c.last[p] = p, date
		c.size[p]++
	}
	return c
}

// parts are the rows that were not rejected, by part.
func (c cutting) parts(division, label string) []part {
	all := make([]part, len(c.size))
	for i, r := range c.rows {
		if c.part[i] < 0 {
			continue
		}
		p := &all[c.part[i]]
		if len(p.rows) == 0 {
			*p = part{division: division, label: label, first: r.Date, last: r.Date}
		}
		p.rows = append(p.rows, r)
		if r.Date.Before(p.first) {
			p.first = r.Date
		}
		if r.Date.After(p.last) {
			p.last = r.Date
		}
	}
	return slices.DeleteFunc(all, func(p part) bool { return len(p.rows) == 0 })
}

// run is rows of one part that follow each other in the file.
type run struct{ part, from, to int }

func (r run) rows() int { return r.to - r.from }

func (c cutting) runs() (out []run) {
	for i, p := range c.part {
		if i == 0 || p != c.part[i-1] {
			out = append(out, run{p, i, i})
		}
		out[len(out)-1].to = i + 1
	}
	return out
}

// Limits of what counts as a mistyped date: of a whole round at most, or of two rows
// that are nearly a year and more away from a season three times as large.
const (
	wholeRound = 12
	stray      = 2
	farAway    = 300 * oneDay
)

// misplaced lists the rows whose date is mistyped: they stand in the file among the
// rows of another season, or alone and far from any.
func (c cutting) misplaced() (out []int) {
	if len(c.size) < 2 {
		return nil
	}
	runs := c.runs()
	inOrder := longestInOrder(runs, len(c.size))
	for i, r := range runs {
		if c.alone(r.part) || inOrder != nil && !inOrder[i] && r.rows() <= wholeRound && interrupts(runs, inOrder, i) {
			for row := r.from; row < r.to; row++ {
				out = append(out, row)
			}
		}
	}
	return out
}

// alone says that a part is a few rows that stand far from all others.
func (c cutting) alone(p int) bool {
	return c.size[p] <= stray && slices.Max(c.size) >= 3*c.size[p] &&
		(p == 0 || c.first[p].Sub(c.last[p-1]) >= farAway) &&
		(p == len(c.size)-1 || c.first[p+1].Sub(c.last[p]) >= farAway)
}

// interrupts says that a run stands within another part, or at an end of the file
// beside rows that it should not stand beside.
func interrupts(runs []run, inOrder []bool, at int) bool {
	before, after := -1, -1
	for i := at - 1; i >= 0 && before < 0; i-- {
		if inOrder[i] {
			before = runs[i].part
		}
	}
	for i := at + 1; i < len(runs) && after < 0; i++ {
		if inOrder[i] {
			after = runs[i].part
		}
	}
	return before == after || before < 0 || after < 0
}

// longestInOrder marks the runs that make the longest chain, by rows, in which the
// parts follow each other, from the first to the last or back. It is nil where no
// chain has three rows of five: such a file is not sorted by date, and the place of a
// row says nothing.
func longestInOrder(runs []run, parts int) []bool {
	forward, up := chain(runs, parts, func(p int) int { return p })
	backward, down := chain(runs, parts, func(p int) int { return parts - 1 - p })
	if down > up {
		forward, up = backward, down
	}
	if all := runs[len(runs)-1].to; 5*up < 3*all {
		return nil
	}
	return forward
}

// chain finds the heaviest chain of runs whose rank never falls.
func chain(runs []run, parts int, rank func(int) int) (in []bool, rows int) {
	type end struct{ rows, run int }
	best := make([]end, parts) // by rank of the last run
	before := make([]int, len(runs))
	for i := range best {
		best[i].run = -1
	}
	for i, r := range runs {
		k := rank(r.part)
		longest := slices.MaxFunc(best[:k+1], func(a, b end) int { return cmp.Compare(a.rows, b.rows) })
		before[i] = longest.run
		if n := longest.rows + r.rows(); n > best[k].rows {
			best[k] = end{n, i}
		}
	}
	last := slices.MaxFunc(best, func(a, b end) int { return cmp.Compare(a.rows, b.rows) })
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
