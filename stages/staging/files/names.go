package files

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"matchday"
	"matchday/stages/staging/delimited"
)

// knownSeason is what has landed of a season by the time another part is named.
type knownSeason struct {
	first, last time.Time // last: of its results
	clubs       map[string]bool
	results     map[pair][]time.Time
}

func (s *knownSeason) add(rows []*Row) {
	for _, r := range rows {
		s.clubs[r.Home], s.clubs[r.Away] = true, true
		if s.first.IsZero() || r.Date.Before(s.first) {
			s.first = r.Date
		}
		if r.Played() {
			p := pair{r.Home, r.Away}
			s.results[p] = append(s.results[p], r.Date)
			if r.Date.After(s.last) {
				s.last = r.Date
			}
		}
	}
}

// Limits within which a part continues a season: its first date after the season's
// last result, and its own rows' dates beside the results of the same pairs.
const (
	continuation = 30 * oneDay
	sameMatch    = 7 * oneDay
)

// continues says that a part belongs to a season that has landed: nearly all of its
// rows are of clubs of that season that have still to meet at this ground, or met
// there on that very date, and it begins soon after the season's last result.
func (s *knownSeason) continues(p *part) bool {
	if s.last.IsZero() || p.first.Before(s.first) || p.first.Sub(s.last) > continuation {
		return false
	}
	open := 0
	for _, r := range p.rows {
		if !s.clubs[r.Home] || !s.clubs[r.Away] {
			continue
		}
		another := func(d time.Time) bool { return r.Date.Sub(d).Abs() > sameMatch }
		if !slices.ContainsFunc(s.results[pair{r.Home, r.Away}], another) {
			open++
		}
	}
	return 10*open >= 9*len(p.rows)
}

// nameSeasons names the seasons of a division that no column names. Parts come in
// the order in which they landed. Of those that landed together, the ones whose dates
// leave no doubt come first, so that a few coming fixtures of July find the season
// that they end.
func nameSeasons(seasons []*FileSeason) {
	order := slices.Clone(seasons)
	slices.SortStableFunc(order, func(a, b *FileSeason) int {
		return cmp.Or(cmp.Compare(a.File.LandedAt, b.File.LandedAt), a.part.doubt()-b.part.doubt(), a.part.first.Compare(b.part.first),
			strings.Compare(a.File.SHA256, b.File.SHA256))
	})
	known := map[string]*knownSeason{}
	var labels []string // in the order in which they landed
	yearly, written := false, false
	for _, e := range order {
		e.Season = e.part.label
		start, _, ok := yearsOf(e.Season)
		switch {
		case e.Season == "":
			e.Season = e.part.name(known, labels, func(t time.Time) string { return labelOf(e.part, t, written, yearly) })
		case ok && e.part.rows[0].coded() && start.Month() != time.January:
			e.Season = matchday.SeasonOf(start.AddDate(0, 1, 0))
		case ok:
			yearly, written = start.Month() == time.January, true
		}
		s := known[e.Season]
		if s == nil {
			s = &knownSeason{clubs: map[string]bool{}, results: map[pair][]time.Time{}}
			known[e.Season] = s
			labels = append(labels, e.Season)
		}
		s.add(e.part.rows)
	}
}

// doubt orders the parts that land together: those with a label, those of which the
// dates tell, those of the summer.
func (p *part) doubt() int {
	switch {
	case p.label != "":
		return 0
	case p.first.Month() >= time.June && p.first.Month() <= time.August && p.last.Sub(p.first) <= 92*oneDay:
		return 2
	}
	return 1
}

// name is the season of a part that no column names. byDate labels the season of a
// date.
func (p *part) name(known map[string]*knownSeason, labels []string, byDate func(time.Time) string) string {
	own := p.majority(byDate)
	for i := len(labels) - 1; i >= 0; i-- {
		if labels[i] != own && known[labels[i]].continues(p) {
			return labels[i]
		}
	}
	summer := p.last.Month() == time.July || p.last.Month() == time.August
	if summer && p.first.Before(matchday.Date(p.last.Year(), time.June, 1)) {
		return byDate(matchday.Date(p.last.Year(), time.May, 31))
	}
	return own
}

// majority is the label of most rows, of two that have as many the earlier one's.
func (p *part) majority(byDate func(time.Time) string) string {
	count := map[string]int{}
	for _, r := range p.rows {
		count[byDate(r.Date)]++
	}
	best := byDate(p.first)
	for _, r := range p.rows {
		if label := byDate(r.Date); count[label] > count[best] {
			best = label
		}
	}
	return best
}

// inOneYear are the divisions of the second layout whose season is a calendar year,
// as far as no file with a Season column has landed that tells.
var inOneYear = []string{"ARG", "BRA", "CHN", "FIN", "IRL", "JPN", "NOR", "SWE", "USA"}

// labelOf labels the season of a date, in the form of the division's files: "2425",
// or in the second layout "2024" (yearly) or "2024/2025".
func labelOf(p part, t time.Time, written, yearly bool) string {
	if !written {
		if p.rows[0].coded() {
			return matchday.SeasonOf(t)
		}
		yearly = slices.Contains(inOneYear, p.division)
	}
	year := t.Year()
	if yearly {
		return strconv.Itoa(year)
	}
	if t.Month() < time.July {
		year--
	}
	return twoYears(year)
}

// coded says that the seasons of a row's division have the first layout's labels: "2425".
func (r *Row) coded() bool { return r.Country == "" || divisions.first[r.Division] }

// ownYears is a label of the first layout, if it is one year, as the two that its rows'
// dates tell: 2018 is the year in which a season begins or, of the publisher's
// divisions, ends, and 2021 is also short for 2020/2021. In other divisions a season
// may be a calendar year.
func ownYears(label string, rows []*Row) string {
	year, err := strconv.Atoi(label)
	if err != nil || year < delimited.FirstYear || year > delimited.LastYear || !rows[0].coded() {
		return label
	}
	inSeason := func(y int) (n int) {
		for _, r := range rows {
			if start, end, ok := yearsOf(twoYears(y)); ok && !r.Date.Before(start) && !r.Date.After(end) {
				n++
			}
		}
		return n
	}
	begins := inSeason(year)
	switch {
	case !divisions.first[rows[0].Division]:
		if 10*begins < 9*len(rows) {
			return label
		}
	case inSeason(year-1) > begins:
		year--
	}
	return twoYears(year)
}

func twoYears(begins int) string { return strconv.Itoa(begins) + "/" + strconv.Itoa(begins+1) }

// within are the rows whose dates lie no more than a year outside the years of their
// label; of the others either is mistyped.
func within(label string, rows []*Row) (in []*Row, rejects []Reject) {
	start, end, ok := yearsOf(label)
	for _, r := range rows {
		if ok && (r.Date.Before(start.AddDate(-1, 0, 0)) || r.Date.After(end.AddDate(1, 0, 0))) {
			rejects = append(rejects, rejectOf(r, DateOutsideSeason, "its season is "+label))
			continue
		}
		in = append(in, r)
	}
	return in, rejects
}
