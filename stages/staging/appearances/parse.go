package appearances

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Columns are those that a table must have. Of the others "source",
// "player_name", "position" and the rating are known; whatever else holds
// nothing but numbers is a measure, and the rest stays in the raw layer.
var Columns = []string{"division", "fd_season", "fd_date", "fd_home", "fd_away", "side", "player_key", "started", "minutes"}

// ErrNotLineups says that a file is no table of who played.
var ErrNotLineups = errors.New("no table of who played")

// Row is one player in one fixture.
type Row struct {
	Line             int // in the file, from 1
	Division, Season string
	Date             time.Time // midnight UTC
	Home, Away       string    // spellings
	AtHome           bool      // the player's side
	Key              string    // stable over seasons within the table's source
	Name, Position   string    // Position is one of table.Positions, or ""
	Started          bool
	Minutes          float64 // NaN: not known
	Rating           float64 // NaN: none
	Measures         []Measure
}

// Measure is one further figure of a player in a fixture.
type Measure struct {
	Name  string
	Value float64
}

// Table is what a file says.
type Table struct {
	// Source says whose player keys these are: what the column "source" says
	// most often, because a table may note where single rows come from.
	Source  string
	Rows    []Row
	Rejects []Reject
}

// Check reports whether a payload is a table of who played that has the column
// rating (any if empty).
func Check(payload []byte, rating string) error {
	text, err := Unpack(payload)
	if err != nil {
		return err
	}
	_, err = readHeader(newReader(text), rating)
	return err
}

// Parse reads a table; rating names the column of the rating, empty the column
// "rating" if there is one. Whatever is readable is kept, the rest is in
// Rejects. A table that Check refuses is an error.
func Parse(payload []byte, rating string) (Table, error) {
	text, err := Unpack(payload)
	if err != nil {
		return Table{}, err
	}
	r := newReader(text)
	h, err := readHeader(r, rating)
	if err != nil {
		return Table{}, err
	}
	p := parser{header: h, strings: map[string]string{}}
	lines, cells := p.readCells(r)
	p.findSource(cells)
	p.findMeasures(cells)
	for i, row := range cells {
		p.row(lines[i], row)
	}
	slices.SortStableFunc(p.Rejects, func(a, b Reject) int { return a.Line - b.Line })
	return p.Table, nil
}

func newReader(text []byte) *csv.Reader {
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(text, []byte("\ufeff"))))
	r.FieldsPerRecord, r.LazyQuotes = -1, true
	return r
}

// header says which cell of a row holds what.
type header struct {
	names    []string
	place    map[string]int
	rating   int // -1: none
	measures []int
}

func readHeader(r *csv.Reader, rating string) (header, error) {
	first, err := r.Read()
	if err != nil {
		return header{}, fmt.Errorf("%w: no first row: %w", ErrNotLineups, err)
	}
	h := header{place: map[string]int{}, rating: -1}
	for i, cell := range first {
		name := trimmed(cell)
		h.names = append(h.names, name)
		if _, twice := h.place[name]; !twice {
			h.place[name] = i
		}
	}
	var missing []string
	for _, name := range Columns {
		if _, ok := h.place[name]; !ok {
			missing = append(missing, name)
		}
	}
	if missing != nil {
		return header{}, fmt.Errorf("%w: its first row lacks %s", ErrNotLineups, strings.Join(missing, ", "))
	}
	if rating == "" {
		if i, ok := h.place["rating"]; ok {
			h.rating = i
		}
		return h, nil
	}
	i, ok := h.place[rating]
	if !ok {
		return header{}, fmt.Errorf("it has no column %q for the rating; its columns are %s", rating, strings.Join(h.names, ", "))
	}
	h.rating = i
	return h, nil
}

// parser carries a table's header and the strings that its rows share.
type parser struct {
	header
	Table
	strings map[string]string
}

// readCells reads all rows; those that are too short are rejected.
func (p *parser) readCells(r *csv.Reader) (lines []int, cells [][]string) {
	for {
		row, err := r.Read()
		var broken *csv.ParseError
		switch {
		case errors.Is(err, io.EOF):
			return lines, cells
		case errors.As(err, &broken):
			p.reject(broken.StartLine, UnreadableRow, broken.Err.Error(), row)
			continue
		}
		line, _ := r.FieldPos(0)
		if len(row) < len(p.names) {
			if len(row) > 1 || trimmed(row[0]) != "" {
				p.reject(line, ShortRow, fmt.Sprintf("%d cells, expected %d", len(row), len(p.names)), row)
			}
			continue
		}
		lines, cells = append(lines, line), append(cells, row)
	}
}

// findSource finds the source of most rows; of two as frequent the first by
// name.
func (p *parser) findSource(cells [][]string) {
	rows := map[string]int{}
	for _, row := range cells {
		if source := p.text(row, "source"); source != "" {
			rows[source]++
		}
	}
	p.Source = Source
	most := 0
	for source, n := range rows {
		if n > most || n == most && source < p.Source {
			p.Source, most = source, n
		}
	}
}

