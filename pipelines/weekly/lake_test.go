package weekly

import (
	"crypto/sha256"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"

	"matchday/stages/staging/answers"
	"matchday/warehouse/lake"
)

// payloadsOf is a checksum of everything that has landed, row by row: entity,
// id, request, moment and payload, each row once.
func payloadsOf(t *testing.T, l lake.Lake) string {
	t.Helper()
	paths, err := l.Files(answers.Folder)
	if err != nil {
		t.Fatal(err)
	}
	var rows []string
	for _, path := range paths {
		raw, err := parquet.ReadFile[answers.Raw](path)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range raw {
			if got := fmt.Sprintf("%x", sha256.Sum256(r.Payload)); got != r.SHA256 {
				t.Errorf("%s %s: its payload has the checksum %s, noted is %s", r.Entity, r.ID, got, r.SHA256)
			}
			rows = append(rows, fmt.Sprint(r.Entity, r.ID, r.Request, r.FetchedAt, r.SHA256))
		}
	}
	slices.Sort(rows)
	return fmt.Sprintf("%x", sha256.Sum256([]byte(strings.Join(slices.Compact(rows), "\n"))))
}

// filesOf are the raw files of a lake with their content.
func filesOf(t *testing.T, l lake.Lake) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	for _, folder := range []string{answers.Folder, answers.SeenFolder} {
		paths, err := l.Files(folder)
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range paths {
			if out[path], err = os.ReadFile(path); err != nil {
				t.Fatal(err)
			}
		}
	}
	return out
}

// restore puts files back where they were.
func restore(t *testing.T, files map[string][]byte) {
	t.Helper()
	for path, content := range files {
		if err := os.WriteFile(path, content, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
