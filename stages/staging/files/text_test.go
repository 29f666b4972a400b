package files

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestSplitReadsQuotedCells(t *testing.T) {
	for _, c := range []struct {
		line string
		want []string
	}{
		{"a,b", []string{"a", "b"}},
		{"a,,", []string{"a", "", ""}},
		{`x,"Wiley, A. G.",3`, []string{"x", "Wiley, A. G.", "3"}},
		{`"a ""b"" c",d`, []string{`a "b" c`, "d"}},
		{`"-1,-1.5"`, []string{"-1,-1.5"}},
		{`"",`, []string{"", ""}},
		{`"never closed,b`, []string{"never closed", "b"}}, // a stray quote spoils no other cell
		{`"a"b,c`, []string{"ab", "c"}},
	} {
		if got := split(c.line, nil); !slices.Equal(got, c.want) {
			t.Errorf("split(%q) = %q, want %q", c.line, got, c.want)
		}
	}
}

func TestSplitUndoesJoin(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cells := rapid.SliceOfN(rapid.StringMatching(`[a-z," ]{0,6}`), 1, 8).Draw(t, "cells")
		quoted := make([]string, len(cells))
		for i, c := range cells {
			quoted[i] = `"` + strings.ReplaceAll(c, `"`, `""`) + `"`
		}
		if got := split(strings.Join(quoted, ","), nil); !slices.Equal(got, cells) {
			t.Fatalf("got %q, want %q", got, cells)
		}
	})
}

func TestTextDecodesAndTrims(t *testing.T) {
	for cell, want := range map[string]string{
		"Alaves":          "Alaves",
		"Kaiserslautern ": "Kaiserslautern",
		"K\xf6ln":         "Köln", // Latin-1
		"Köln":            "Köln",
		"King\x92s Lynn":  "King’s Lynn", // Windows-1252
		"8\xa0":           "8",           // a no-break space in Latin-1
		" \u00a0 ":        "",
		"Cittad\u00e0":    "Cittadà", // its UTF-8 ends in the byte of that space
	} {
		if got := text(cell); got != want {
			t.Errorf("text(%q) = %q, want %q", cell, got, want)
		}
	}
}

func TestLinesEndInAnyWay(t *testing.T) {
	for _, content := range []string{"a\nb\nc", "a\r\nb\r\nc\r\n", "a\rb\rc\r", byteOrderMark + "a\nb\nc\n"} {
		var got []string
		for l := newLines(content); ; {
			line, ok := l.next()
			if !ok {
				break
			}
			got = append(got, line)
		}
		if !slices.Equal(got, []string{"a", "b", "c"}) {
			t.Errorf("lines of %q: %q", content, got)
		}
	}
}
