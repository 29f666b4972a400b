package footballdata

import (
	"fmt"
	"math"
	"strings"
	"time"

	"matchday"
)

// Missing stands for a number that a file does not have; NoLine for the line of
// a market that has none.
const (
	Missing = -1
	NoLine  = math.MinInt16
)

// Row is one fixture as one file tells it.
type Row struct {
	Line             int    // in the file, from 1
	Division, Season string // Season is empty in the first layout: it follows from the dates
	Country, League  string // second layout only
	Date             time.Time
	Kickoff          time.Time // UTC; zero without a time
	Home, Away       string

	HomeGoals, AwayGoals int16            // Missing, both, if not played
	Stated               matchday.Outcome // the file's own result letter
	Attendance           int32
	Referee              string
	Statistics           [NumStatistics]int16

	Prices []Price
}

// Played reports whether the row has a result.
func (r *Row) Played() bool { return r.HomeGoals != Missing }

// Price is a decimal price of a row.
type Price struct {
	Quote uint16 // index into File.Quotes
	Line  int16  // hundredths of a goal, or NoLine
	Price int32  // ten-thousandths, above 10,000
}

// Reject is a row, or one cell of a row that was kept, that could not be used.
type Reject struct {
	Line   int
	Reason string
	Detail string
	Row    string
}

// The reasons for which a row is rejected, then those for which cells are.
const (
	NoTeams        = "no_teams"
	UnreadableDate = "unreadable_date"
	NoDivision     = "no_division"
	NoSeason       = "no_season"
	RepeatedHeader = "repeated_header"
	Duplicate      = "duplicate_fixture" // given by staging

	CellWithoutColumn = "cell_without_column"
	UnknownColumn     = "unknown_column"
	UnreadableCell    = "unreadable_cell"
	PriceNotANumber   = "price_not_a_number"
	PriceNotAboveOne  = "price_not_above_one"
	PriceWithoutLine  = "price_without_line"
)

// File is what a landed file says.
type File struct {
	Quotes  []Quote
	Rows    []Row
	Rejects []Reject
	Blank   int // rows with nothing in them
}

// parser carries a file's header and the buffers that its rows share.
type parser struct {
	header
	File
	division string // of the second layout
	strings  map[string]string
	cells    []string
	prices   []Price // room for the prices of the rows to come
}

// Parse reads a file that Recognise accepts; name gives the second layout's
// division. Whatever is readable is kept, the rest is in Rejects.
func Parse(payload []byte, name string) (File, error) {
	l := newLines(string(payload))
	h, err := readHeader(&l)
	if err != nil {
		return File{}, fmt.Errorf("%s: %w", name, err)
	}
	p := parser{header: h, strings: map[string]string{}}
	if h.second {
		p.division = divisionOfFile(name)
	}
	for _, q := range h.quotes {
		p.Quotes = append(p.Quotes, q.Quote)
	}
	for i, c := range h.columns {
		if c.kind == unknown {
			p.reject(l.number, UnknownColumn, h.names[i], "")
		}
	}
	for {
		line, ok := l.next()
		if !ok {
			return p.File, nil
		}
		p.row(line, l.number)
	}
}

func (p *parser) reject(line int, reason, detail, row string) {
	p.Rejects = append(p.Rejects, Reject{line, reason, strings.Clone(detail), strings.Clone(text(row))})
}

