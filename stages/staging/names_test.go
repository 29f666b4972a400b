package staging_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"matchday/stages/staging/answers"
	"matchday/stages/staging/table"
)

// Every name of an id is kept with the time in which it was told, so that a
// check can see an id that changed its meaning.
func TestNamesAreKeptInTime(t *testing.T) {
	w := newWorld(t)
	at := func(day int) time.Time { return kickoffOf.AddDate(0, 0, day-10) }
	before := said(9, answers.StateNotStarted)
	w.fetched(at(0), "fixture", "9", before)
	w.seen(at(2), "fixture", "9", before)
	w.fetched(at(4), "fixture", "9", strings.ReplaceAll(before, "Home Town", "Zorgvliet"))
	w.fetched(at(5), "team", "2", `{"id":2,"country_id":462,"name":"Away City","gender":"male","short_code":null,"founded":1900}`)
	w.fetched(at(6), "team", "3", `{"id":3,"country_id":462,"name":"Winner of tie 4","placeholder":true}`)
	w.fetched(at(0), "league", "8", `{"id":8,"country_id":462,"name":"Premier League","active":true}`)
	w.fetched(at(7), "league", "8", `{"id":8,"country_id":462,"name":"Superliga","active":true}`)
	var got []string
	day := func(µs int64) int { return int(time.UnixMicro(µs).Sub(at(0)).Hours() / 24) }
	for _, r := range tableRows[table.Name](w, "names") {
		got = append(got, fmt.Sprintf("%s %s %s, days %d to %d", r.Entity, r.SourceID, r.Name, day(r.FirstSeenAt), day(r.LastSeenAt)))
	}
	w.want("names", got,
		"league 8 Premier League, days 0 to 0", "league 8 Superliga, days 7 to 7",
		"team 1 Home Town, days 0 to 2", "team 1 Zorgvliet, days 4 to 4", "team 2 Away City, days 0 to 5")
}
