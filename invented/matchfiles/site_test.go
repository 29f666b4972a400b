package matchfiles_test

import (
	"encoding/csv"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"matchday"
	"matchday/invented/matchfiles"
	"matchday/invented/world"
)

// browser reads a site of files.
type browser struct {
	*testing.T
	site http.Handler
}

func (b browser) get(path string, headers ...string) *httptest.ResponseRecorder {
	b.Helper()
	r := httptest.NewRequest(http.MethodGet, path, nil)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	rec := httptest.NewRecorder()
	b.site.ServeHTTP(rec, r)
	return rec
}

// rows are a file's rows by column.
func (b browser) rows(path string) (out []map[string]string) {
	b.Helper()
	res := b.get(path)
	all, err := csv.NewReader(res.Body).ReadAll()
	if err != nil || res.Code != http.StatusOK {
		b.Fatalf("%s: %d, %v", path, res.Code, err)
	}
	for _, cells := range all[1:] {
		row := map[string]string{}
		for i, name := range all[0] {
			row[name] = cells[i]
		}
		out = append(out, row)
	}
	return out
}

func TestASiteShowsWhatThePublisherWouldHave(t *testing.T) {
	friday := time.Date(2026, time.February, 13, 14, 0, 0, 0, time.UTC)
	w := world.New(world.Options{Seed: 4, Start: friday, Seasons: 1, Leagues: world.DefaultLeagues()[:2]})
	b := browser{t, matchfiles.Handler(w)}

	coming := b.rows("/fixtures.csv")
	known := map[string]map[string]string{}
	for _, row := range coming {
		at, err := time.ParseInLocation("02/01/2006 15:04", row["Date"]+" "+row["Time"], matchday.London)
		if err != nil || !at.After(friday) || matchday.CollectionMoment(at).After(friday) {
			t.Errorf("%s - %s kicks off at %s %s (%v)", row["HomeTeam"], row["AwayTeam"], row["Date"], row["Time"], err)
		}
		if row["B365H"] == "" && row["AvgH"] == "" {
			t.Errorf("%s - %s has no price", row["HomeTeam"], row["AwayTeam"])
		}
		known[row["Div"]+row["HomeTeam"]+row["AwayTeam"]] = row
	}
	if len(coming) < 10 {
		t.Errorf("%d coming fixtures", len(coming))
	}
	before := b.rows("/mmz4281/2526/E0.csv")

	// On Tuesday they stand in the season's files, at the prices of Friday.
	w.SetNow(friday.AddDate(0, 0, 4))
	after, same := b.rows("/mmz4281/2526/E0.csv"), 0
	if len(after) <= len(before) {
		t.Errorf("%d results on Friday, %d on Tuesday", len(before), len(after))
	}
	for _, row := range after {
		if row["FTHG"] == "" || row["FTR"] == "" || row["Div"] != "E0" {
			t.Errorf("without a result: %v", row)
		}
		if was, there := known["E0"+row["HomeTeam"]+row["AwayTeam"]]; there {
			same++
			if was["AvgH"] != row["AvgH"] || row["AvgCH"] == "" {
				t.Errorf("average price %s on Friday, %s now, %q at the end", was["AvgH"], row["AvgH"], row["AvgCH"])
			}
		}
	}
	if same < 5 {
		t.Errorf("only %d fixtures of Friday's have results", same)
	}
	if n := len(b.rows("/mmz4281/2425/E1.csv")); n < 500 {
		t.Errorf("last season's second league has %d results", n)
	}
	for _, path := range []string{"/mmz4281/2627/E0.csv", "/mmz4281/2526/D1.csv", "/mmz4281/2526/X0.csv", "/new/ARG.csv", "/"} {
		if res := b.get(path); res.Code != http.StatusNotFound {
			t.Errorf("%s: %d", path, res.Code)
		}
	}
}

func TestASiteSaysWhatHasNotChanged(t *testing.T) {
	saturday := time.Date(2026, time.February, 14, 5, 0, 0, 0, time.UTC)
	w := world.New(world.Options{Seed: 4, Start: saturday, Seasons: 1, Leagues: world.DefaultLeagues()[:1]})
	b := browser{t, matchfiles.Handler(w)}
	const path = "/mmz4281/2526/E0.csv"
	first := b.get(path)
	tag, modified := first.Header().Get("ETag"), first.Header().Get("Last-Modified")
	if !strings.HasPrefix(tag, `"`) || modified != "Fri, 13 Feb 2026 13:00:00 GMT" {
		t.Errorf("ETag %s, Last-Modified %s", tag, modified)
	}
	for _, headers := range [][]string{{"If-None-Match", tag}, {"If-Modified-Since", modified}, {"If-None-Match", tag, "If-Modified-Since", modified}} {
		if res := b.get(path, headers...); res.Code != http.StatusNotModified {
			t.Errorf("%v: %d", headers, res.Code)
		}
	}
	w.SetNow(saturday.AddDate(0, 0, 2)) // the weekend is over
	res := b.get(path, "If-None-Match", tag, "If-Modified-Since", modified)
	if res.Code != http.StatusOK || res.Header().Get("ETag") == tag || res.Header().Get("Last-Modified") != "Sun, 15 Feb 2026 06:00:00 GMT" {
		t.Errorf("%d, %v", res.Code, res.Header())
	}
}
