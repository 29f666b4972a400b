package files

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"matchday"
	"matchday/stages/staging/delimited"
)

// part is the rows of one season that a file has of a division.
type part struct {
	division string
	label    string // of the Season column, in the form of seasonLabel; empty without one
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
// months away from its season comes back as a reject, and so do a result of a day
// after the landing and a season to come that nobody could list yet.
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
		label := ownYears(g.label, groups[g])
		rows, outside := within(label, groups[g])
		rejects = append(rejects, outside...)
		c := cut(rows, breakOf(label))
		for _, i := range c.misplaced(label) {
			rejects = append(rejects, rejectOf(c.rows[i], DateOutsideSeason, c.neighbours(i)))
			c.part[i] = -1
		}
		parts = append(parts, c.parts(g.division, label)...)
	}
	parts = slices.DeleteFunc(parts, func(p part) bool {
		if !p.comesTooLate(f) {
			return false
		}
		rejects = append(rejects, p.reject("it is to come more than 300 days after the landing")...)
		return true
	})
	return parts, rejects
}

// rejectOf rejects a row that was read.
func rejectOf(r *Row, reason, more string) Reject {
	detail := r.Home + " - " + r.Away + " " + r.Date.Format(time.DateOnly)
	if more != "" {
		detail += ": " + more
	}
	return Reject{Line: r.Line, Reason: reason, Detail: detail, division: r.Division}
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

// yearsOf are the first and last day that a label speaks of: "2016" or "2016/2017".
func yearsOf(label string) (start, end time.Time, ok bool) {
	first, second, split := strings.Cut(label, "/")
	y, err := strconv.Atoi(first)
	if err != nil || y < delimited.FirstYear || y > delimited.LastYear {
		return start, end, false
	}
	if !split {
		return matchday.Date(y, time.January, 1), matchday.Date(y, time.December, 31), true
	}
	return matchday.Date(y, time.June, 1), matchday.Date(y+1, time.August, 31), second == strconv.Itoa(y+1)
}

// cutting is a group of rows that was cut at its breaks.
type cutting struct {
	rows []*Row // in the file's order
	part []int  // parallel to rows: number of the part, in the order of dates; -1: rejected
	size int    // number of parts
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
		if n == 0 || isBreak(rows[byDate[n-1]].Date, rows[i].Date) {
			c.size++
		}
		c.part[i] = c.size - 1
	}
	return c
}

// parts are the rows that were not rejected, by part.
func (c cutting) parts(division, label string) []part {
	all := make([]part, c.size)
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
