package files

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"matchday/stages/staging/delimited"
)

// kind says what a column holds.
type kind uint8

const (
	ignored kind = iota // understood, and of no use here
	unknown             // not understood; staging says so
	division
	country
	leagueName
	season
	day
	clockTime
	homeTeam
	awayTeam
	homeGoals
	awayGoals
	outcome
	attendance
	referee
	statistic // index: the Statistic
	price     // index: the quote
	lineOf    // a handicap or goal line, read by the prices that it belongs to
)

// column is what to do with a cell.
type column struct {
	kind  kind
	index int
}

// Statistic is a place in Row.Statistics.
type Statistic int

// The statistics: each home side's, then the away side's.
const (
	HomeHalfGoals Statistic = iota
	HomeShots
	HomeShotsOnTarget
	HomeCorners
	HomeFouls
	HomeOffsides
	HomeWoodwork
	HomeYellowCards
	HomeRedCards
	HomeBookingPoints
	AwayHalfGoals
	AwayShots
	AwayShotsOnTarget
	AwayCorners
	AwayFouls
	AwayOffsides
	AwayWoodwork
	AwayYellowCards
	AwayRedCards
	AwayBookingPoints
	NumStatistics
)

// vocabulary is the publisher's, but for prices. Old files of Greece and
// Turkey write HT and AT for the teams; the second layout has names of its own.
// Half-time results follow from the goals; Bb1X2, BbOU and BbAH count the
// bookmakers behind an aggregate; HFKC and AFKC are free kicks conceded, which
// are fouls, offsides and hand balls in one.
var vocabulary = map[string]column{
	"Div": {kind: division}, "Country": {kind: country}, "League": {kind: leagueName}, "Season": {kind: season},
	"Date": {kind: day}, "Time": {kind: clockTime},
	"HomeTeam": {kind: homeTeam}, "HT": {kind: homeTeam}, "Home": {kind: homeTeam},
	"AwayTeam": {kind: awayTeam}, "AT": {kind: awayTeam}, "Away": {kind: awayTeam},
	"FTHG": {kind: homeGoals}, "HG": {kind: homeGoals}, "FTAG": {kind: awayGoals}, "AG": {kind: awayGoals},
	"FTR": {kind: outcome}, "Res": {kind: outcome}, "Attendance": {kind: attendance}, "Referee": {kind: referee},
	"HTHG": stat(HomeHalfGoals), "HTAG": stat(AwayHalfGoals), "HS": stat(HomeShots), "AS": stat(AwayShots),
	"HST": stat(HomeShotsOnTarget), "AST": stat(AwayShotsOnTarget), "HC": stat(HomeCorners), "AC": stat(AwayCorners),
	"HF": stat(HomeFouls), "AF": stat(AwayFouls), "HO": stat(HomeOffsides), "AO": stat(AwayOffsides),
	"HHW": stat(HomeWoodwork), "AHW": stat(AwayWoodwork), "HY": stat(HomeYellowCards), "AY": stat(AwayYellowCards),
	"HR": stat(HomeRedCards), "AR": stat(AwayRedCards), "HBP": stat(HomeBookingPoints), "ABP": stat(AwayBookingPoints),
	"HTR": {}, "Bb1X2": {}, "BbOU": {}, "BbAH": {}, "HFKC": {}, "AFKC": {}, "": {},
}

func stat(s Statistic) column { return column{statistic, int(s)} }

// header is a file's first row, understood.
type header struct {
	second       bool // the publisher's second layout: Country and League for a division
	hasSeason    bool
	decimalComma bool // a spreadsheet wrote it: numbers may have a comma for a point
	line         int  // in the file, from 1
	names        []string
	places       map[string]int // a name's first column
	columns      []column
	quotes       []quoteColumn
	// order lists the price columns in the order of preference when two of them
	// give the same quote.
	order []int
	survey
}

// ErrNotFixtures says that a file is no fixtures file of football-data.co.uk.
var ErrNotFixtures = errors.New("not a fixtures file of football-data.co.uk")

// readHeader takes the first row that is not blank. What the prices are follows
// from all rows: see survey.
func readHeader(rows *delimited.Rows) (header, error) {
	names, number, err := rows.Names()
	if err != nil {
		return header{}, fmt.Errorf("%w: %w", ErrNotFixtures, err)
	}
	names = tripled(names)
	h := header{
		line: number, names: names, places: map[string]int{}, columns: make([]column, len(names)),
		decimalComma: rows.Separator != ',',
	}
	has := map[kind]bool{}
	for i, name := range names {
		if _, repeated := h.places[name]; !repeated {
			h.places[name] = i
		}
		c, known := vocabulary[name]
		if !known {
			c.kind = unknown
		}
		if c.kind > unknown && c.kind < statistic {
			if has[c.kind] { // a repeated name: the first column counts
				c = column{}
			}
			has[c.kind] = true
		}
		h.columns[i] = c
	}
	h.second, h.hasSeason = !has[division] && has[country], has[season]
	return h, missing(has)
}

