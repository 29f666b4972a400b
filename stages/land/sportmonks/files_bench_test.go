package sportmonks

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"matchday/warehouse/lake"
)

// shared is the folder of real responses, or "" if this machine has none.
func shared(tb testing.TB) string {
	tb.Helper()
	root := os.Getenv("MATCHDAY_SHARED")
	if root == "" {
		dir, err := os.Getwd()
		if err != nil {
			tb.Fatal(err)
		}
		for !exists(filepath.Join(dir, "go.mod")) && dir != filepath.Dir(dir) {
			dir = filepath.Dir(dir)
		}
		root = filepath.Join(dir, "..", "shared", "data")
	}
	path := filepath.Join(root, "sportmonks")
	if !exists(path) {
		tb.Skipf("the real answers of the API are missing at %s: set MATCHDAY_SHARED to the folder that holds sportmonks/", path)
	}
	return path
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// BenchmarkLandFiles lands all real responses; its MB/s are of unpacked JSON.
func BenchmarkLandFiles(b *testing.B) {
	path := shared(b)
	for b.Loop() {
		b.StopTimer()
		l := lake.Lake{Dir: b.TempDir()}
		b.StartTimer()
		r, err := LandFiles(context.Background(), FilesInput{Lake: l, Paths: []string{path}})
		if err != nil {
			b.Fatal(err)
		}
		b.SetBytes(r.Read)
	}
}
