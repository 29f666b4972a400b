package delimited

import (
	"errors"
	"fmt"
	"strings"
)

// Row is one row of a file, usually one line.
type Row struct {
	Text  string   // as the file has it, without its line end
	Line  int      // its first line in the file, from 1
	Cells []string // as the file has them, without quotes; valid until the next row
	Blank bool     // nothing but separators and spaces
	Long  bool     // longer than MaxLine; it has no cells
	Open  bool     // a quote in it opens and never closes; the cells are as if it were not there
	Ended bool     // it has a line end; only a file's last row may lack one
}

// Rows walks over the rows of a file. A copy walks on its own from where the
// original stands.
type Rows struct {
	Separator byte
	// StartsRow, if given, says that a line is surely a row of its own, so that
	// no quote that opened above it goes on in it.
	StartsRow func(line string) bool

	content string
	at      int  // where the next line begins
	end     byte // of lines
	number  int  // of the last line, from 1
	ended   bool // whether the last line has an end
	cells   []string
}

// NewRows walks over the rows of a content. A line ends with LF or CRLF, or
// with CR in a file that has no LF. The separator is the comma, the semicolon or
// the tab, whichever the first row that is not blank has most of.
func NewRows(content string) Rows {
	r := Rows{content: strings.TrimPrefix(content, byteOrderMark), end: '\n', Separator: ','}
	if strings.IndexByte(content, '\n') < 0 {
		r.end = '\r'
	}
	for head := r; ; {
		line, ok := head.line()
		if !ok || len(line) > MaxLine {
			return r
		}
		if !strings.ContainsFunc(line, func(c rune) bool { return c > ' ' && !strings.ContainsRune("\",;\u00a0\ufeff", c) }) {
			continue
		}
		for _, s := range []byte{';', '\t'} {
			if strings.Count(line, string(s)) > strings.Count(line, string(r.Separator)) {
				r.Separator = s
			}
		}
		return r
	}
}

// line is the next line without its end.
func (r *Rows) line() (line string, ok bool) {
	if r.at >= len(r.content) {
		return "", false
	}
	r.number++
	rest := r.content[r.at:]
	i := strings.IndexByte(rest, r.end)
	if r.ended = i >= 0; !r.ended {
		r.at = len(r.content)
		line = strings.TrimSuffix(rest, "\r")
		r.ended = len(line) < len(rest) // cut between CR and LF: the line is whole
		return line, true
	}
	r.at += i + 1
	return strings.TrimSuffix(rest[:i], "\r"), true
}

// Next is the next row; false at the end.
func (r *Rows) Next() (row Row, ok bool) {
	start := r.at
	line, ok := r.line()
	if !ok {
		return Row{}, false
	}
	row = Row{Text: line, Line: r.number, Ended: r.ended}
	if line == "" || (line[0] == r.Separator || line[0] <= '"') && blank(line, r.Separator) {
		row.Blank = true
		return row, true
	}
	if row.Long = len(line) > MaxLine; row.Long {
		return row, true
	}
	var open int
	r.cells, open = split(line, r.Separator, r.cells[:0])
	after := *r
	for open >= 0 {
		text, closed := r.closeQuote(start, start+open, row.Line)
		if !closed {
			cells := r.cells
			*r = after
			r.cells, _ = split(line, r.Separator, cells[:0])
			row.Text, row.Ended, row.Open = line, after.ended, true
			break
		}
		r.cells, open = split(text, r.Separator, r.cells[:0])
		row.Text, row.Ended = text, r.ended
	}
	row.Cells = r.cells
	return row, true
}

