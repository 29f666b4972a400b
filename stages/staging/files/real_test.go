package files

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"matchday"
)

// folders are the folders of real files, by what stands in them.
var folders = []string{"football-data", "football-data-later", "football-data-new", "football-data-editions"}

// landedFirst is when the first real files landed.
var landedFirst = matchday.Date(2026, time.January, 1)

// parsedReal are the real files, all landed at one time: those in
// MATCHDAY_SHARED, by default ../shared/data beside the repository. Without them
// the test is skipped.
func parsedReal(t *testing.T) (out []Landed) {
	t.Helper()
	dir := os.Getenv("MATCHDAY_SHARED")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "..", "shared", "data")
	}
	known := map[string]bool{}
	for _, folder := range folders {
		err := filepath.WalkDir(filepath.Join(dir, folder), func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			payload, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			sum := sha256.Sum256(payload)
			sha := hex.EncodeToString(sum[:])
			if known[sha] {
				return nil
			}
			known[sha] = true
			parsed, err := Parse(payload)
			out = append(out, Landed{ID: path, SHA256: sha, LandedAt: landedFirst.UnixMicro(), parsed: parsed})
			return err
		})
		if err != nil {
			t.Skipf("SKIPPED FOR WANT OF REAL FILES: %v; set MATCHDAY_SHARED", err)
		}
	}
	slices.SortFunc(out, func(a, b Landed) int { return strings.Compare(a.SHA256, b.SHA256) })
	return out
}

func TestTheRealFiles(t *testing.T) {
	landed := parsedReal(t)
	aliases, err := ReadAliases(AliasTable)
	if err != nil {
		t.Fatal(err)
	}
	whole := mergeAtOnce(landed, aliases)

	t.Run("hold as many fixtures as were counted in them", func(t *testing.T) { countReal(t, landed, aliases, whole) })
	t.Run("lose nothing without a reason", func(t *testing.T) {
		want := map[string]int{
			"cell_without_column": 5, "price_not_a_number": 2, "price_not_above_one": 42, "price_without_line": 209, "unreadable_cell": 2,
		}
		got := map[string]int{}
		for _, r := range whole.Rejected {
			got[r.Reason]++
		}
		if !maps.Equal(got, want) || whole.Blank != 15707 {
			t.Errorf("rejected %v and %d blank rows, want %v and 15707", got, whole.Blank, want)
		}
	})
	t.Run("never join two clubs", func(t *testing.T) {
		type day struct {
			team string
			date time.Time
		}
		played := map[day]string{}
		for _, f := range whole.Fixtures {
			if f.HomeID == f.AwayID {
				t.Errorf("%s is a team against itself", f.ID)
			}
			for _, team := range []string{f.HomeID, f.AwayID} {
				d := day{team, dateOf(f.Day)}
				if other, twice := played[d]; twice {
					t.Errorf("%s plays twice on one day: %s, %s", team, other, f.ID)
				}
				played[d] = f.ID
			}
		}
	})
	t.Run("are cut where their seasons end", func(t *testing.T) { cutReal(t, landed) })
	t.Run("show a mistyped year, and no other date", func(t *testing.T) { mistypeReal(t, landed) })
	t.Run("say the same in any order of landing, hours apart", func(t *testing.T) { reorderReal(t, landed, aliases) })
}

// inFolder are the files of one of the folders.
func inFolder(landed []Landed, folder string) []Landed {
	var out []Landed
	for _, f := range landed {
		if strings.Contains(f.ID, "/"+folder+"/") {
			out = append(out, f)
		}
	}
	return out
}

func countReal(t *testing.T, landed []Landed, aliases Aliases, whole Facts) {
	for _, c := range []struct {
		name              string
		facts             Facts
		fixtures, results int
	}{
		{"football-data", mergeAtOnce(inFolder(landed, "football-data"), aliases), 139_894, 139_894},
		{"football-data-later", mergeAtOnce(inFolder(landed, "football-data-later"), aliases), 56_270, 56_268},
		{"football-data-new", mergeAtOnce(inFolder(landed, "football-data-new"), aliases), 52_877, 52_876},
		{"all folders", whole, 247_161, 247_158}, // 1,880 fixtures of 2013/14 are in two folders
	} {
		results := 0
		for _, f := range c.facts.Fixtures {
			if f.Played {
				results++
			}
		}
		if len(c.facts.Fixtures) != c.fixtures || results != c.results {
			t.Errorf("%s: %d fixtures, %d results; want %d, %d", c.name, len(c.facts.Fixtures), results, c.fixtures, c.results)
		}
	}
}

