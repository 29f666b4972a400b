package staging_test

import (
	"context"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"matchday/stages/land"
	"matchday/stages/staging"
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
		r, err := land.FootballData(context.Background(), land.Input{Lake: l, Paths: []string{filepath.Join(dir, folder)}, Now: older})
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
		r, err := staging.Run(context.Background(), staging.Input{Lake: l})
		if err != nil {
			t.Fatal(err)
		}
		if want.Tables == nil {
			want = r.Published
		}
		if !reflect.DeepEqual(r.Published.Tables, want.Tables) || r.Published.Raw != want.Raw {
			t.Errorf("order %v: %v, want %v", order, r.Published, want)
		}
	}
}
