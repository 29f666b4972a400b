package sportmonks

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

var (
	february = time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC)
	lastOfIt = time.Date(2026, 2, 28, 0, 0, 0, 0, time.UTC)
)

// paged serves a list of fixtures by pages; ids is called for each request, so
// that the list can move.
func paged(size int, cursors bool, ids func(request int) []int) http.HandlerFunc {
	n := 0
	return func(w http.ResponseWriter, r *http.Request) {
		n++
		page, _ := strconv.Atoi(r.URL.Query().Get("page"))
		if c := r.URL.Query().Get("cursor"); c != "" {
			page, _ = strconv.Atoi(strings.TrimPrefix(c, "c"))
		}
		page = max(page, 1)
		all := ids(n)
		part := all[min((page-1)*size, len(all)):min(page*size, len(all))]
		var rows []string
		for _, id := range part {
			rows = append(rows, fixtureJSON(id, ""))
		}
		more, cursor := page*size < len(all), "null"
		if more && cursors {
			cursor = fmt.Sprintf(`"c%d"`, page+1)
		}
		answerOf(w, 200, fmt.Sprintf(`{"data":[%s],"pagination":{"count":%d,"per_page":%d,"current_page":%d,"next_page":null,"has_more":%t,"next_cursor":%s},%s}`,
			strings.Join(rows, ","), len(part), size, page, more, cursor, limitOK))
	}
}

func between(t *testing.T, a *api, f FixtureQuery) []string {
	t.Helper()
	objects, err := a.FixturesBetween(context.Background(), february, lastOfIt, f)
	if err != nil {
		t.Fatal(err)
	}
	return idsOf(objects)
}

func idsOf(objects []Object) []string {
	var ids []string
	for _, o := range objects {
		ids = append(ids, o.ID)
	}
	return ids
}

func upTo(n int) []int {
	ids := make([]int, n)
	for i := range ids {
		ids[i] = i + 1
	}
	return ids
}

func texts(ids []int) []string {
	var out []string
	for _, id := range ids {
		out = append(out, strconv.Itoa(id))
	}
	return out
}

func TestPagesByCursor(t *testing.T) {
	a := newAPI(t, paged(3, true, func(int) []int { return upTo(8) }))
	if got := between(t, a, FixtureQuery{}); !slices.Equal(got, texts(upTo(8))) {
		t.Errorf("got %v", got)
	}
	requests := slices.DeleteFunc(a.requests(), func(r string) bool { return strings.Contains(r, "filters=populate&per_page=1000") })
	if len(requests) == len(a.requests()) {
		t.Error("nobody looked whether a row slipped through between the pages")
	}
	if len(requests) != 3 || !strings.Contains(requests[2], "cursor=c3") || strings.Contains(requests[2], "page=3") {
		t.Errorf("asked %v, want three pages by cursor", requests)
	}
	if !strings.Contains(requests[0], "per_page=50") {
		t.Errorf("asked %v, want 50 a page, the greatest that is honoured", requests[0])
	}
}

// TestPageSizeFallsBackSilently: the server gives 2 rows a page whatever was
// asked for; has_more, not the count, ends the listing.
func TestPageSizeFallsBackSilently(t *testing.T) {
	a := newAPI(t, paged(2, true, func(int) []int { return upTo(5) }))
	if got := between(t, a, FixtureQuery{}); len(got) != 5 {
		t.Errorf("got %v", got)
	}
}

// TestPagesThatDrift: a row inserted in front pushes others back by one, a row
// deleted pulls them forward past the reader, by page number and by cursor.
func TestPagesThatDrift(t *testing.T) {
	for _, cursors := range []bool{false, true} {
		inserted := newAPI(t, paged(3, cursors, func(n int) []int {
			if n == 1 {
				return upTo(9)[1:]
			}
			return upTo(9)
		}))
		if got := between(t, inserted, FixtureQuery{}); !slices.Equal(got, texts(upTo(9))) {
			t.Errorf("cursors %t, inserted: got %v", cursors, got)
		}
	}
	for _, cursors := range []bool{false, true} {
		deleted := newAPI(t, paged(3, cursors, func(n int) []int {
			if n == 1 {
				return upTo(9)
			}
			return upTo(9)[1:]
		}))
		got := between(t, deleted, FixtureQuery{})
		if slices.Sort(got); !slices.Equal(got, texts(upTo(9))) {
			t.Errorf("cursors %t, deleted: got %v", cursors, got)
		}
	}
}

