package files

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"matchday"
	"matchday/stages/staging/delimited"
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

	unreadDate string // what stands for a date that cannot be read
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
	// MonthFirst says that the dates were read so, because that is the order of
	// all of them.
	MonthFirst bool
	// Cut says that the file ends in the middle of a row: what should follow is
	// missing, and its absence means nothing.
	Cut bool
}

// parser carries a file's header and the buffers that its rows share.
type parser struct {
	header
	File
	strings   map[string]string
	divisions map[[2]string][2]string // country and league → division and country
	cells     []string
	prices    []Price // room for the prices of the rows to come
	shown     string  // the row at hand as Rejects keep it
	leftOut   int     // rejects beyond delimited.MaxRejects
}

// Parse reads a match file. Whatever is readable is kept, the rest is in
// Rejects. An error says that the file is none of the publisher's, or that none
// of it can be trusted.
func Parse(payload []byte) (File, error) {
	if err := delimited.Check(payload); err != nil {
		return File{}, fmt.Errorf("%w: %w", ErrNotFixtures, err)
	}
	rows := delimited.NewRows(string(payload))
	h, err := readHeader(&rows)
	if err != nil {
		return File{}, err
	}
	rows.StartsRow = delimited.HasDate(rows.Separator, h.column(day))
	if err := h.look(rows); err != nil {
		return File{}, err
	}
	h.addQuotes()
	p := parser{header: h, strings: map[string]string{}, divisions: map[[2]string][2]string{}}
	for _, q := range h.quotes {
		p.Quotes = append(p.Quotes, q.Quote)
	}
	for i, c := range h.columns {
		if c.kind == unknown {
			p.reject(h.line, UnknownColumn, h.names[i], "")
		}
	}
	for {
		row, ok := rows.Next()
		if !ok {
			p.finish()
			return p.File, nil
		}
		p.row(row)
	}
}

// finish says how much was left out.
func (p *parser) finish() {
	p.MonthFirst = p.months
	if p.leftOut > 0 {
		p.Rejects = append(p.Rejects, Reject{Line: p.Rejects[delimited.MaxRejects-1].Line, Reason: MoreRejects, Detail: strconv.Itoa(p.leftOut)})
	}
}

// reject keeps a reason; the text of a row that has several is kept once.
func (p *parser) reject(line int, reason, detail, row string) {
	if len(p.Rejects) >= delimited.MaxRejects {
		p.leftOut++
		return
	}
	if row != "" && p.shown == "" {
		p.shown = delimited.Shown(row, delimited.MaxShown)
	}
	r := Reject{Line: line, Reason: reason, Detail: strings.Clone(delimited.Shown(detail, delimited.MaxDetail))}
	if row != "" {
		r.Row = p.shown
	}
	p.Rejects = append(p.Rejects, r)
}

// row reads one row into File.
func (p *parser) row(row delimited.Row) {
	p.shown = ""
	if row.Blank {
		p.Blank++
		return
	}
	p.cells = row.Cells
	if reason, detail := p.damaged(row); reason != "" {
		p.Cut = p.Cut || reason == CutRow
		p.reject(row.Line, reason, detail, row.Text)
		return
	}
	r := Row{Line: row.Line, HomeGoals: Missing, AwayGoals: Missing, Attendance: Missing}
	for i := range r.Statistics {
		r.Statistics[i] = Missing
	}
	var start moment
	before, leftOut := len(p.Rejects), p.leftOut
	for i, cell := range p.cells[:min(len(p.cells), len(p.columns))] {
		if cell == "" || p.read(p.columns[i], cell, &r, &start) || delimited.Text(cell) == "" {
			continue
		}
		p.reject(row.Line, UnreadableCell, p.names[i]+": "+delimited.Text(cell), row.Text)
	}
	p.place(&r)
	if reason, detail := p.unusable(&r); reason != "" {
		p.Rejects, p.leftOut = p.Rejects[:before], leftOut // a rejected row has one reason
		p.reject(row.Line, reason, detail, row.Text)
		return
	}
	r.Kickoff = start.on(r.Date)
	if r.HomeGoals == Missing || r.AwayGoals == Missing {
		r.HomeGoals, r.AwayGoals = Missing, Missing
	}
	if row.Open {
		p.reject(row.Line, OpenQuote, "", row.Text)
	}
	p.leftOver(row)
	r.Prices = p.readPrices(row.Text, row.Line)
	p.Rows = append(p.Rows, r)
}

// damaged is the reason why a row cannot be read at all, or "".
func (p *parser) damaged(row delimited.Row) (reason, detail string) {
	cells := func(wanted int) string { return fmt.Sprintf("%d cells, expected %d", len(row.Cells), wanted) }
	switch {
	case row.Long:
		return RowTooLong, fmt.Sprintf("%d bytes", len(row.Text))
	case !row.Ended && (row.Open || len(row.Cells) < p.width()):
		return CutRow, cells(p.width())
	case row.Open && len(row.Cells) != len(p.names):
		return OpenQuote, cells(len(p.names))
	}
	return "", ""
}

