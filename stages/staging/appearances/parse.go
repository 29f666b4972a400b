package appearances

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"matchday/stages/staging/delimited"
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

// ErrUnusable says that a table has rows and that none of them can be used.
var ErrUnusable = errors.New("none of its rows can be used")

// Check reports whether a payload is a table of who played that has the column
// rating (any if empty), and of which something can be used.
func Check(payload []byte, rating string) error {
	t, err := Parse(payload, rating)
	if err != nil || len(t.Rows) > 0 || len(t.Rejects) == 0 {
		return err
	}
	first := t.Rejects[0]
	return fmt.Errorf("%w (%d rejected); line %d: %s (%s): %s",
		ErrUnusable, len(t.Rejects), first.Line, first.Reason, first.Detail, Explain(first.Reason))
}

// Parse reads a table; rating names the column of the rating, empty the column
// "rating" if there is one. Whatever is readable is kept, the rest is in
// Rejects. An error says that it is no table of who played, or that none of it
// can be trusted.
func Parse(payload []byte, rating string) (Table, error) {
	text, err := Unpack(payload)
	if err != nil {
		return Table{}, err
	}
	if err := delimited.Check(text); err != nil {
		return Table{}, fmt.Errorf("%w: %w", ErrNotLineups, err)
	}
	rows := delimited.NewRows(string(text))
	h, err := readHeader(&rows, rating)
	if err != nil {
		return Table{}, err
	}
	rows.StartsRow = delimited.HasDate(rows.Separator, h.place["fd_date"])
	p := parser{header: h, strings: map[string]string{}}
	if err := p.look(rows); err != nil {
		return Table{}, err
	}
	for {
		row, ok := rows.Next()
		if !ok {
			p.finish()
			return p.Table, nil
		}
		if p.whole(row) {
			p.row(row)
		}
	}
}

// header says which cell of a row holds what.
type header struct {
	names    []string
	place    map[string]int
	rating   int // -1: none
	measures []int
}

func readHeader(rows *delimited.Rows, rating string) (header, error) {
	names, _, err := rows.Names()
	if err != nil {
		return header{}, fmt.Errorf("%w: %w", ErrNotLineups, err)
	}
	h := header{names: names, place: map[string]int{}, rating: -1}
	for i, name := range names {
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
	strings    map[string]string
	monthFirst bool // dates
	leftOut    int  // rejects beyond delimited.MaxRejects
}

// look reads all rows once: whose players they are, which columns are measures,
// and of which order the dates are.
func (p *parser) look(rows delimited.Rows) error {
	sources := map[string]int{}
	figures := newFigures(p.header)
	var dates delimited.DateOrder
	for {
		row, ok := rows.Next()
		if !ok {
			break
		}
		if p.damage(row) != "" || row.Blank {
			continue
		}
		if source, ok := p.text(row.Cells, "source"); ok && source != "" {
			sources[source]++
		}
		dates.Count(delimited.Text(row.Cells[p.place["fd_date"]]), row.Line)
		figures.count(row.Cells)
	}
	p.Source = mostFrequent(sources)
	p.measures = figures.measures()
	var err error
	p.monthFirst, err = dates.MonthFirst()
	return err
}

// mostFrequent is the source of most rows; of two as frequent the first by name.
func mostFrequent(rows map[string]int) string {
	best, most := Source, 0
	for source, n := range rows {
		if n > most || n == most && source < best {
			best, most = source, n
		}
	}
	return best
}

// damage is the reason why a row cannot be read at all, or "".
func (p *parser) damage(row delimited.Row) string {
	switch {
	case row.Blank:
		return ""
	case row.Long:
		return RowTooLong
	case row.Open:
		return UnreadableRow
	case len(row.Cells) < len(p.names):
		return ShortRow
	}
	return ""
}

// whole reports whether a row is one, and rejects what is damaged.
func (p *parser) whole(row delimited.Row) bool {
	reason := p.damage(row)
	if reason != "" {
		p.reject(row, reason, fmt.Sprintf("%d cells, expected %d", len(row.Cells), len(p.names)))
	}
	return reason == "" && !row.Blank
}

func (p *parser) reject(row delimited.Row, reason, detail string) {
	if len(p.Rejects) >= delimited.MaxRejects {
		p.leftOut++
		return
	}
	p.Rejects = append(p.Rejects, Reject{
		Line: row.Line, Reason: reason, Detail: strings.Clone(delimited.Shown(detail, delimited.MaxDetail)),
		Row: strings.Clone(delimited.Shown(row.Text, delimited.MaxShown)),
	})
}

// finish says how much was left out.
func (p *parser) finish() {
	if p.leftOut > 0 {
		last := p.Rejects[len(p.Rejects)-1].Line
		p.Rejects = append(p.Rejects, Reject{Line: last, Reason: MoreRejects, Detail: strconv.Itoa(p.leftOut)})
	}
}

// text is a cell, each distinct string kept once a table; false if it is no name.
func (p *parser) text(cells []string, name string) (string, bool) {
	i, ok := p.place[name]
	if !ok {
		return "", true
	}
	s, met := p.strings[cells[i]]
	if !met {
		s = strings.Clone(delimited.Text(cells[i]))
		if !delimited.IsName(s) {
			return "", false
		}
		p.strings[strings.Clone(cells[i])] = s
	}
	return s, true
}

// row reads one row into Table.
func (p *parser) row(row delimited.Row) {
	text := func(name string) string {
		s, _ := p.text(row.Cells, name)
		return s
	}
	r := Row{
		Line: row.Line, Division: strings.ToUpper(text("division")), Season: strings.TrimSuffix(text("fd_season"), ".0"),
		Home: text("fd_home"), Away: text("fd_away"), Key: text("player_key"),
		Name: text("player_name"), Position: positions[strings.ToUpper(text("position"))],
		Minutes: math.NaN(), Rating: math.NaN(),
	}
	if reason, detail := p.fill(&r, row.Cells); reason != "" {
		p.reject(row, reason, detail)
		return
	}
	if _, ok := p.text(row.Cells, "player_name"); !ok {
		p.reject(row, UnreadableCell, "player_name: "+row.Cells[p.place["player_name"]])
	}
	p.figures(&r, row)
	for _, i := range p.measures {
		if v, ok := number(row.Cells[i]); ok {
			r.Measures = append(r.Measures, Measure{p.names[i], v})
		}
	}
	p.Rows = append(p.Rows, r)
}

// fill reads what must be readable; reason says what is not.
func (p *parser) fill(r *Row, cells []string) (reason, detail string) {
	text := func(name string) string { return delimited.Text(cells[p.place[name]]) }
	switch {
	case r.Key == "":
		return NoPlayer, text("player_key")
	case r.Division == "" || r.Season == "" || r.Home == "" || r.Away == "":
		return NoTeams, ""
	}
	var ok bool
	if r.Date, _, ok = delimited.DateAndTime(text("fd_date"), p.monthFirst); !ok {
		return UnreadableDate, "fd_date: " + text("fd_date")
	}
	switch strings.ToLower(text("side")) {
	case "h", "home":
		r.AtHome = true
	case "a", "away":
	default:
		return UnknownSide, "side: " + text("side")
	}
	switch strings.TrimSuffix(strings.ToLower(text("started")), ".0") {
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
func (p *parser) figures(r *Row, row delimited.Row) {
	cell := func(i int, into *float64, least float64) {
		s := delimited.Text(row.Cells[i])
		if s == "" {
			return
		}
		v, ok := number(s)
		if !ok || v < least {
			p.reject(row, UnreadableCell, p.names[i]+": "+s)
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