// reorderReal lands the folders an hour apart in several orders. Ids and
// spellings may differ, because they are those first and last landed; what
// happened, and at what prices, may not.
func reorderReal(t *testing.T, landed []Landed, aliases Aliases) {
	type key struct{ division, season, home, away, date string }
	var want map[key]string
	for _, order := range [][]int{{0, 1, 2, 3}, {3, 2, 1, 0}} {
		moved := slices.Clone(landed)
		for hour, i := range order {
			for j := range moved {
				if strings.Contains(moved[j].ID, "/"+folders[i]+"/") {
					moved[j].LandedAt = landedFirst.Add(time.Duration(hour) * time.Hour).UnixMicro()
				}
			}
		}
		s := mergeAtOnce(moved, aliases)
		got := map[key]string{}
		for _, f := range s.Fixtures {
			k := key{f.Season.Division, f.Season.Season, f.HomeID, f.AwayID, dateOf(f.Day).Format(time.DateOnly)}
			if _, twice := got[k]; twice {
				t.Errorf("%v is there twice", k)
			}
			prices := make([][3]int, len(f.odds))
			for i, c := range f.odds {
				prices[i] = [3]int{int(c.quote), int(c.line), int(c.price)}
			}
			got[k] = fmt.Sprint(f.Kickoff, f.KickoffKnown, f.referee, f.attendance, f.HomeGoals, f.AwayGoals, f.stated, f.statistics, prices)
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

// cutReal lands all seasons of a division as one file, and finds the seasons again
// that the publisher's files are.
func cutReal(t *testing.T, landed []Landed) {
	type row struct {
		*Row
		season string
	}
	divisions := map[string][]row{}
	for i := range landed {
		for _, folder := range folders[:2] {
			if !strings.Contains(landed[i].ID, "/"+folder+"/") {
				continue
			}
			season := filepath.Base(filepath.Dir(landed[i].ID))
			for j := range landed[i].parsed.Rows {
				r := &landed[i].parsed.Rows[j]
				divisions[r.Division] = append(divisions[r.Division], row{r, season})
			}
		}
	}
	boundaries := 0
	for division, rows := range divisions {
		slices.SortStableFunc(rows, func(a, b row) int { return a.Date.Compare(b.Date) })
		file := Landed{ID: division, LandedAt: landedFirst.UnixMicro()}
		season := map[string]string{}
		for i, r := range rows {
			if i > 0 && r.season != rows[i-1].season {
				boundaries++
			}
			season[fmt.Sprint(r.Home, r.Away, r.Date)] = r.season
			file.parsed.Rows = append(file.parsed.Rows, *r.Row)
		}
		seasons, rejects := seasonsOfAll([]Landed{file})
		if len(rejects[0]) > 0 {
			t.Errorf("%s: rejected %v", division, rejects[0])
		}
		for _, e := range seasons {
			for _, r := range e.rows {
				if want := season[fmt.Sprint(r.Home, r.Away, r.Date)]; e.Season != want {
					t.Fatalf("%s: %v %s - %s is of %s, want %s", division, r.Date, r.Home, r.Away, e.Season, want)
				}
			}
		}
	}
	if boundaries != 523 {
		t.Errorf("%d boundaries between seasons, want 523", boundaries)
	}
}

// mistypeReal types the year of one row of each season wrong, by one year either way,
// and expects that row alone to be rejected. None is of a season behind which the
// first rows of the next one stand. Of the season that ended in the summer of 2020 a
// last row of the next summer is a first one; 2013/14 has two files.
func mistypeReal(t *testing.T, landed []Landed) {
	seasons := map[string][]*Landed{} // by division
	for i := range landed {
		if f := &landed[i]; slices.ContainsFunc(folders[:2], func(name string) bool { return strings.Contains(f.ID, "/"+name+"/") }) && len(f.parsed.Rows) > 0 {
			division := f.parsed.Rows[0].Division
			seasons[division] = append(seasons[division], f)
		}
	}
	rejects := func(rows []Row) []Reject {
		_, out := partsOf(&Landed{LandedAt: landedFirst.UnixMicro(), parsed: File{Rows: rows}})
		return out
	}
	for division, files := range seasons {
		slices.SortFunc(files, func(a, b *Landed) int { return a.parsed.Rows[0].Date.Compare(b.parsed.Rows[0].Date) })
		for i, f := range files {
			season, rows := filepath.Base(filepath.Dir(f.ID)), f.parsed.Rows
			if i+1 < len(files) {
				next := files[i+1].parsed.Rows
				for _, first := range []int{1, 2, 11, 100} {
					if got := rejects(slices.Concat(rows, next[:min(first, len(next))])); len(got) > 0 && season != "1314" {
						t.Errorf("%s %s and %d rows of the next season: rejected %v", division, season, first, got)
					}
				}
			}
			for _, at := range []int{0, 5, len(rows) / 2, len(rows) - 1} {
				for _, years := range []int{-1, 1} {
					wrong := slices.Clone(rows)
					wrong[at].Date = wrong[at].Date.AddDate(years, 0, 0)
					got := rejects(wrong)
					if (len(got) != 1 || got[0].Line != rows[at].Line) && season != "1314" && season != "1920" {
						t.Errorf("%s %s, row %d of %d by %+d years: rejected %v", division, season, at, len(rows), years, got)
					}
				}
			}
		}
	}
}
