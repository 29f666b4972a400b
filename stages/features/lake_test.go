package features

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"matchday/warehouse/duck"
	"matchday/warehouse/lake"
)

// run executes statements that end in ";" at the end of a line.
func run(t testing.TB, s *session, text string, args ...any) {
	t.Helper()
	for _, q := range strings.Split(text, ";\n") {
		if q = strings.TrimSpace(q); q == "" {
			continue
		}
		if _, err := s.db.ExecContext(context.Background(), q, args...); err != nil {
			t.Fatalf("%s: %v", q, err)
		}
	}
}

// file reads a file of testdata.
func file(t testing.TB, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// open starts a session that ends with the test.
func open(t testing.TB) *session {
	t.Helper()
	s, err := openSession(context.Background(), t.TempDir(), 0, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.close() })
	return s
}

// publish puts a session's staged tables into a lake of their own.
func publish(t testing.TB, s *session) lake.Lake {
	t.Helper()
	l := lake.Lake{Dir: t.TempDir()}
	temp, err := l.Temp()
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, table := range stagedTables {
		files[table] = filepath.Join(temp, table)
		run(t, s, "copy (from "+table+" order by all) to "+duck.Literal(files[table])+" (format parquet)")
	}
	if _, err := l.Publish(lake.Staged, files, "test"); err != nil {
		t.Fatal(err)
	}
	return l
}

// league stages the invented league of testdata.
func league(t testing.TB) lake.Lake {
	t.Helper()
	s := open(t)
	run(t, s, file(t, "staged.sql"))
	run(t, s, file(t, "league.sql"))
	return publish(t, s)
}

// buildFeatures runs the stage.
func buildFeatures(t testing.TB, l lake.Lake) Result {
	t.Helper()
	r, err := Run(context.Background(), Input{Lake: l})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// all plans every feature.
func all(t testing.TB) plan {
	t.Helper()
	p, err := planOf(nil)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// besides are the models that run beside the ratings.
var besides = []model{meetingsModel, h2hModel}
