package delimited

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// all are the rows of a content as "line: cell|cell", with what is odd of them.
func all(content string, startsRow func(string) bool) (out []string) {
	rows := NewRows(content)
	rows.StartsRow = startsRow
	for {
		row, ok := rows.Next()
		if !ok {
			return out
		}
		s := fmt.Sprintf("%d: %s", row.Line, strings.Join(row.Cells, "|"))
		for _, odd := range []struct {
			name string
			is   bool
		}{{"blank", row.Blank}, {"long", row.Long}, {"open", row.Open}, {"cut", !row.Ended}} {
			if odd.is {
				s += " <" + odd.name + ">"
			}
		}
		out = append(out, s)
	}
}

func TestRowsOfAnyForm(t *testing.T) {
	for _, c := range []struct {
		name, content string
		want          []string
	}{
		{"no line end at the end", "a,b\nc", []string{"1: a|b", "2: c <cut>"}},
		{"cut between CR and LF", "a,b\r\nc,d\r", []string{"1: a|b", "2: c|d"}},
		{"lines that end with CR", "a,b\rc,d\r", []string{"1: a|b", "2: c|d"}},
		{"a byte order mark and blank rows", "\ufeff\n,,\n\"\", \na,b\n", []string{"1:  <blank>", "2:  <blank>", "3:  <blank>", "4: a|b"}},
		{"semicolons", "a;b;c\n1,5;\"x;y\"\n", []string{"1: a|b|c", "2: 1,5|x;y"}},
		{"tabs", "a\tb\nc\t\n\t\n", []string{"1: a|b", "2: c|", "3:  <blank>"}},
		{"quotes", "x,\"Wiley, A. G.\",3\n\"a \"\"b\"\" c\",d\n\"\",\n\"a\"b,c\n", []string{"1: x|Wiley, A. G.|3", "2: a \"b\" c|d", "3:  <blank>", "4: ab|c"}},
		{"a line end in quotes", "a,\"b\nc\",d\ne,f\n", []string{"1: a|b\nc|d", "3: e|f"}},
		{"line ends in two cells", "a,\"b\r\n\r\nc\",\"d\r\ne\"\r\nf\r\n", []string{"1: a|b\r\n\r\nc|d\r\ne", "5: f"}},
		{"a doubled quote beside a line end", "\"a\"\"\nb\",c\nd,e\n", []string{"1: a\"\nb|c", "3: d|e"}},
		{"a quote that never closes", "a,\"b,c\nd,e\n", []string{"1: a|b|c <open>", "2: d|e"}},
		{"a quote that never closes, before one that does", "a,\"b,c\nd,\"e, f\",g\n", []string{"1: a|b|c <open>", "2: d|e, f|g"}},
		{"a file cut in quotes", "a,b\nc,\"d", []string{"1: a|b", "2: c|d <open> <cut>"}},
		{"a quote that closes at the end of the file", "a,\"b\nc\"", []string{"1: a|b\nc <cut>"}},
	} {
		if got := all(c.content, nil); !slices.Equal(got, c.want) {
			t.Errorf("%s:\ngot  %q\nwant %q", c.name, got, c.want)
		}
	}
}

func TestAQuoteDoesNotSwallowRows(t *testing.T) {
	startsRow := func(line string) bool { return strings.HasPrefix(line, "E0,") }
	got := all("E0,\"a,b\nE0,c,d\"\nE0,\"e\nf\",g\n", startsRow)
	if want := []string{"1: E0|a|b <open>", "2: E0|c|d\"", "3: E0|e\nf|g"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	deep := "a,\"" + strings.Repeat("\n", maxCellLines+1) + "\",b\nc,d\n"
	if got := all(deep, nil); got[0] != "1: a| <open>" || got[len(got)-1] != fmt.Sprintf("%d: c|d", maxCellLines+3) {
		t.Errorf("a cell of too many lines: %q", got)
	}
	wide := "a,\"" + strings.Repeat("x", MaxLine-10) + "\nxxxxxxxxxxxx\",b\nc,d\n"
	if got := all(wide, nil); len(got) != 3 || got[2] != "3: c|d" {
		t.Errorf("a row of too many bytes: %d rows", len(got))
	}
	if got := all(strings.Repeat("x", MaxLine+1)+"\nc,d\n", nil); !slices.Equal(got, []string{"1:  <long>", "2: c|d"}) {
		t.Errorf("a line of too many bytes: %q", got)
	}
}

func TestSplitUndoesJoin(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cells := rapid.SliceOfN(rapid.StringMatching(`[a-z,;" ]{0,6}`), 1, 8).Draw(t, "cells")
		quoted := make([]string, len(cells))
		for i, c := range cells {
			quoted[i] = `"` + strings.ReplaceAll(c, `"`, `""`) + `"`
		}
		separator := rapid.SampledFrom([]byte{',', ';', '\t'}).Draw(t, "separator")
		if got, open := split(strings.Join(quoted, string(separator)), separator, nil); !slices.Equal(got, cells) || open >= 0 {
			t.Fatalf("got %q, want %q", got, cells)
		}
	})
}

