package answers

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
)

// shared is the folder of real responses.
func shared(t *testing.T) string {
	t.Helper()
	root := os.Getenv("MATCHDAY_SHARED")
	if root == "" {
		dir, err := os.Getwd()
		if err != nil {
			t.Fatal(err)
		}
		for {
			if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil || dir == filepath.Dir(dir) {
				break
			}
			dir = filepath.Dir(dir)
		}
		root = filepath.Join(dir, "..", "shared", "data")
	}
	path := filepath.Join(root, "sportmonks")
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		t.Skipf("the real answers of the API are missing at %s: set MATCHDAY_SHARED to the folder that holds sportmonks/", path)
	}
	return path
}

// realFixtures calls visit with every n-th fixture of the files of whole ones.
func realFixtures(t *testing.T, every int, visit func(payload []byte)) {
	t.Helper()
	root := shared(t)
	for _, pattern := range []string{"fixtures/*.jsonl.zst", "lineup-fixtures/*.jsonl.zst"} {
		files, err := filepath.Glob(filepath.Join(root, pattern))
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %d files, %v", pattern, len(files), err)
		}
		for _, path := range files {
			file, err := os.Open(path)
			if err != nil {
				t.Fatal(err)
			}
			unpacked, err := zstd.NewReader(file, zstd.WithDecoderMaxWindow(1<<27))
			if err != nil {
				t.Fatal(err)
			}
			lines := bufio.NewReaderSize(unpacked, 1<<20)
			for n := 0; ; n++ {
				line, err := lines.ReadBytes('\n')
				if n%every == 0 && len(line) > 0 {
					visitFixtures(t, line, visit)
				}
				if errors.Is(err, io.EOF) {
					break
				}
				if err != nil {
					t.Fatal(err)
				}
			}
			unpacked.Close()
			file.Close()
		}
	}
}

// visitFixtures finds the fixtures below any wrapping.
func visitFixtures(t *testing.T, value []byte, visit func([]byte)) {
	t.Helper()
	if value = bytes.TrimSpace(value); len(value) > 0 && value[0] == '[' {
		var list []json.RawMessage
		if err := json.Unmarshal(value, &list); err != nil {
			t.Fatal(err)
		}
		for _, v := range list {
			visitFixtures(t, v, visit)
		}
		return
	}
	var keys map[string]json.RawMessage
	if err := json.Unmarshal(value, &keys); err != nil {
		t.Fatal(err)
	}
	if _, ok := keys["state_id"]; ok {
		visit(value)
		return
	}
	for _, key := range []string{"payload", "data"} {
		if inner, ok := keys[key]; ok {
			visitFixtures(t, inner, visit)
		}
	}
}

// TestRealFixturesDecode: of every 20th real response, each fixture and each of
// its rows is of the types that the structs say.
func TestRealFixturesDecode(t *testing.T) {
	counts := map[string]int{}
	bad := func(kind string, rows []BadRow) {
		for _, b := range rows {
			t.Errorf("%s %d: %v: %.200s", kind, b.Index, b.Err, b.Row)
		}
	}
	realFixtures(t, 20, func(payload []byte) {
		f, err := Decode[Fixture](payload)
		if err != nil {
			t.Errorf("fixture: %v: %.200s", err, payload)
			return
		}
		counts["fixtures"]++
		participants, b := f.Participants.Decode()
		bad("participant", b)
		scores, b := f.Scores.Decode()
		bad("score", b)
		statistics, b := f.Statistics.Decode()
		bad("statistic", b)
		xg, b := f.ExpectedGoals().Decode()
		bad("expected goals", b)
		formations, b := f.Formations.Decode()
		bad("formation", b)
		odds, b := f.Odds.Decode()
		bad("odds row", b)
		for _, o := range odds {
			if _, err := ParsePrice(o.Value); err == nil {
				counts["prices"]++
			} else if !strings.Contains(err.Error(), "more than 1") {
				t.Errorf("price: %v", err)
			}
		}
		lineups, b := f.Lineups.Decode()
		bad("line-up row", b)
		for _, l := range lineups {
			details, b := l.Details.Decode()
			bad("detail", b)
			counts["details"] += len(details)
		}
		for name, n := range map[string]int{"participants": len(participants), "scores": len(scores), "statistics": len(statistics),
			"expected goals": len(xg), "formations": len(formations), "odds": len(odds), "line-ups": len(lineups)} {
			counts[name] += n
		}
	})
	t.Log(counts)
	for _, name := range []string{"fixtures", "participants", "scores", "statistics", "expected goals", "formations", "odds", "prices", "line-ups", "details"} {
		if counts[name] == 0 {
			t.Errorf("no %s among the real answers: the test looks at nothing", name)
		}
	}
}
