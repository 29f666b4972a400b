package staging_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"matchday/stages/land"
	"matchday/stages/staging/table"
)

// confirmed lists the fixtures that the newest edition of a file lists as "home seen
// [prices that are gone]", and the others as "home seen, not since unlisted", moments in
// the hours of Friday the seventh.
func (w world) confirmed() []string {
	w.Helper()
	hour := func(us int64) string { return time.UnixMicro(us).UTC().Format("15") }
	gone := map[string]string{}
	for _, g := range tableRows[table.GonePrice](w, "gone_prices") {
		gone[g.FixtureID] += fmt.Sprintf(" %s%s", g.Bookmaker, g.Selection)
	}
	var out []string
	for _, l := range tableRows[table.Listing](w, "listings") {
		line := strings.Split(l.FixtureID, "/")[2] + " " + hour(l.SeenAt)
		if l.UnlistedAt != nil {
			line += ", not since " + hour(*l.UnlistedAt)
		}
		out = append(out, line+gone[l.FixtureID])
	}
	return out
}

// comingFile is a file of coming fixtures, with a row "division day home price" a match;
// what was played has its goals behind.
func comingFile(rows ...string) string {
	text := "Div,Date,Time,HomeTeam,AwayTeam,FTHG,FTAG,B365H,B365D,B365A\n"
	for _, r := range rows {
		w := strings.Fields(r)
		home, draw, goals := w[3], "3.4", ","
		if len(w) == 5 {
			goals = strings.Replace(w[4], "-", ",", 1)
		}
		if home == "-" {
			home, draw = "", ""
		}
		text += fmt.Sprintf("%s,%s/03/2025,15:00,%s,Away of %s,%s,%s,%s,3.6\n", w[0], w[1], w[2], w[2], goals, home, draw)
	}
	return text
}

func TestAFixtureThatTheNewestEditionOfItsFileLacksIsNotConfirmed(t *testing.T) {
	friday := func(hour int) time.Time { return time.Date(2025, time.March, 7, hour, 0, 0, 0, time.UTC) }
	type edition struct {
		hour int
		name string // below the folder of the test
		rows []string
	}
	first := edition{9, "fixtures.csv", []string{"E0 08 Ash 2.1", "E0 10 Birch 2.1", "D1 09 Cedar 2.1"}}
	for name, c := range map[string]struct {
		editions []edition
		want     []string
	}{
		"the first one": {nil, []string{"Cedar 09", "Ash 09", "Birch 09"}},
		"on its last day": {[]edition{{14, "fixtures.csv", []string{"E0 08 Ash 2.1", "D1 09 Cedar 2.1"}}},
			[]string{"Cedar 14", "Ash 14", "Birch 09, not since 14"}},
		"no more of its division": {[]edition{{14, "fixtures.csv", []string{"E0 08 Ash 2.1", "E0 10 Birch 2.1"}}},
			[]string{"Cedar 09, not since 14", "Ash 14", "Birch 14"}},
		"another folder":       {[]edition{{14, "friday/fixtures.csv", []string{"E0 08 Ash 2.1"}}}, []string{"Cedar 09, not since 14", "Ash 14", "Birch 09, not since 14"}},
		"another file":         {[]edition{{14, "new_league_fixtures.csv", []string{"D2 10 Dogwood 2.1"}}}, []string{"Cedar 09", "Dogwood 14", "Ash 09", "Birch 09"}},
		"listed again":         {[]edition{{12, "fixtures.csv", []string{"E0 08 Ash 2.1"}}, {14, "fixtures.csv", []string{"E0 08 Ash 2.1", "E0 10 Birch 2.1"}}}, []string{"Cedar 09, not since 14", "Ash 14", "Birch 14"}},
		"the season's results": {[]edition{{14, "E0.csv", []string{"E0 01 Elm 2.1 2-1"}}}, []string{"Cedar 09", "Ash 09", "Birch 09"}},
		"a price less":         {[]edition{{14, "fixtures.csv", []string{"E0 08 Ash -", "E0 10 Birch 2.2", "D1 09 Cedar 2.1"}}}, []string{"Cedar 14", "Ash 14 B365D B365H", "Birch 14"}},
		"on another day":       {[]edition{{14, "fixtures.csv", []string{"E0 09 Ash 2.1", "E0 10 Birch 2.1", "D1 09 Cedar 2.1"}}}, []string{"Cedar 14", "Ash 14", "Birch 14"}},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			for _, e := range append([]edition{first}, c.editions...) {
				w.landText(friday(e.hour), e.name, comingFile(e.rows...))
			}
			w.want("confirmed", w.confirmed(), c.want...)
		})
	}
}

// landText lands a file below a folder.
func (w world) landText(now time.Time, name, content string) {
	w.Helper()
	path := filepath.Join(w.files, filepath.FromSlash(name))
	if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(content), 0o644)); err != nil {
		w.Fatal(err)
	}
	if r, err := land.FootballData(w.Context(), land.Input{Lake: w.lake, Paths: []string{path}, Now: now}); err != nil || len(r.Refused) > 0 {
		w.Fatalf("land %s: %+v, %v", name, r, err)
	}
}

func TestTheSameBytesLandedAgainConfirmAndMakeNoPriceYounger(t *testing.T) {
	friday := func(hour int) time.Time { return time.Date(2025, time.March, 7, hour, 0, 0, 0, time.UTC) }
	a, b := comingFile("E0 08 Ash 2.1", "E0 10 Birch 2.1"), comingFile("E0 08 Ash 2.3")
	w := newWorld(t)
	w.landText(friday(9), "fixtures.csv", a)
	w.landText(friday(12), "fixtures.csv", b)
	w.want("the second", w.confirmed(), "Ash 12", "Birch 09, not since 12")
	w.landText(friday(15), "fixtures.csv", a)
	w.want("the first again", w.confirmed(), "Ash 15", "Birch 15")
	for _, o := range tableRows[table.Odds](w, "odds") {
		if landed := time.UnixMicro(o.LandedAt).UTC(); o.Price == 21000 && !landed.Equal(friday(9)) {
			t.Errorf("the price of nine o'clock landed at %v", landed)
		}
	}
}