// known are the columns that are no measures.
var known = append([]string{"source", "player_name", "position"}, Columns...)

// findMeasures finds the columns in which every cell is empty or a number, and
// one at least a number.
func (p *parser) findMeasures(cells [][]string) {
	for i, name := range p.names {
		if name == "" || i == p.rating || slices.Contains(known, name) || p.place[name] != i {
			continue
		}
		numbers := 0
		for _, row := range cells {
			if strings.TrimSpace(row[i]) == "" {
				continue
			}
			if _, ok := number(row[i]); !ok {
				numbers = 0
				break
			}
			numbers++
		}
		if numbers > 0 {
			p.measures = append(p.measures, i)
		}
	}
	slices.SortFunc(p.measures, func(a, b int) int { return strings.Compare(p.names[a], p.names[b]) })
}

func (p *parser) reject(line int, reason, detail string, row []string) {
	p.Rejects = append(p.Rejects, Reject{line, reason, detail, trimmed(strings.Join(row, ","))})
}

// text is a cell, each distinct string kept once a table.
func (p *parser) text(row []string, name string) string {
	i, ok := p.place[name]
	if !ok {
		return ""
	}
	s, met := p.strings[row[i]]
	if !met {
		s = trimmed(row[i])
		p.strings[row[i]] = s
	}
	return s
}

// row reads one row into Table.
func (p *parser) row(line int, cells []string) {
	text := func(name string) string { return p.text(cells, name) }
	r := Row{
		Line: line, Division: text("division"), Season: text("fd_season"),
		Home: text("fd_home"), Away: text("fd_away"), Key: text("player_key"),
		Name: text("player_name"), Position: positions[strings.ToUpper(text("position"))],
		Minutes: math.NaN(), Rating: math.NaN(),
	}
	reason, detail := p.fill(&r, cells)
	if reason != "" {
		p.reject(line, reason, detail, cells)
		return
	}
	p.figures(&r, cells)
	for _, i := range p.measures {
		if v, ok := number(cells[i]); ok {
			r.Measures = append(r.Measures, Measure{p.names[i], v})
		}
	}
	p.Rows = append(p.Rows, r)
}

// fill reads what must be readable; reason says what is not.
func (p *parser) fill(r *Row, cells []string) (reason, detail string) {
	text := func(name string) string { return p.text(cells, name) }
	switch {
	case r.Key == "":
		return NoPlayer, ""
	case r.Division == "" || r.Season == "" || r.Home == "" || r.Away == "":
		return NoTeams, ""
	}
	var ok bool
	if r.Date, ok = date(text("fd_date")); !ok {
		return UnreadableDate, "fd_date: " + text("fd_date")
	}
	switch strings.ToLower(text("side")) {
	case "h", "home":
		r.AtHome = true
	case "a", "away":
	default:
		return UnknownSide, "side: " + text("side")
	}
	switch strings.ToLower(text("started")) {
	case "1", "true", "t":
		r.Started = true
	case "0", "false", "f":
	default:
		return UnknownRole, "started: " + text("started")
	}
	return "", ""
}

// figures reads minutes and rating; one that cannot be read is left out and
// reported, because who played is worth more than how long.
func (p *parser) figures(r *Row, cells []string) {
	cell := func(i int, into *float64, least float64) {
		s := trimmed(cells[i])
		if s == "" {
			return
		}
		v, ok := number(s)
		if !ok || v < least {
			p.reject(r.Line, UnreadableCell, p.names[i]+": "+s, cells)
			return
		}
		*into = v
	}
	cell(p.place["minutes"], &r.Minutes, 0)
	if p.rating >= 0 {
		cell(p.rating, &r.Rating, math.Inf(-1))
	}
}

// positions are the canonical words for what tables call positions.
var positions = map[string]string{
	"GK": "goalkeeper", "G": "goalkeeper", "GKP": "goalkeeper", "GOALKEEPER": "goalkeeper",
	"DEF": "defender", "DF": "defender", "D": "defender", "DEFENDER": "defender",
	"MID": "midfielder", "MD": "midfielder", "MF": "midfielder", "M": "midfielder", "MIDFIELDER": "midfielder",
	"FWD": "attacker", "FW": "attacker", "F": "attacker", "FORWARD": "attacker", "ATT": "attacker", "ATTACKER": "attacker",
}

// number reads a finite number.
func number(cell string) (float64, bool) {
	v, err := strconv.ParseFloat(strings.TrimSpace(cell), 64)
	return v, err == nil && !math.IsInf(v, 0) && !math.IsNaN(v)
}

// date reads the publisher's two forms of a date, and ISO 8601's.
func date(s string) (time.Time, bool) {
	for _, form := range []string{"02/01/06", "02/01/2006", time.DateOnly} {
		if t, err := time.Parse(form, s); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}
