package delimited

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"
)

const byteOrderMark = "\ufeff"

// MaxName is how many bytes a name has at most: of a club, a player, a column.
const MaxName = 200

// Text decodes a cell and brings it into one form: no invisible characters, each
// run of spaces (line ends and no-break spaces too) one space and none at the
// ends, and accents composed (NFC). A cell that is not UTF-8 is Windows-1252, of
// which Latin-1 is a part; cell by cell, because files were pasted together from
// both.
func Text(cell string) string {
	if plain(cell) {
		return cell
	}
	words := strings.FieldsFunc(strings.Map(visible, decoded(cell)), unicode.IsSpace)
	return norm.NFC.String(strings.Join(words, " "))
}

// plain reports whether a cell is printable ASCII with single spaces inside:
// nearly all are.
func plain(cell string) bool {
	before := byte(' ')
	for i := range len(cell) {
		c := cell[i]
		if c < ' ' || c > '~' || c == ' ' && before == ' ' {
			return false
		}
		before = c
	}
	return cell == "" || before != ' '
}

// visible drops the marks that nobody sees: those of the writing direction, the
// byte order mark, the soft hyphen and spaces without width.
func visible(c rune) rune {
	if c == '\u00ad' || c == '\u200b' || c == '\u2060' || c == '\ufeff' || unicode.Is(unicode.Bidi_Control, c) {
		return -1
	}
	return c
}

func decoded(s string) string {
	if !utf8.ValidString(s) {
		if t, err := charmap.Windows1252.NewDecoder().String(s); err == nil {
			return t
		}
	}
	return s
}

// IsName reports whether a text can be somebody's name: not too long, and
// without control characters and characters that no decoder knew.
func IsName(s string) bool {
	return len(s) <= MaxName && strings.IndexFunc(s, func(c rune) bool { return unicode.IsControl(c) || c == utf8.RuneError }) < 0
}

// Shown is a foreign text as it is kept and printed beside a reason: decoded,
// trimmed, cut to that many bytes, and nothing in it that moves a terminal.
func Shown(s string, most int) string {
	cut := len(s) > most
	if cut {
		s = strings.Clone(whole(s[:most]))
	}
	s = strings.Trim(strings.Map(harmless, decoded(s)), " \t\u00a0")
	if cut {
		s += "…"
	}
	return s
}

// whole drops the bytes of a character that was cut at the end.
func whole(s string) string {
	for range utf8.UTFMax - 1 {
		if c, size := utf8.DecodeLastRuneInString(s); c != utf8.RuneError || size != 1 {
			break
		}
		s = s[:len(s)-1]
	}
	return s
}

func harmless(c rune) rune {
	switch {
	case c == '\n' || c == '\r':
		return ' '
	case c != '\t' && (unicode.IsControl(c) || unicode.Is(unicode.Bidi_Control, c)):
		return utf8.RuneError
	}
	return c
}
