package duck

import (
	"errors"
	"regexp"
	"strings"

	"github.com/duckdb/duckdb-go/v2"
)

// token is what may hold a semicolon that ends no statement: a comment, a text in
// quotes or between dollar signs, a quoted name; or else one character.
var token = regexp.MustCompile("(?s)" + strings.Join([]string{
	`--[^\n]*`, `/\*.*?(?:\*/|$)`, `[eE]'(?:[^'\\]|\\.|'')*(?:'|$)`, `'[^']*(?:'|$)`, `"[^"]*(?:"|$)`, `\$[A-Za-z_]*\$`, `\w+`, `.`,
}, "|"))

// Statements splits a text at the semicolons between its statements. What holds
// nothing but space and comments is none. The driver runs many statements as well,
// but hands over the rows of the last alone.
func Statements(text string) (out []string) {
	start, substance := 0, false
	end := func(at int) {
		if substance {
			out = append(out, strings.TrimSpace(text[start:at]))
		}
		start, substance = at, false
	}
	for at := 0; at < len(text); {
		t := token.FindString(text[at:])
		if strings.HasPrefix(t, "$") && len(t) > 1 { // $tag$ … $tag$
			if _, after, closed := strings.Cut(text[at+len(t):], t); closed {
				t = text[at : len(text)-len(after)]
			}
		}
		at += len(t)
		switch {
		case t == ";":
			end(at)
		case strings.HasPrefix(t, "--"), strings.HasPrefix(t, "/*"):
		default:
			substance = substance || strings.TrimSpace(t) != ""
		}
	}
	end(len(text))
	return out
}

// WrongStatement reports whether an error of the engine is the statement's fault: a
// mistake in it, or what it may not do. A file that cannot be read, too little
// memory and an interruption are not.
func WrongStatement(err error) bool {
	var engine *duckdb.Error
	if !errors.As(err, &engine) {
		return false
	}
	switch engine.Type {
	case duckdb.ErrorTypeIO, duckdb.ErrorTypeOutOfMemory, duckdb.ErrorTypeInterrupt, duckdb.ErrorTypeFatal, duckdb.ErrorTypeInternal,
		duckdb.ErrorTypeSerialization, duckdb.ErrorTypeConnection:
		return false
	}
	return true
}
