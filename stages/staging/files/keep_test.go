package files

import (
	"crypto/sha256"
	"encoding/hex"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"matchday/stages/staging/table"
	"matchday/warehouse/lake"
)

// landedLake is a lake in which two editions of a season's file have landed.
func landedLake(t *testing.T) lake.Lake {
	t.Helper()
	l := lake.Lake{Dir: t.TempDir(), NoSync: true}
	for i, content := range []string{
		"Div,Date,HomeTeam,AwayTeam,FTHG,FTAG,FTR,HS,Referee,B365H,B365D,B365A,AHh,AvgAHH\nE0,12/08/2023,Spurs,Leeds,1,0,H,9,A Smith,2.1,3.3,3.6,-0.5,1.9\n",
		"Div,Date,HomeTeam,AwayTeam,FTHG,FTAG,FTR,HS,Referee,B365H,B365D,B365A,AHh,AvgAHH\nE0,12/08/2023,Spurs,Leeds,2,0,H,9,A Smith,2.1,3.4,3.6,-0.5,1.9\nE0,20/05/2024,Leeds,Spurs,,,,,,2,3,4,,\n",
	} {
		sum := sha256.Sum256([]byte(content))
		path := filepath.Join(t.TempDir(), "x")
		row := Raw{Source: Source, Entity: Entity, ID: "E0.csv", FetchedAt: 1_693_000_000_000_000 + int64(i)*7_000_000_000_000, SHA256: hex.EncodeToString(sum[:]), Payload: []byte(content)}
		if err := lake.WriteParquet(path, []Raw{row}); err != nil {
			t.Fatal(err)
		}
		if _, err := l.Add(Folder, path); err != nil {
			t.Fatal(err)
		}
	}
	return l
}

// rowsOf are all rows that the files tell of their fixtures.
func rowsOf(t *testing.T, a Facts) (out []any) {
	t.Helper()
	if err := a.Load(t.Context(), a.Fixtures); err != nil {
		t.Fatal(err)
	}
	for _, f := range a.Fixtures {
		out = append(out, f.FixtureRow(f.ID), f.ScoreRow(f.ID), f.StatisticsRow(f.ID), a.OddsRows(f, f.ID, table.Lines()), f.ListingRow(f.ID), f.Digest, f.Prices)
		a.GoneRows(f, f.ID, table.Lines(), func(g table.GonePrice) { out = append(out, g) })
	}
	for _, f := range a.Landed {
		out = append(out, f.ID, f.SHA256, f.LandedAt, f.Again)
	}
	slices.SortStableFunc(a.Rejected, table.ByFileAndLine)
	return append(out, a.Leagues, a.Teams, a.Editions, a.Rejected, a.Blank)
}

func tell(t *testing.T, l lake.Lake, aliases Aliases) Facts {
	t.Helper()
	a, err := Tell(t.Context(), l, math.MaxInt64, aliases)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestWhatIsKeptOfFilesTellsWhatTheyTell(t *testing.T) {
	l := landedLake(t)
	want := rowsOf(t, tell(t, l, nil))
	kept := tell(t, l, nil)
	if got := rowsOf(t, kept); !reflect.DeepEqual(got, want) {
		t.Errorf("kept   %+v\nmerged %+v", got, want)
	}
	kept = tell(t, l, nil)
	if err := os.RemoveAll(filepath.Join(l.Dir, "derived", detailsKind)); err != nil {
		t.Fatal(err)
	}
	if got := rowsOf(t, kept); !reflect.DeepEqual(got, want) {
		t.Errorf("after the details were lost %+v\nmerged %+v", got, want)
	}
}

func TestAnotherAliasIsAskedOfTheFilesAgain(t *testing.T) {
	l := landedLake(t)
	if before := tell(t, l, nil); before.Fixtures[0].HomeID != "England/Leeds" {
		t.Fatal(before.Fixtures[0].HomeID)
	}
	renamed := Aliases{{Country: "England", Name: "Leeds"}: "Leeds United"}
	if after := tell(t, l, renamed); after.Fixtures[0].HomeID != "England/Leeds United" || after.Fixtures[0].Digest == tell(t, l, nil).Fixtures[0].Digest {
		t.Errorf("after an alias: %+v", after.Fixtures[0])
	}
}

// TestARowOfTwoSpellingsOfOneClubIsRejected: two names that the aliases know as one club
// play nobody; whatever else the file says is kept.
func TestARowOfTwoSpellingsOfOneClubIsRejected(t *testing.T) {
	const first = "Div,Date,HomeTeam,AwayTeam,FTHG,FTAG,FTR\n"
	for _, c := range []struct {
		name, rows     string
		fixtures, lost int
	}{
		{"one of three rows", "E0,12/08/2023,Spurs,Leeds,1,0,H\nE0,19/08/2023,Leeds,Leeds United,1,0,H\nE0,26/08/2023,Leeds United,Spurs,2,2,D\n", 2, 1},
		{"a whole file", "E0,19/08/2023,Leeds,Leeds United,1,0,H\nE0,30/08/2023,Leeds United,Leeds,1,1,D\n", 0, 2},
	} {
		l := lake.Lake{Dir: t.TempDir(), NoSync: true}
		path := filepath.Join(t.TempDir(), "x")
		sum := sha256.Sum256([]byte(first + c.rows))
		row := Raw{Source: Source, Entity: Entity, ID: "E0.csv", FetchedAt: 1_693_900_000_000_000, SHA256: hex.EncodeToString(sum[:]), Payload: []byte(first + c.rows)}
		if err := lake.WriteParquet(path, []Raw{row}); err != nil {
			t.Fatal(err)
		}
		if _, err := l.Add(Folder, path); err != nil {
			t.Fatal(err)
		}
		a := tell(t, l, Aliases{{Country: "England", Name: "Leeds"}: "Leeds United"})
		var lost int
		for _, r := range a.Rejected {
			if r.Reason == NoTeams && strings.HasSuffix(r.Detail, ": both names are England/Leeds United") {
				lost++
			}
		}
		if len(a.Fixtures) != c.fixtures || lost != c.lost || len(a.Rejected) != lost {
			t.Errorf("%s: %d fixtures, rejected %+v; expected %d and %d", c.name, len(a.Fixtures), a.Rejected, c.fixtures, c.lost)
		}
	}
}
