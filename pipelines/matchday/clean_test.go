package main

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
)

// TestNothingOfOthersMovesTheTerminal: what could hide a line or turn it around is
// seen instead, however the writes cut it; letters of all scripts stay.
func TestNothingOfOthersMovesTheTerminal(t *testing.T) {
	const theirs = "FC\x1b[2J\x07\r \u202eevil\u202c \u0085\u009b31m ÖŽ名前\x7f\tשָׁלוֹם\xff\n"
	const seen = `FC\u001b[2J\u0007\u000d \u202eevil\u202c \u0085\u009b31m ÖŽ名前\u007f` + "\tשָׁלוֹם" + `\ufffd` + "\n"
	for size := 1; size <= len(theirs); size++ {
		var out bytes.Buffer
		w := &cleanWriter{w: &out}
		for at := 0; at < len(theirs); at += size {
			part := theirs[at:min(at+size, len(theirs))]
			if n, err := w.Write([]byte(part)); n != len(part) || err != nil {
				t.Fatal(n, err)
			}
		}
		if out.String() != seen {
			t.Fatalf("in parts of %d: %q, want %q", size, out.String(), seen)
		}
	}
	var out bytes.Buffer
	name := strings.ToValidUTF8(theirs, "")
	if err := json.NewEncoder(&cleanWriter{w: &out}).Encode(name); err != nil {
		t.Fatal(err)
	}
	var back string
	if err := json.Unmarshal(out.Bytes(), &back); err != nil || back != name || bytes.ContainsAny(out.Bytes(), "\x1b\u202e\u0085") {
		t.Errorf("JSON %s means %q, %v", out.Bytes(), back, err)
	}
}
