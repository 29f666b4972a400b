package files

import (
	"fmt"
	"math"
	"strings"
	"time"

	"matchday"
)

// Missing stands for a number that a file does not have.
const Missing = -1

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
	Line  int16  // hundredths of a goal, or table.NoLine
	Price int32  // ten-thousandths, above 10,000
}

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
	var start kickoffTime
	before := len(p.Rejects)
	for i, cell := range p.cells[:min(len(p.cells), len(p.columns))] {
		if cell == "" || p.read(p.columns[i], cell, &r, &start) || text(cell) == "" {
			continue
		}
		p.reject(number, UnreadableCell, p.names[i]+": "+text(cell), line)
	}
	if reason := p.unusable(&r); reason != "" {
		p.Rejects = p.Rejects[:before] // a rejected row has one reason
		p.reject(number, reason, "", line)
		return
	}
	if start.known {
		r.Kickoff = matchday.KickoffAt(r.Date, start.hour, start.minute)
	}
	if r.HomeGoals == Missing || r.AwayGoals == Missing {
		r.HomeGoals, r.AwayGoals = Missing, Missing
	}
	p.leftOver(line, number)
	r.Prices = p.readPrices(line, number)
	p.Rows = append(p.Rows, r)
}

// kickoffTime is a row's time of day in London.
type kickoffTime struct {
	hour, minute int
	known        bool
}

// read puts one cell into its row; false means that it cannot be read. Prices
// come later, because their lines may stand behind them.
func (p *parser) read(c column, cell string, r *Row, start *kickoffTime) (ok bool) {
	switch c.kind {
	case division:
		r.Division, ok = p.text(cell)
	case country:
		r.Country, ok = p.text(cell)
	case leagueName:
		r.League, ok = p.text(cell)
	case season:
		r.Season, ok = p.text(cell)
	case homeTeam:
		r.Home, ok = p.text(cell)
	case awayTeam:
		r.Away, ok = p.text(cell)
	case referee:
		r.Referee, ok = p.text(cell)
	case day:
		r.Date, ok = date(text(cell))
	case clockTime:
		start.hour, start.minute, ok = clock(text(cell))
		start.known = ok
	case outcome:
		if o := matchday.Outcome(text(cell)); o.Index() >= 0 {
			r.Stated, ok = o, true
		}
	case homeGoals:
		ok = number(cell, maxGoals, &r.HomeGoals)
	case awayGoals:
		ok = number(cell, maxGoals, &r.AwayGoals)
	case attendance:
		ok = number(cell, math.MaxInt32, &r.Attendance)
	case statistic:
		ok = number(cell, math.MaxInt16, &r.Statistics[c.index])
	default: // ignored, or read elsewhere
		ok = true
	}
	return ok
}

// maxGoals is more than any side has scored in ninety minutes.
const maxGoals = 99

// unusable is the reason why a row is no fixture, or "".
func (p *parser) unusable(r *Row) string {
	switch {
	case r.Home == "HomeTeam" || r.Home == "HT" || r.Home == "Home" && r.Away == "Away":
		return RepeatedHeader
	case r.Home == "" || r.Away == "" || r.Home == r.Away:
		return NoTeams
	case r.Date.IsZero():
		return UnreadableDate
	case r.Division == "":
		return NoDivision
	case p.second && r.Season == "":
		return NoSeason
	}
	return ""
}

// text is the package's text, each distinct string kept once a file. False
// means a spreadsheet's error value (#REF!, #N/A): no name starts with #.
func (p *parser) text(cell string) (s string, ok bool) {
	s, known := p.strings[cell]
	if !known {
		s = strings.Clone(text(cell))
		p.strings[strings.Clone(cell)] = s
	}
	if strings.HasPrefix(s, "#") {
		return "", false
	}
	return s, true
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

// number reads a count; only a cell that is no plain number is decoded and
// trimmed, because nearly all are.
func number[T int16 | int32](cell string, most int64, into *T) bool {
	n, ok := count(cell, most)
	if !ok {
		n, ok = count(text(cell), most)
	}
	if ok {
		*into = T(n)
	}
	return ok
}