// missing names the columns without which a file is none of the publisher's.
func missing(has map[kind]bool) error {
	var names []string
	for _, want := range []struct {
		kind kind
		name string
	}{{day, "Date"}, {homeTeam, "HomeTeam"}, {awayTeam, "AwayTeam"}} {
		if !has[want.kind] {
			names = append(names, want.name)
		}
	}
	if !has[division] && !has[country] {
		names = append(names, "Div (or Country and League)")
	}
	if names != nil {
		return fmt.Errorf("%w: its first row has no column %s", ErrNotFixtures, strings.Join(names, ", "))
	}
	return nil
}

// column is the place of the first column of a kind, or -1.
func (h *header) column(k kind) int {
	return slices.IndexFunc(h.columns, func(c column) bool { return c.kind == k })
}

// width is how many cells a whole row has: as many as the widest, or without any
// as many as the first row has names.
func (h *header) width() int {
	named := len(h.names)
	for named > 0 && h.names[named-1] == "" {
		named--
	}
	if h.widest == 0 {
		return named
	}
	return min(named, h.widest)
}

// tripled renames a name that stands three times in a row (LB, LB, LB): the
// publisher forgot the H, D and A behind a bookmaker's letters.
func tripled(names []string) []string {
	out := slices.Clone(names)
	for i := 0; i+2 < len(names); i++ {
		n := names[i]
		_, known := vocabulary[n]
		if !known && n == names[i+1] && n == names[i+2] {
			out[i], out[i+1], out[i+2] = n+"H", n+"D", n+"A"
		}
	}
	return out
}

// survey is what a file's rows, taken together, say of its columns.
type survey struct {
	dates   delimited.DateOrder
	months  bool // dates are month first
	rows    int
	results int // rows of matches that were played
	widest  int // cells of the widest row
	margins map[string]*margin
}

// margin counts the rows in which the columns of letters that nobody has seen
// yet are prices of one bookmaker.
type margin struct {
	columns      []int
	filled, sane int
}

// The sum of the probabilities that a bookmaker's prices of one market stand for.
// Fair odds of one's own sum to 1; no bookmaker that the publisher has had took
// more than the upper bound from a match on average.
const leastOverround, mostOverround = 1.015, 1.35

// look reads all rows once, before the columns of prices are decided. An error
// says that the file's dates cannot be trusted.
func (h *header) look(rows delimited.Rows) error {
	h.margins = map[string]*margin{}
	for i, name := range h.names {
		if q, ok := h.quote(name); ok && h.columns[i].kind == unknown && q.unknown != "" {
			m := h.margins[q.unknown]
			if m == nil {
				m = &margin{}
				h.margins[q.unknown] = m
			}
			m.columns = append(m.columns, i)
		}
	}
	dates, home, away := h.column(day), h.column(homeGoals), h.column(awayGoals)
	for {
		row, ok := rows.Next()
		if !ok {
			break
		}
		if row.Ended {
			h.widest = max(h.widest, len(row.Cells))
		}
		if row.Cells == nil {
			continue
		}
		h.rows++
		if dates < len(row.Cells) {
			h.dates.Count(delimited.Text(row.Cells[dates]), row.Line)
		}
		if h.isCount(row.Cells, home) && h.isCount(row.Cells, away) {
			h.results++
		}
		for _, m := range h.margins {
			m.count(h, row.Cells)
		}
	}
	var err error
	h.months, err = h.dates.MonthFirst()
	return err
}

func (h *header) isCount(cells []string, i int) bool {
	if i < 0 || i >= len(cells) {
		return false
	}
	_, ok := count(cells[i], maxGoals)
	if !ok {
		_, ok = count(h.figure(cells[i]), maxGoals)
	}
	return ok
}

// coming reports whether most of a file's matches are to be played yet.
func (h *header) coming() bool { return 2*h.results < h.rows || h.rows == 0 }

func (m *margin) count(h *header, cells []string) {
	sum, prices, filled := 0.0, 0, false
	for _, i := range m.columns {
		if i >= len(cells) || cells[i] == "" {
			continue
		}
		cell := h.figure(cells[i])
		filled = filled || cell != ""
		if v, ok := decimal(cell); ok && v > priceUnit {
			prices++
			sum += priceUnit / float64(v)
		}
	}
	if filled {
		m.filled++
	}
	if prices == len(m.columns) && sum >= leastOverround && sum <= mostOverround {
		m.sane++
	}
}

// trusts reports whether a quote is a bookmaker's: its letters are known, or
// most of its rows hold prices with a margin that one takes.
func (h *header) trusts(q quoteColumn) bool {
	m := h.margins[q.unknown]
	return q.unknown == "" || m != nil && 2*m.sane > m.filled
}
