package main

import (
	"fmt"
	"io"
	"sync"
	"unicode"
	"unicode/utf8"
)

// cleanWriter is the one way to the terminal. Names, messages and errors come from
// others, and a control character in them could hide a line, or have the terminal do
// something: those, and marks that turn the direction of writing, are written as
// \u001b, which within JSON means the same.
type cleanWriter struct {
	w    io.Writer
	mu   sync.Mutex // logs and messages come from everywhere
	rest []byte     // of a character that is not whole yet
}

// Write implements io.Writer.
func (c *cleanWriter) Write(p []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	in := append(c.rest, p...)
	out := make([]byte, 0, len(in))
	for len(in) > 0 && utf8.FullRune(in) {
		r, size := utf8.DecodeRune(in)
		switch {
		case r == utf8.RuneError && size == 1:
			out = fmt.Appendf(out, `\ufffd`)
		case r == '\n' || r == '\t' || !movesTerminal(r):
			out = append(out, in[:size]...)
		default:
			out = fmt.Appendf(out, `\u%04x`, r)
		}
		in = in[size:]
	}
	c.rest = append([]byte(nil), in...)
	if _, err := c.w.Write(out); err != nil {
		return 0, err
	}
	return len(p), nil
}

// movesTerminal says that a character does something instead of being seen.
func movesTerminal(r rune) bool {
	return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == '\u2028' || r == '\u2029'
}
