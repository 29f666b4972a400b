package files

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

const byteOrderMark = "\ufeff"

// text decodes a cell and trims it, no-break spaces included. A cell that is
// not UTF-8 is Windows-1252, of which the publisher's Latin-1 is a part; cell
// by cell, because files were pasted together from both.
func text(cell string) string {
	if !utf8.ValidString(cell) {
		if s, err := charmap.Windows1252.NewDecoder().String(cell); err == nil {
			cell = s
		}
	}
	return strings.TrimSpace(cell)
}

// lines walks over the lines of a file; number counts from one. A line ends
// with LF or CRLF, or with CR in a file that has no LF.
type lines struct {
	rest   string
	end    byte
	number int
}

func newLines(content string) lines {
	end := byte('\n')
	if strings.IndexByte(content, '\n') < 0 {
		end = '\r'
	}
	return lines{rest: strings.TrimPrefix(content, byteOrderMark), end: end}
}

// next returns the next line without its end.
func (l *lines) next() (line string, ok bool) {
	if l.rest == "" {
		return "", false
	}
	l.number++
	i := strings.IndexByte(l.rest, l.end)
	if i < 0 {
		line, l.rest = l.rest, ""
	} else {
		line, l.rest = l.rest[:i], l.rest[i+1:]
	}
	return strings.TrimSuffix(line, "\r"), true
}

// split appends a line's cells to into. Quotes may hold commas and doubled
// quotes but no line end, so that a stray quote spoils one row and no more.
func split(line string, into []string) []string {
	for {
		if strings.HasPrefix(line, `"`) {
			cell, rest := quoted(line[1:])
			into = append(into, cell)
			if rest == "" {
				return into
			}
			line = rest[1:] // rest starts with the comma
			continue
		}
		i := strings.IndexByte(line, ',')
		if i < 0 {
			return append(into, line)
		}
		into = append(into, line[:i])
		line = line[i+1:]
	}
}

// quoted reads a cell behind its opening quote, up to the comma that follows
// the closing one; rest is empty or starts with that comma.
func quoted(s string) (cell, rest string) {
	i := 0
	for {
		j := strings.IndexByte(s[i:], '"')
		if j < 0 { // never closed: the cell ends at the next comma, as if unquoted
			j = strings.IndexByte(s, ',')
			if j < 0 {
				return s, ""
			}
			return s[:j], s[j:]
		}
		i += j
		if !strings.HasPrefix(s[i:], `""`) {
			break
		}
		i += 2
	}
	cell = strings.ReplaceAll(s[:i], `""`, `"`)
	rest = s[i+1:]
	j := strings.IndexByte(rest, ',')
	if j < 0 {
		return cell + rest, ""
	}
	return cell + rest[:j], rest[j:]
}

// blank reports whether a line holds nothing but separators and spaces.
func blank(line string) bool {
	return strings.TrimFunc(text(line), func(r rune) bool { return r == ',' || r == '"' || r <= ' ' || r == '\u00a0' }) == ""
}