// row reads one line into File.
func (p *parser) row(line string, number int) {
	if line == "" || (line[0] == ',' || line[0] <= ' ') && blank(line) {
		p.Blank++
		return
	}
	p.cells = split(line, p.cells[:0])
	r := Row{Line: number, Division: p.division, HomeGoals: Missing, AwayGoals: Missing, Attendance: Missing}
	for i := range r.Statistics {
		r.Statistics[i] = Missing
	}
	var hour, minute int
	var timed, dated bool
	from := len(p.Rejects)
	for i, cell := range p.cells[:min(len(p.cells), len(p.columns))] {
		c := p.columns[i]
		if cell == "" || c.kind == price {
			continue
		}
		ok := true
		switch c.kind {
		case division:
			r.Division = p.text(cell)
		case country:
			r.Country = p.text(cell)
		case league:
			r.League = p.text(cell)
		case season:
			r.Season = p.text(cell)
		case day:
			r.Date, dated = date(text(cell))
		case clockTime:
			hour, minute, timed = clock(text(cell))
			ok = timed
		case homeTeam:
			r.Home = p.text(cell)
		case awayTeam:
			r.Away = p.text(cell)
		case homeGoals:
			ok = number16(cell, maxGoals, &r.HomeGoals)
		case awayGoals:
			ok = number16(cell, maxGoals, &r.AwayGoals)
		case outcome:
			r.Stated = matchday.Outcome(p.text(cell))
			ok = r.Stated == "" || r.Stated.Index() >= 0
		case attendance:
			ok = number32(cell, math.MaxInt32, &r.Attendance)
		case referee:
			r.Referee = p.text(cell)
		case statistic:
			ok = number16(cell, math.MaxInt16, &r.Statistics[c.index])
		}
		if !ok && text(cell) != "" {
			p.reject(number, UnreadableCell, p.names[i]+": "+text(cell), line)
		}
	}
	if reason := p.unusable(&r, dated); reason != "" {
		p.Rejects = p.Rejects[:from] // one reason a rejected row
		p.reject(number, reason, "", line)
		return
	}
	if timed {
		r.Kickoff = matchday.KickoffAt(r.Date, hour, minute)
	}
	if r.HomeGoals == Missing || r.AwayGoals == Missing {
		r.HomeGoals, r.AwayGoals = Missing, Missing
	}
	if r.Stated.Index() < 0 {
		r.Stated = matchday.NoOutcome
	}
	p.leftOver(line, number)
	r.Prices = p.readPrices(line, number)
	p.Rows = append(p.Rows, r)
}

// maxGoals is more than any side has scored in ninety minutes.
const maxGoals = 99

// unusable is the reason why a row is no fixture, or "".
func (p *parser) unusable(r *Row, dated bool) string {
	switch {
	case r.Home == "HomeTeam" || r.Home == "HT" || r.Home == "Home" && r.Away == "Away":
		return RepeatedHeader
	case r.Home == "" || r.Away == "" || r.Home == r.Away:
		return NoTeams
	case !dated:
		return UnreadableDate
	case r.Division == "":
		return NoDivision
	case p.second && r.Season == "":
		return NoSeason
	}
	return ""
}

// text is the package's text, each distinct string kept once a file.
func (p *parser) text(cell string) string {
	if s, ok := p.strings[cell]; ok {
		return s
	}
	s := strings.Clone(text(cell))
	p.strings[strings.Clone(cell)] = s
	return s
}

// leftOver reports what stands in columns without a name.
func (p *parser) leftOver(line string, number int) {
	var extra []string
	for i, cell := range p.cells {
		if cell != "" && (i >= len(p.names) || p.names[i] == "") && text(cell) != "" {
			extra = append(extra, text(cell))
		}
	}
	if extra != nil {
		p.reject(number, CellWithoutColumn, strings.Join(extra, " "), line)
	}
}

func number16(cell string, most int64, into *int16) bool {
	n, ok := number(cell, most)
	if ok {
		*into = int16(n)
	}
	return ok
}

func number32(cell string, most int64, into *int32) bool {
	n, ok := number(cell, most)
	if ok {
		*into = int32(n)
	}
	return ok
}

// number reads a count; only a cell that is no plain number is decoded and
// trimmed, because nearly all are.
func number(cell string, most int64) (int64, bool) {
	if n, ok := count(cell, most); ok {
		return n, true
	}
	return count(text(cell), most)
}
