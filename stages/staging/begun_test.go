package staging_test

import (
	"strings"
	"testing"
	"time"

	"matchday/stages/staging/table"
)

// The newest edition of a list of coming fixtures may have moved a match to a time
// before it landed.
func TestAMatchBroughtForwardCountsThoughItHasBegunWhenItsEditionLands(t *testing.T) {
	friday := func(hour, minute int) time.Time { return time.Date(2025, time.April, 11, hour, minute, 0, 0, time.UTC) }
	april := func(text string) string { return strings.ReplaceAll(text, "/03/", "/04/") }
	rest := april(comingFile("E0 13 Birch 2.1"))
	old := april(comingFile("E0 13 Birch 2.1", "E0 12 Ash 2.1"))
	type edition struct {
		at   time.Time
		text string
	}
	moved := func(cells string) string { return rest + "E0," + cells + ",Ash,Away of Ash,,,2.1,3.4,3.6\n" }
	for name, c := range map[string]struct {
		later []edition
		want  string // kick-off and state of the fixture, what is listed, its prices
	}{
		"not moved":                  {nil, "12 14:00 scheduled, 12 14:00 seen 08:00"},
		"landed before its kick-off": {[]edition{{friday(8, 15), moved("11/04/2025,09:30")}}, "11 08:30 scheduled, 11 08:30 seen 08:15"},
		"landed as it kicked off":    {[]edition{{friday(8, 30), moved("11/04/2025,09:30")}}, "11 08:30 scheduled, 11 08:30 seen 08:30"},
		"landed after it kicked off": {[]edition{{friday(8, 45), moved("11/04/2025,09:30")}}, "11 08:30 scheduled, 11 08:30 seen 08:45"},
		"to today, without a time":   {[]edition{{friday(17, 0), moved("11/04/2025,")}}, "11 16:00 scheduled, 11 16:00 seen 17:00"},
		"to a day that was over":     {[]edition{{friday(8, 45), moved("10/04/2025,19:30")}}, "12 14:00 scheduled, 12 14:00 seen 08:00 not since 08:45"},
		"moved, and back":            {[]edition{{friday(8, 45), moved("11/04/2025,09:30")}, {friday(9, 0), old}}, "12 14:00 scheduled, 12 14:00 seen 09:00"},
		"moved, then no more listed": {[]edition{{friday(8, 45), moved("11/04/2025,09:30")}, {friday(9, 0), rest}}, "11 08:30 scheduled, 11 08:30 seen 08:45 not since 09:00"},
		"taken off, and never moved": {[]edition{{friday(8, 45), april(comingFile("E0 11 Birch 2.1", "E0 13 Cedar 2.1"))}}, "12 14:00 deleted"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.landText(friday(8, 0), "fixtures.csv", old)
			for _, e := range c.later {
				w.landText(e.at, "fixtures.csv", e.text)
			}
			w.want("Ash", []string{w.toldOfHome("Ash")}, c.want)
		})
	}
}

// toldOfHome is what the tables fixtures and listings say of the match of a home side.
func (w world) toldOfHome(home string) (out string) {
	w.Helper()
	at := func(layout string, us int64) string { return time.UnixMicro(us).UTC().Format(layout) }
	for _, f := range tableRows[table.Fixture](w, "fixtures") {
		if f.HomeTeam == home {
			out += at("02 15:04 ", f.Kickoff) + f.State
		}
	}
	for _, l := range tableRows[table.Listing](w, "listings") {
		if !strings.Contains(l.FixtureID, "/"+home+"/") {
			continue
		}
		out += ", " + at("02 15:04", l.Kickoff) + " seen " + at("15:04", l.SeenAt)
		if l.UnlistedAt != nil {
			out += " not since " + at("15:04", *l.UnlistedAt)
		}
	}
	return out
}
