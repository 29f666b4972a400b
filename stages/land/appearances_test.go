package land_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/parquet-go/parquet-go"

	"matchday/stages/land"
	"matchday/stages/staging/appearances"
	"matchday/warehouse/lake"
)

const players = "division,fd_season,fd_date,fd_home,fd_away,side,player_key,started,minutes,mark\nE0,1516,08/08/15,A,B,h,p,1,90,6\n"

func landTables(t *testing.T, l lake.Lake, now time.Time, rating string, paths ...string) land.Result {
	t.Helper()
	r, err := land.Appearances(context.Background(), land.Input{Lake: l, Paths: paths, Now: now}, rating)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// rawTables reads everything that has landed, by time.
func rawTables(t *testing.T, l lake.Lake) []appearances.Raw {
	t.Helper()
	paths, err := l.Files(appearances.Folder)
	if err != nil {
		t.Fatal(err)
	}
	var all []appearances.Raw
	for _, f := range paths {
		rows, err := parquet.ReadFile[appearances.Raw](f)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, rows...)
	}
	slices.SortFunc(all, func(a, b appearances.Raw) int { return int(a.FetchedAt - b.FetchedAt) })
	return all
}

func TestATableLandsWhole(t *testing.T) {
	l := lake.Lake{Dir: t.TempDir()}
	if r := landTables(t, l, clock, "mark", folder(t, map[string]string{"E0.csv": players})); r.Landed != 1 || r.Refused != nil || r.Bytes != int64(len(players)) {
		t.Fatalf("result %+v", r)
	}
	rows := rawTables(t, l)
	if len(rows) != 1 || string(rows[0].Payload) != players || rows[0].Rating != "mark" || rows[0].FetchedAt != clock.UnixMicro() || filepath.Base(rows[0].ID) != "E0.csv" {
		t.Fatalf("landed %+v", rows)
	}
	// By sha256sum(1), of the same bytes.
	if rows[0].SHA256 != "e1a51622f4db7a422806ce741561a00cf163e083bef9b727893731452a1c7573" {
		t.Errorf("checksum %s", rows[0].SHA256)
	}
}

func TestLandingATableTwiceChangesNothingButItsRating(t *testing.T) {
	l := lake.Lake{Dir: t.TempDir()}
	dir := folder(t, map[string]string{"E0.csv": players, "copy.csv": players})
	if r := landTables(t, l, clock, "mark", dir, dir); r.Landed != 1 || r.Skipped != 3 {
		t.Fatalf("result %+v", r)
	}
	if r := landTables(t, l, clock.Add(time.Hour), "mark", dir); r.Landed != 0 || r.Skipped != 2 {
		t.Fatalf("again: %+v", r)
	}
	if r := landTables(t, l, clock.Add(2*time.Hour), "minutes", dir); r.Landed != 1 || r.Skipped != 1 {
		t.Fatalf("with another rating: %+v", r)
	}
	if r := landTables(t, l, clock.Add(3*time.Hour), "mark", dir); r.Landed != 1 || r.Skipped != 1 {
		t.Fatalf("with the first rating again: %+v", r)
	}
	if rows := rawTables(t, l); len(rows) != 3 || rows[2].Rating != "mark" {
		t.Fatalf("%d landings", len(rows))
	}
}

func TestWhatIsNoTableOfWhoPlayedIsRefusedByNameAndTheRestLands(t *testing.T) {
	l := lake.Lake{Dir: t.TempDir()}
	dir := folder(t, map[string]string{"E0.csv": players, "events.csv": "division,fd_season,minute\n", ".hidden": "x"})
	missing := filepath.Join(dir, "missing.csv")
	r := landTables(t, l, clock, "", dir, missing)
	if r.Landed != 1 || len(r.Refused) != 2 {
		t.Fatalf("result %+v", r)
	}
	if r.Refused[0].Path != filepath.Join(dir, "events.csv") || !errors.Is(r.Refused[0].Err, appearances.ErrNotLineups) {
		t.Errorf("refused %v", r.Refused[0])
	}
	if r.Refused[1].Path != missing || !errors.Is(r.Refused[1].Err, os.ErrNotExist) {
		t.Errorf("refused %v", r.Refused[1])
	}
}

func TestACancelledLandingOfTablesLandsNothing(t *testing.T) {
	l := lake.Lake{Dir: t.TempDir()}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := land.Appearances(ctx, land.Input{Lake: l, Paths: []string{folder(t, map[string]string{"E0.csv": players})}, Now: clock}, "")
	if !errors.Is(err, context.Canceled) || len(rawTables(t, l)) != 0 {
		t.Fatalf("got %v", err)
	}
}