// place gives a row of the second layout its division, and its season the
// publisher's form.
func (p *parser) place(r *Row) {
	if !p.second || r.Country == "" {
		return
	}
	key := [2]string{r.Country, r.League}
	known, ok := p.divisions[key]
	if !ok {
		known[0], known[1] = divisionOf(r.Country, r.League)
		p.divisions[key] = known
	}
	r.Division, r.Country = known[0], known[1]
}

// moment is what a row says of its time of day: in a cell of its own, or behind
// the date, where programs write it.
type moment struct{ own, behindDate delimited.TimeOfDay }

// on is the kick-off on a day; zero without a time.
func (m moment) on(day time.Time) time.Time {
	for _, t := range []delimited.TimeOfDay{m.own, m.behindDate} {
		if t.Known {
			return matchday.KickoffAt(day, t.Hour, t.Minute)
		}
	}
	return time.Time{}
}

// read puts one cell into its row; false means that it cannot be read. Prices
// come later, because their lines may stand behind them.
func (p *parser) read(c column, cell string, r *Row, start *moment) (ok bool) {
	switch c.kind {
	case division:
		r.Division, ok = p.text(cell)
		r.Division = codeOf(r.Division)
	case country:
		r.Country, ok = p.text(cell)
	case leagueName:
		r.League, ok = p.text(cell)
	case season:
		r.Season, ok = p.text(cell)
		r.Season = seasonLabel(p.figure(r.Season))
	case homeTeam:
		r.Home, ok = p.text(cell)
	case awayTeam:
		r.Away, ok = p.text(cell)
	case referee:
		r.Referee, ok = p.text(cell)
	case day:
		if r.Date, start.behindDate, ok = delimited.DateAndTime(delimited.Text(cell), p.months); !ok {
			r.unreadDate = delimited.Text(cell)
		}
	case clockTime:
		start.own.Hour, start.own.Minute, ok = delimited.Clock(delimited.Text(cell))
		start.own.Known = ok
	case outcome:
		if o := matchday.Outcome(delimited.Text(cell)); o.Index() >= 0 {
			r.Stated, ok = o, true
		}
	case homeGoals:
		ok = number(&p.header, cell, maxGoals, &r.HomeGoals)
	case awayGoals:
		ok = number(&p.header, cell, maxGoals, &r.AwayGoals)
	case attendance:
		ok = number(&p.header, cell, math.MaxInt32, &r.Attendance)
	case statistic:
		ok = number(&p.header, cell, math.MaxInt16, &r.Statistics[c.index])
	default: // ignored, or read elsewhere
		ok = true
	}
	return ok
}

// maxGoals is more than any side has scored in ninety minutes.
const maxGoals = 99

// unusable is the reason why a row is no fixture, or "".
func (p *parser) unusable(r *Row) (reason, detail string) {
	switch {
	case r.Home == "HomeTeam" || r.Home == "HT" || r.Home == "Home" && r.Away == "Away":
		return RepeatedHeader, ""
	case r.Home == "" || r.Away == "" || r.Home == r.Away:
		return NoTeams, ""
	case r.Date.IsZero() && r.unreadDate != "":
		return UnreadableDate, r.unreadDate
	case r.Date.IsZero():
		return UnreadableDate, "none"
	case r.Division == "":
		return NoDivision, ""
	case p.second && p.hasSeason && !p.coming() && r.Season == "":
		return NoSeason, ""
	}
	return "", ""
}

// text is delimited.Text, each distinct string kept once a file. False means what
// is no name: a spreadsheet's error value (#REF!, #N/A; no name starts with #),
// control characters, more bytes than any name has.
func (p *parser) text(cell string) (s string, ok bool) {
	s, known := p.strings[cell]
	if !known {
		s = strings.Clone(delimited.Text(cell))
		if strings.HasPrefix(s, "#") || !delimited.IsName(s) {
			return "", false
		}
		p.strings[strings.Clone(cell)] = s
	}
	return s, true
}

// leftOver reports what stands in columns without a name.
func (p *parser) leftOver(row delimited.Row) {
	var extra []string
	for i, cell := range p.cells {
		if cell != "" && (i >= len(p.names) || p.names[i] == "") && delimited.Text(cell) != "" {
			extra = append(extra, delimited.Text(cell))
		}
	}
	if extra != nil {
		p.reject(row.Line, CellWithoutColumn, strings.Join(extra, " "), row.Text)
	}
}

// number reads a count; only a cell that is no plain number is decoded and
// trimmed, because nearly all are.
func number[T int16 | int32](h *header, cell string, most int64, into *T) bool {
	n, ok := count(cell, most)
	if !ok {
		n, ok = count(h.figure(cell), most)
	}
	if ok {
		*into = T(n)
	}
	return ok
}
