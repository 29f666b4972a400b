package staging

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	land "matchday/stages/land/footballdata"
	"matchday/warehouse/lake"
)

// realFolders are the folders of real files, by what stands in them.
var realFolders = []string{"football-data", "football-data-later", "football-data-new", "football-data-editions"}

// realFiles is where the real files lie: MATCHDAY_SHARED, by default
// ../shared/data beside the repository. Without them the test is skipped.
func realFiles(t testing.TB) string {
	t.Helper()
	dir := os.Getenv("MATCHDAY_SHARED")
	if dir == "" {
		root, err := filepath.Abs(".")
		if err != nil {
			t.Fatal(err)
		}
		for {
			if _, err := os.Stat(filepath.Join(root, "go.mod")); err == nil {
				break
			}
			if root == filepath.Dir(root) {
				t.Fatal("no go.mod above this package")
			}
			root = filepath.Dir(root)
		}
		dir = filepath.Join(root, "..", "shared", "data")
	}
	if _, err := os.Stat(filepath.Join(dir, realFolders[0])); err != nil {
		t.Skipf("the real match files are missing (%v): set MATCHDAY_SHARED to the folder that holds football-data/", err)
	}
	return dir
}

// landReal lands folders of real files, each by a landing of its own.
func landReal(t *testing.T, l lake.Lake, folders ...string) {
	t.Helper()
	dir := realFiles(t)
	for _, folder := range folders {
		r, err := land.Land(context.Background(), land.Input{Lake: l, Paths: []string{filepath.Join(dir, folder)}, Now: older})
		if err != nil || r.Refused != nil || r.Landed == 0 {
			t.Fatalf("land %s: %+v, %v", folder, r, err)
		}
	}
}

func TestTheRealFilesStageTheSameBytesInAnyOrder(t *testing.T) {
	var want lake.Manifest
	for _, order := range [][]int{{0, 1, 2, 3}, {3, 2, 1, 0}, {1, 3, 0, 2}} {
		l := lake.Lake{Dir: t.TempDir()}
		for _, i := range order {
			landReal(t, l, realFolders[i])
		}
		r, err := Run(context.Background(), Input{Lake: l})
		if err != nil {
			t.Fatal(err)
		}
		if want.Tables == nil {
			want = r.Published
		}
		if !maps.Equal(r.Published.Tables, want.Tables) || r.Published.Raw != want.Raw {
			t.Errorf("order %v: %v, want %v", order, r.Published, want)
		}
	}
}

func TestTheRealFiles(t *testing.T) {
	l := lake.Lake{Dir: t.TempDir()}
	landReal(t, l, realFolders...)
	files, err := readRaw(t.Context(), l, everything)
	if err != nil {
		t.Fatal(err)
	}
	aliases, err := readAliases(aliasTable)
	if err != nil {
		t.Fatal(err)
	}
	whole := stage(files, aliases)

	t.Run("hold as many fixtures as were counted in them", func(t *testing.T) { countReal(t, files, aliases, whole) })
	t.Run("lose nothing without a reason", func(t *testing.T) {
		want := map[string]int{
			"cell_without_column": 5, "price_not_a_number": 2, "price_not_above_one": 42, "price_without_line": 209, "unreadable_cell": 2,
		}
		if got := whole.counts(); !maps.Equal(got.Rejected, want) || got.Blank != 15707 {
			t.Errorf("rejected %v and %d blank rows, want %v and 15707", got.Rejected, got.Blank, want)
		}
	})
	t.Run("never join two clubs", func(t *testing.T) {
		type day struct {
			team string
			date time.Time
		}
		played := map[day]string{}
		for _, f := range whole.fixtures {
			if f.homeID == f.awayID {
				t.Errorf("%s is a team against itself", f.id)
			}
			for _, team := range []string{f.homeID, f.awayID} {
				d := day{team, f.row.Date}
				if other, twice := played[d]; twice {
					t.Errorf("%s plays twice on one day: %s, %s", team, other, f.id)
				}
				played[d] = f.id
			}
		}
	})
	t.Run("say the same in any order of landing, hours apart", func(t *testing.T) { reorderReal(t, files, aliases) })
}

// inFolder are the files of one of the folders.
func inFolder(files []landedFile, folder string) []landedFile {
	var out []landedFile
	for _, f := range files {
		if strings.Contains(f.id, "/"+folder+"/") {
			out = append(out, f)
		}
	}
	return out
}

func countReal(t *testing.T, files []landedFile, aliases aliasesOf, whole *staged) {
	for _, c := range []struct {
		name              string
		s                 *staged
		fixtures, results int
	}{
		{"football-data", stage(inFolder(files, "football-data"), aliases), 139_894, 139_894},
		{"football-data-later", stage(inFolder(files, "football-data-later"), aliases), 56_270, 56_268},
		{"football-data-new", stage(inFolder(files, "football-data-new"), aliases), 52_877, 52_876},
		{"all folders", whole, 247_161, 247_158}, // 1,880 fixtures of 2013/14 are in two folders
	} {
		if len(c.s.fixtures) != c.fixtures || c.s.results != c.results {
			t.Errorf("%s: %d fixtures, %d results; want %d, %d", c.name, len(c.s.fixtures), c.s.results, c.fixtures, c.results)
		}
	}
}

// reorderReal lands the folders an hour apart in several orders. Ids and
// spellings may differ, because they are those first and last landed; what
// happened, and at what prices, may not.
func reorderReal(t *testing.T, files []landedFile, aliases aliasesOf) {
	type key struct{ division, season, home, away, date string }
	var want map[key]string
	for _, order := range [][]int{{0, 1, 2, 3}, {3, 2, 1, 0}} {
		moved := slices.Clone(files)
		for hour, i := range order {
			for j := range moved {
				if strings.Contains(moved[j].id, "/"+realFolders[i]+"/") {
					moved[j].landedAt = older.Add(time.Duration(hour) * time.Hour).UnixMicro()
				}
			}
		}
		s := stage(moved, aliases)
		got := map[key]string{}
		for _, f := range s.fixtures {
			k := key{f.edition.division, f.edition.season, f.homeID, f.awayID, f.row.Date.Format(time.DateOnly)}
			if _, twice := got[k]; twice {
				t.Errorf("%v is there twice", k)
			}
			prices := make([][3]int, len(f.odds))
			for i, c := range f.odds {
				prices[i] = [3]int{int(c.quote), int(c.line), int(c.price)}
			}
			got[k] = fmt.Sprint(f.kickoff, f.kickoffKnown, f.referee, f.attendance, f.homeGoals, f.awayGoals, f.stated, f.statistics, prices)
		}
		if want == nil {
			want = got
		}
		different := 0
		for k, v := range got {
			if want[k] != v {
				different++
				if different < 5 {
					t.Errorf("order %v: %v is\n%s\nand was\n%s", order, k, v, want[k])
				}
			}
		}
		if different > 0 || len(got) != len(want) {
			t.Errorf("order %v: %d of %d fixtures differ, %d before", order, different, len(got), len(want))
		}
	}
}