func TestListingsWithoutAnEndAreGivenUp(t *testing.T) {
	round := fmt.Sprintf(`{"data":[%s],"pagination":{"per_page":50,"has_more":true,"next_cursor":%%s},%s}`, fixtureJSON(1, ""), limitOK)
	for name, cursor := range map[string]string{"the same cursor": `"c"`, "the same page": "null"} {
		a := newAPI(t, func(w http.ResponseWriter, r *http.Request) { answerOf(w, 200, fmt.Sprintf(round, cursor)) })
		_, err := a.FixturesBetween(context.Background(), february, lastOfIt, FixtureQuery{})
		if !errors.Is(err, errNoEnd) {
			t.Errorf("%s: error %v", name, err)
		}
		if n := len(a.requests()); n > 4 {
			t.Errorf("%s: asked %d times", name, n)
		}
	}
}

// TestWindowsOfAtMost100Days: the API refuses longer ones, and the dates are
// both included.
func TestWindowsOfAtMost100Days(t *testing.T) {
	a := newAPI(t, paged(3, true, func(int) []int { return nil }))
	from, to := time.Date(2024, 12, 30, 23, 0, 0, 0, time.UTC), time.Date(2026, 1, 3, 1, 0, 0, 0, time.UTC)
	if _, err := a.FixturesBetween(context.Background(), from, to, FixtureQuery{}); err != nil {
		t.Fatal(err)
	}
	next := day(from)
	for _, request := range a.requests() {
		path, _, _ := strings.Cut(request, "?")
		dates := strings.Split(strings.TrimPrefix(path, "/v3/football/fixtures/between/"), "/")
		first, err1 := time.Parse(time.DateOnly, dates[0])
		last, err2 := time.Parse(time.DateOnly, dates[1])
		if err := errors.Join(err1, err2); err != nil {
			t.Fatal(err)
		}
		if days := last.Sub(first).Hours()/24 + 1; days > 100 {
			t.Errorf("%s has %v days", request, days)
		}
		if !first.Equal(next) {
			t.Errorf("%s begins at %s, want %s", request, first, next)
		}
		next = last.AddDate(0, 0, 1)
	}
	if !next.Equal(day(to).AddDate(0, 0, 1)) {
		t.Errorf("the windows end before %s", next)
	}
}

func TestAtMost50FixturesByID(t *testing.T) {
	a := newAPI(t, func(w http.ResponseWriter, r *http.Request) {
		var rows []string
		for id := range strings.SplitSeq(strings.TrimPrefix(r.URL.Path, "/v3/football/fixtures/multi/"), ",") {
			n, _ := strconv.Atoi(id)
			rows = append(rows, fixtureJSON(n, ""))
		}
		if len(rows) > 50 {
			t.Errorf("asked for %d fixtures at a time", len(rows))
		}
		slices.Reverse(rows) // the order is not promised
		answerOf(w, 200, `{"data":[`+strings.Join(rows, ",")+`],`+limitOK+`}`)
	}, func(c *Config) { c.Parallel = 4 })
	var ids []int64
	for id := range int64(230) {
		ids = append(ids, 1000-id, 1000-id) // twice, from the last to the first
	}
	got := idsOf(multi(t, a, ids...))
	if len(got) != 230 || !slices.IsSorted(got[:229]) || len(a.requests()) != 5 {
		t.Errorf("%d fixtures in %d requests", len(got), len(a.requests()))
	}
}