// closeQuote goes on to the line in which the cell closes whose quote opened
// before from, in the row that begins at start; text is the row up to there. It
// fails at a quote that closes nothing, at what is surely another row, and at
// the limits of a row.
func (r *Rows) closeQuote(start, from, first int) (text string, ok bool) {
	limit := min(start+MaxLine, len(r.content))
	at := from
	for {
		i := strings.IndexByte(r.content[at:limit], '"')
		if i < 0 {
			return "", false
		}
		at += i + 1
		if at < limit && r.content[at] == '"' {
			at++
			continue
		}
		break
	}
	if at < len(r.content) && r.content[at] != r.Separator && r.content[at] != '\r' && r.content[at] != '\n' {
		return "", false
	}
	for r.at < at {
		begin := r.at
		line, more := r.line()
		if !more || r.number-first > maxCellLines || r.StartsRow != nil && r.StartsRow(line) {
			return "", false
		}
		text = r.content[start : begin+len(line)]
	}
	return text, text != "" && len(text) <= MaxLine
}

// split appends a row's cells to into. open is where the text of a quoted cell
// begins that the row does not close, or -1; that cell then ends at the next
// separator, as if it were not quoted.
func split(row string, separator byte, into []string) (cells []string, open int) {
	open = -1
	for at := 0; ; {
		rest := row[at:]
		if strings.HasPrefix(rest, `"`) {
			cell, length, closed := quoted(rest[1:], separator)
			if !closed && open < 0 {
				open = at + 1
			}
			into = append(into, cell)
			if at += 1 + length; at >= len(row) {
				return into, open
			}
			at++ // the separator
			continue
		}
		i := strings.IndexByte(rest, separator)
		if i < 0 {
			return append(into, rest), open
		}
		into = append(into, rest[:i])
		at += i + 1
	}
}

// quoted reads a cell behind its opening quote; length is how far it reaches, to
// the separator that follows it or to the end. What stands between the closing
// quote and the separator belongs to the cell.
func quoted(s string, separator byte) (cell string, length int, closed bool) {
	i := 0
	for {
		j := strings.IndexByte(s[i:], '"')
		if j < 0 {
			if j = strings.IndexByte(s, separator); j < 0 {
				j = len(s)
			}
			return s[:j], j, false
		}
		i += j
		if !strings.HasPrefix(s[i:], `""`) {
			break
		}
		i += 2
	}
	cell = strings.ReplaceAll(s[:i], `""`, `"`)
	rest := s[i+1:]
	j := strings.IndexByte(rest, separator)
	if j < 0 {
		j = len(rest)
	}
	return cell + rest[:j], i + 1 + j, true
}

// blank reports whether a line holds nothing but separators, quotes and spaces.
func blank(line string, separator byte) bool {
	for i := range len(line) {
		if c := line[i]; c != separator && c != '"' && c > ' ' && c < 0x80 {
			return false
		}
	}
	return strings.TrimFunc(decoded(line), func(c rune) bool {
		return c == rune(separator) || c == '"' || c <= ' ' || c == '\u00a0' || c == '\ufeff'
	}) == ""
}

// Names reads a file's first row that is not blank as the names of its columns.
func (r *Rows) Names() (names []string, line int, err error) {
	for {
		row, ok := r.Next()
		switch {
		case !ok:
			return nil, 0, errors.New("it is empty")
		case row.Blank:
			continue
		case row.Long:
			return nil, 0, fmt.Errorf("its first row is longer than %d bytes", MaxLine)
		case len(row.Cells) > MaxColumns:
			return nil, 0, fmt.Errorf("its first row has %d columns, at most %d are read", len(row.Cells), MaxColumns)
		}
		for _, cell := range row.Cells {
			names = append(names, Shown(Text(cell), MaxName))
		}
		return names, row.Line, nil
	}
}

// HasDate is what StartsRow asks: a line with a date in that column is surely a
// row of its own.
func HasDate(separator byte, column int) func(line string) bool {
	return func(line string) bool {
		if len(line) > MaxLine {
			return false
		}
		cells, _ := split(line, separator, nil)
		if column < 0 || column >= len(cells) {
			return false
		}
		day := dayOf(Text(cells[column]))
		_, dayFirst := Date(day, false)
		_, monthFirst := Date(day, true)
		return dayFirst || monthFirst
	}
}
