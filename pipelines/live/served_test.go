package live_test

import (
	"math"
	"net/http/httptest"
	"testing"
	"time"

	"matchday"
	"matchday/invented/api"
	"matchday/invented/world"
	"matchday/pipelines/hometest"
	"matchday/pipelines/ingest"
	"matchday/pipelines/job"
	"matchday/pipelines/live"
	"matchday/stages/features"
	"matchday/stages/land/sportmonks"
	"matchday/stages/staging"
	"matchday/warehouse/lake"
)

// What a live run serves of a fixture must be what training builds of it as of
// the same moment, to the last bit: in its own rows, which are as of the
// collection of prices, and in a replay of the moment, which stages what had
// landed by then. In between weeks go by, in which results, line-ups, prices
// and corrections land.

// rowsAsOf builds and reads the rows of a lake as a live run's clock has them;
// zero: as training does. The rows of coming fixtures alone, as live runs build them, must
// be the same.
func rowsAsOf(t *testing.T, l lake.Lake, at time.Time) *matchday.Rows {
	t.Helper()
	if _, err := features.Run(t.Context(), features.Input{Lake: l, AsOf: at}); err != nil {
		t.Fatal(err)
	}
	rows, err := features.Read(t.Context(), l)
	if err != nil {
		t.Fatal(err)
	}
	if at.IsZero() {
		return rows
	}
	var ids []string
	for _, f := range rows.Fixtures {
		if coming(at)(f) {
			ids = append(ids, f.ID)
		}
	}
	alone, _, err := features.Live(t.Context(), l, at, ids, nil)
	if err != nil {
		t.Fatal(err)
	}
	if n, _, _ := sameRows(t, alone, rows, coming(at)); n != len(ids) {
		t.Errorf("%d rows of %d coming fixtures as of %s", n, len(ids), at)
	}
	return rows
}

// replayed are the rows as of a moment from what had landed by then.
func replayed(t *testing.T, l lake.Lake, at time.Time) *matchday.Rows {
	t.Helper()
	then := lake.Lake{Dir: t.TempDir()}
	if _, err := staging.Run(t.Context(), staging.Input{Lake: l, Into: then, Until: at}); err != nil {
		t.Fatal(err)
	}
	return rowsAsOf(t, then, at)
}

// sameRows compares, bit by bit, the served rows that are wanted with those of
// the same fixtures built later, and counts them and their prices and line-ups.
func sameRows(t *testing.T, served, built *matchday.Rows, wanted func(matchday.Fixture) bool) (rows, priced, linedUp int) {
	t.Helper()
	place := map[string]int{}
	for i, f := range built.Fixtures {
		place[f.ID] = i
	}
	for i, f := range served.Fixtures {
		if !wanted(f) {
			continue
		}
		k, there := place[f.ID]
		if !there || built.Fixtures[k] != f {
			t.Fatalf("served %+v\nbuilt  %+v", f, built.Fixtures[k])
		}
		rows++
		for c, name := range served.Names {
			a, b := served.Columns[c][i], built.Columns[c][k]
			if math.Float64bits(a) != math.Float64bits(b) && !(math.IsNaN(a) && math.IsNaN(b)) {
				t.Errorf("%s of %s: served %v, built %v", name, f.ID, a, b)
			}
			switch {
			case math.IsNaN(a):
			case name == "market_home":
				priced++
			case name == "lineup_strength_home":
				linedUp++
			}
		}
	}
	return rows, priced, linedUp
}

// coming are fixtures that had not kicked off.
func coming(at time.Time) func(matchday.Fixture) bool {
	return func(f matchday.Fixture) bool { return f.Kickoff.After(at) }
}

// collected are those of them that training asks about at that very moment.
func collected(at time.Time) func(matchday.Fixture) bool {
	return func(f matchday.Fixture) bool {
		return f.Kickoff.After(at) && matchday.CollectionMoment(f.Kickoff).Equal(at)
	}
}