// TestFiltersThatAreIgnored: another league's fixture, another state's and one
// outside the window come through and are dropped, with a warning.
func TestFiltersThatAreIgnored(t *testing.T) {
	foreign := strings.Replace(fixtureJSON(2, ""), `"league_id":8`, `"league_id":9`, 1)
	running := strings.Replace(fixtureJSON(3, ""), `"state_id":5`, `"state_id":22`, 1)
	late := strings.Replace(fixtureJSON(4, ""), "2026-02-", "2026-07-", 1)
	unknown := strings.Replace(fixtureJSON(5, ""), `"starting_at":"2026-02-06 15:00:00"`, `"starting_at":null`, 1)
	a := newAPI(t, func(w http.ResponseWriter, r *http.Request) {
		answerOf(w, 200, `{"data":[`+strings.Join([]string{fixtureJSON(1, `,"scores":[{"league_id":77}]`), foreign, running, late, unknown}, ",")+`],`+limitOK+`}`)
	})
	got := between(t, a, FixtureQuery{Leagues: []int64{8, 12}, States: []int64{5, 7, 8}})
	if !slices.Equal(got, []string{"1", "5"}) {
		t.Errorf("got %v", got)
	}
	if !strings.Contains(a.log.String(), "did not apply all filters") || !strings.Contains(a.log.String(), "objects=3") {
		t.Errorf("log %s", a.log)
	}
	if q := a.requests()[0]; !strings.Contains(q, "filters=fixtureLeagues%3A8%2C12%3BfixtureStates%3A5%2C7%2C8") {
		t.Errorf("asked %s", q)
	}
}

// TestFiltersOfAnIncludeGoWithItOnly: without the include they are errors.
func TestFiltersOfAnIncludeGoWithItOnly(t *testing.T) {
	f := FixtureQuery{Include: []string{"odds", "statistics", "lineups.details"}, Markets: []int64{1}, Bookmakers: []int64{2},
		StatisticTypes: []int64{86}, DetailTypes: []int64{118}}
	q := f.query("/1", f.Include).String()
	if want := "/v3/football/fixtures/1?include=odds;statistics;lineups.details&filters=markets:1;bookmakers:2;fixtureStatisticTypes:86;lineupDetailTypes:118"; q != want {
		t.Errorf("%s, want %s", q, want)
	}
	if q := f.query("/1", nil).String(); q != "/v3/football/fixtures/1" {
		t.Errorf("%s", q)
	}
}

// TestAnIncludeThatThePlanLacks: the whole request fails; the include is found
// by a probe, switched off with one warning, and not asked for again, by a
// later job neither.
func TestAnIncludeThatThePlanLacks(t *testing.T) {
	serve := func(w http.ResponseWriter, r *http.Request) {
		if include := r.URL.Query().Get("include"); strings.Contains(include, "odds") {
			answerOf(w, 403, `{"message":"You do not have access to the 'odds' include","link":"https://docs","code":5002}`)
			return
		}
		answerOf(w, 200, `{"data":[`+fixtureJSON(1, "")+`],`+limitOK+`}`)
	}
	cache := DiskCache{t.TempDir()}
	a := newAPI(t, serve, func(c *Config) { c.Cache = cache })
	ask := func(a *api) {
		t.Helper()
		objects, err := a.FixturesByID(context.Background(), []int64{1}, FixtureQuery{Include: []string{"participants", "odds"}, Markets: []int64{1}})
		if err != nil || len(objects) != 1 || objects[0].Request != "/v3/football/fixtures/multi/1?include=participants" {
			t.Fatalf("got %v, %v", objects, err)
		}
	}
	ask(a)
	probed := len(a.requests())
	if probed != 4 { // refused, two probes, without
		t.Errorf("asked %v", a.requests())
	}
	if got, err := a.FixturesByID(context.Background(), []int64{1}, FixtureQuery{Include: []string{"odds"}}); len(got) != 0 || err != nil {
		t.Errorf("for the sake of an include that the plan lacks: %v, %v", got, err)
	}
	ask(a)
	if n := len(a.requests()); n != probed+1 {
		t.Errorf("asked %v again", a.requests()[probed:])
	}
	if n := strings.Count(a.log.String(), "the plan does not have this include"); n != 1 {
		t.Errorf("%d warnings", n)
	}
	if left := a.without(context.Background(), []string{"odds", "participants"}); !slices.Equal(left, []string{"participants"}) {
		t.Errorf("the includes that are left are %v", left)
	}

	// The next job on the same machine, against the same server.
	n := len(a.requests())
	next, err := New(a.cfg)
	if err != nil {
		t.Fatal(err)
	}
	a.Client = next
	ask(a)
	if got := len(a.requests()) - n; got != 1 {
		t.Errorf("the next job asked %d times", got)
	}
}