func TestTextHasOneForm(t *testing.T) {
	for cell, want := range map[string]string{
		"Alaves":                                "Alaves",
		"Kaiserslautern ":                       "Kaiserslautern",
		"Real  Madrid":                          "Real Madrid",
		"Real\u00a0Madrid\t":                    "Real Madrid",
		"Real\r\nMadrid":                        "Real Madrid",
		"K\xf6ln":                               "Köln", // Latin-1
		"Köln":                                  "Köln",
		"Ko\u0308ln":                            "Köln", // NFD
		"King\x92s Lynn":                        "King’s Lynn",
		"8\xa0":                                 "8", // a no-break space in Latin-1
		" \u00a0 ":                              "",
		"Cittad\u00e0":                          "Cittadà", // its UTF-8 ends in the byte of that space
		"\u200fMaccabi\u200e":                   "Maccabi",
		"\u202eE0\u202c":                        "E0",
		"\ufeffDiv":                             "Div",
		"-1 1/4":                                "-1 1/4",
		"a\x00b":                                "a\x00b", // no name; see IsName
		"Bayer\u00a0 04\u2009 Lever\u00adkusen": "Bayer 04 Leverkusen",
	} {
		if got := Text(cell); got != want {
			t.Errorf("Text(%q) = %q, want %q", cell, got, want)
		}
	}
}

func TestNames(t *testing.T) {
	for _, s := range []string{"Köln", "1. FC 'X' \"Y\"", "", strings.Repeat("x", MaxName)} {
		if !IsName(s) {
			t.Errorf("%q is a name", s)
		}
	}
	for _, s := range []string{"a\x00b", "a\x1b[2Jb", "a\ufffdb", strings.Repeat("x", MaxName+1)} {
		if IsName(s) {
			t.Errorf("%q is no name", s)
		}
	}
}

func TestShownMovesNoTerminal(t *testing.T) {
	for s, want := range map[string]string{
		" a,b\n": "a,b", "a\x00b\x1b[2J": "a\ufffdb\ufffd[2J", "K\xf6ln": "Köln", "\u202ecod": "\ufffdcod", "a\nb\tc": "a b\tc",
	} {
		if got := Shown(s, 100); got != want {
			t.Errorf("Shown(%q) = %q, want %q", s, got, want)
		}
	}
	if got := Shown("aöö", 4); got != "aö…" {
		t.Errorf("cut in a character: %q", got)
	}
	if got := Shown(strings.Repeat("ö", 100), 5); got != "öö…" || !utf8.ValidString(got) {
		t.Errorf("cut in a character: %q", got)
	}
}

func TestNoDelimitedTextIsRefusedByItsKind(t *testing.T) {
	for content, want := range map[string]string{
		"PK\x03\x04": "ZIP", "\x1f\x8b\x08": "gzip", "\x28\xb5\x2f\xfd": "zstd", "\xff\xfeD\x00": "UTF-16", "\ufeff \n<html>": "web page",
		strings.Repeat("\n", MaxLines+1): "lines",
	} {
		if err := Check([]byte(content)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.10q: %v", content, err)
		}
	}
	if err := Check([]byte("Div,Date\n<b>\n")); err != nil {
		t.Error(err)
	}
	if err := Check(make([]byte, MaxBytes+1)); !errors.Is(err, ErrTooLarge) {
		t.Error(err)
	}
}

func TestAFirstRowHasItsLimits(t *testing.T) {
	for content, want := range map[string]string{
		"": "empty", "\n\n": "empty", strings.Repeat("a,", MaxColumns) + "\n": "columns", strings.Repeat("a", MaxLine+1) + "\n": "longer",
	} {
		rows := NewRows(content)
		if _, _, err := rows.Names(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.10q: %v", content, err)
		}
	}
	rows := NewRows("\n \ufeffDiv , \"Home Team\"\n")
	if names, line, err := rows.Names(); err != nil || line != 2 || !slices.Equal(names, []string{"Div", `"Home Team"`}) {
		t.Errorf("%q, line %d, %v", names, line, err)
	}
}

// FuzzRows holds that no byte is lost: the rows of a file, with the line ends
// between them, are the file; and that every row keeps to the limits.
func FuzzRows(f *testing.F) {
	f.Add("a,\"b\nc\",d\r\n\"\"\"\n,,\n")
	f.Add("\ufeffa;b\r1;\"2\r3\"\r")
	f.Add("a\tb\n\"\tc\n\"d\n")
	f.Fuzz(func(t *testing.T, content string) {
		rows := NewRows(content)
		rest, last := strings.TrimPrefix(content, byteOrderMark), 0
		for {
			row, ok := rows.Next()
			if !ok {
				break
			}
			if !strings.HasPrefix(rest, row.Text) || row.Line <= last {
				t.Fatalf("row %q in line %d, after line %d; the file goes on with %q", row.Text, row.Line, last, rest)
			}
			last = row.Line
			rest = strings.TrimPrefix(strings.TrimPrefix(rest[len(row.Text):], "\r"), string(rows.end))
			if row.Blank == (len(row.Cells) > 0) && !row.Long || !row.Long && len(row.Text) > MaxLine || !row.Ended && rest != "" {
				t.Fatalf("row %+v", row)
			}
			for _, cell := range row.Cells {
				text := Text(cell)
				if !utf8.ValidString(text) || Text(text) != text || !utf8.ValidString(Shown(cell, 10)) {
					t.Fatalf("cell %q is %q, then %q", cell, text, Text(text))
				}
			}
		}
		if rest != "" {
			t.Fatalf("the rows leave out %q", rest)
		}
	})
}