func TestWhatIsServedFromFilesIsWhatTrainingBuilds(t *testing.T) {
	home := t.TempDir()
	hometest.LandEdition(t, home, time.Date(2025, time.March, 2, 2, 0, 0, 0, time.UTC))
	friday := time.Date(2025, time.March, 7, 13, 0, 0, 0, time.UTC) // prices are collected
	hometest.LandEdition(t, home, friday.Add(-time.Hour))
	l := hometest.Env(home, friday).Lake()
	atOnce, later := rowsAsOf(t, l, friday), rowsAsOf(t, l, friday.Add(30*time.Minute))

	hometest.LandEdition(t, home, hometest.LiveTuesday)
	hometest.LandEdition(t, home, hometest.LiveTuesday.AddDate(0, 0, 21))
	rows, priced, _ := sameRows(t, atOnce, rowsAsOf(t, l, time.Time{}), collected(friday))
	if rows < 15 || priced < 15 {
		t.Errorf("only %d rows of the moment, %d with prices, were compared with training's", rows, priced)
	}
	always := func(matchday.Fixture) bool { return true }
	for at, served := range map[time.Time]*matchday.Rows{friday: atOnce, friday.Add(30 * time.Minute): later} {
		if rows, _, _ := sameRows(t, served, replayed(t, l, at), always); rows < 1000 {
			t.Errorf("only %d rows of %s were compared", rows, at)
		}
	}
}

func TestWhatIsServedFromTheAPIIsWhatTrainingBuilds(t *testing.T) {
	friday := time.Date(2026, time.March, 6, 13, 0, 0, 0, time.UTC)
	w := world.New(world.Options{Seed: 6, Start: friday.AddDate(0, 0, -1), Seasons: 2, Leagues: hometest.SmallLeague})
	server := httptest.NewServer(api.Handler(w, api.Options{}))
	defer server.Close()
	clock := job.NewClock(w.Now(), w.SetNow)
	env := hometest.Env(t.TempDir(), friday)
	env.Now = clock.Now
	source := ingest.SportmonksOptions{BaseURL: server.URL + "/v3", Key: sportmonks.NewKey("a key"), HTTP: server.Client(), Sleep: clock.Sleep}
	land := func(from, to time.Time) {
		t.Helper()
		source.From, source.To = from, to
		if _, err := ingest.LandSportmonks(t.Context(), env, source); err != nil {
			t.Fatal(err)
		}
	}
	fetch := func(ask ingest.LiveQuery) {
		t.Helper()
		if _, err := ingest.FetchSportmonks(source, ask)(t.Context(), env); err != nil {
			t.Fatal(err)
		}
	}
	land(friday.AddDate(-2, 0, 0), friday.AddDate(0, 0, 10))
	served := map[time.Time]*matchday.Rows{}
	for _, at := range []time.Time{friday, friday.Add(23 * time.Hour), friday.Add(48 * time.Hour)} {
		clock.Set(at)
		fetch(ingest.QueryResults())
		fetch(ingest.QueryComing(live.HourlyWithin))
		served[at] = rowsAsOf(t, env.Lake(), at)
	}
	for week := range 4 {
		clock.Set(friday.AddDate(0, 0, 3+6*week))
		fetch(ingest.QueryResults())
	}
	land(friday.AddDate(0, 0, -10), friday.AddDate(0, 0, 21))

	rows, priced, linedUp := sameRows(t, served[friday], rowsAsOf(t, env.Lake(), time.Time{}), collected(friday))
	if rows < 4 || priced < 4 || linedUp < 4 {
		t.Errorf("only %d rows of the moment, %d with prices, %d with line-ups, were compared with training's", rows, priced, linedUp)
	}
	for at, live := range served {
		if rows, _, _ := sameRows(t, live, replayed(t, env.Lake(), at), func(matchday.Fixture) bool { return true }); rows < 200 {
			t.Errorf("only %d rows of %s were compared", rows, at)
		}
		if rows, _, _ := sameRows(t, live, live, coming(at)); rows == 0 {
			t.Errorf("nothing was to come at %s", at)
		}
	}
}