func TestAnEndpointThatThePlanLacksIsNamed(t *testing.T) {
	a := newAPI(t, func(w http.ResponseWriter, r *http.Request) {
		answerOf(w, 403, `{"message":"You do not have access to this endpoint","code":5007}`)
	})
	_, err := a.Standings(context.Background(), []int64{1})
	if err == nil || !strings.Contains(err.Error(), "/v3/football/standings/seasons/1?include=details: HTTP 403, code 5007") ||
		!strings.Contains(err.Error(), "the plan does not have this endpoint") {
		t.Errorf("error %v", err)
	}
}

// TestOneBadObjectDoesNotCostTheOthers: ids of a changed type land, and objects
// without an id under a checksum, each once.
func TestOneBadObjectDoesNotCostTheOthers(t *testing.T) {
	a := newAPI(t, func(w http.ResponseWriter, r *http.Request) {
		answerOf(w, 200, `{"data":[`+fixtureJSON(1, "")+`,{"id":"2","name":7},{"name":"no id"},null],`+limitOK+`}`)
	})
	got := multi(t, a, 1, 2)
	slices.SortFunc(got, func(a, b Object) int { return strings.Compare(string(a.Payload), string(b.Payload)) })
	ids := idsOf(got)
	if len(ids) != 4 || ids[1] != "2" || ids[2] != "1" || !got[0].nameless() || !got[3].nameless() || ids[0] == ids[3] || got[3].Number() != 0 {
		t.Errorf("got %v", ids)
	}
	l := testLake(t)
	for want := range 2 { // landed, then known
		if landed, err := Land(l, got); err != nil || landed.Objects != 4*(1-want) {
			t.Errorf("landing %d: %+v, %v", want, landed, err)
		}
	}
}

// TestDeletedFixtures are those that the API lists as such; if it ignores the
// filter and lists everything, nothing is taken for deleted and the reading ends.
func TestDeletedFixtures(t *testing.T) {
	deleted := strings.Replace(fixtureJSON(7, ""), `"state_id":5`, `"state_id":20`, 1)
	a := newAPI(t, func(w http.ResponseWriter, r *http.Request) {
		if got := r.URL.Query().Get("filters"); got != "deleted;fixtureLeagues:8" {
			t.Errorf("filters %q", got)
		}
		answerOf(w, 200, `{"data":[`+deleted+`],"pagination":{"has_more":false},`+limitOK+`}`)
	})
	if objects, err := a.DeletedFixtures(context.Background(), []int64{8}); err != nil || !slices.Equal(idsOf(objects), []string{"7"}) {
		t.Errorf("%v, %v", idsOf(objects), err)
	}
	a = newAPI(t, paged(50, true, func(int) []int { return upTo(5000) }))
	objects, err := a.DeletedFixtures(context.Background(), nil)
	if err != nil || len(objects) != 0 || len(a.requests()) != mostDeleted || strings.Count(a.log.String(), "level=WARN") != 2 {
		t.Errorf("%d objects in %d requests, %v\n%s", len(objects), len(a.requests()), err, a.log)
	}
}
