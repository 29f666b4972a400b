package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"matchday/invented/matchfiles"
	"matchday/warehouse"
	"matchday/warehouse/duck"
)

// TestMain lets the test binary be the command, under the command's name.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"matchday": main})
}

// The scripts run the real command, each in a folder of its own. Beside the
// usual commands of testscript they have:
//
//	exits CODE COMMAND…  runs a command and holds its exit code against CODE
//	world DIR            writes the invented world's files into DIR
//	home STATE           sets MATCHDAY_HOME to a copy of a home in which the
//	                     world has "landed", or on top of that been "backtested"
//	publisher MOMENT     serves an invented world's files as of a moment, at
//	                     $PUBLISHER; again, it moves their clock, or with "down"
//	                     answers with a page
//	audit FILE           holds the bets of a CSV file against what was played there
//	unpack ARCHIVE       writes what is in an archive of testdata
//	versions NAME…       sets a variable to the name of each model version, oldest first
//	spoil STATEMENT      writes to the home's published copy, as no job does
//	cut FILE BYTES       cuts a file short
//	flip PATTERN         changes one bit in the middle of the file that matches;
//	                     cuts and removes do what they say, saves copies it to
//	                     saved and sets SAVED to its path
//	newer                makes the home's warehouse one of a newer program
//	hold LOCK WHO        takes one of the home's locks until the script ends
func TestScripts(t *testing.T) {
	homes, publishers := &homes{dir: t.TempDir()}, &publishers{at: map[string]published{}}
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits,
			"world": func(ts *testscript.TestScript, _ bool, args []string) {
				ts.Check(matchfiles.New(matchfiles.DefaultSeed).Write(ts.MkAbs(args[0])))
			},
			"home": func(ts *testscript.TestScript, _ bool, args []string) {
				from, err := homes.get(args[0])
				ts.Check(err)
				ts.Check(os.CopyFS(ts.MkAbs("home"), os.DirFS(from)))
				stat, err := os.Stat(filepath.Join(from, "analytics.duckdb"))
				ts.Check(err) // with its time it is the copy that was published
				ts.Check(os.Chtimes(ts.MkAbs("home/analytics.duckdb"), time.Time{}, stat.ModTime()))
				ts.Setenv("MATCHDAY_HOME", ts.MkAbs("home"))
			},
			"publisher": publishers.command,
			"audit":     publishers.audit,
			"unpack": func(ts *testscript.TestScript, _ bool, args []string) {
				ts.Check(unpack(filepath.Join("testdata", args[0]), ts.MkAbs(".")))
			},
			"versions": versions,
			"spoil": func(ts *testscript.TestScript, _ bool, args []string) {
				db, err := duck.Open(t.Context(), ts.MkAbs("home/analytics.duckdb"), duck.Options{})
				ts.Check(err)
				_, err = db.Exec(args[0])
				ts.Check(errors.Join(err, db.Close()))
			},
			"cut": func(ts *testscript.TestScript, _ bool, args []string) {
				size, err := strconv.ParseInt(args[1], 10, 64)
				ts.Check(errors.Join(err, os.Truncate(ts.MkAbs(args[0]), size)))
			},
			"flip": onTheFirst(func(ts *testscript.TestScript, path string) {
				content, err := os.ReadFile(path)
				ts.Check(err)
				content[len(content)/2] ^= 1
				ts.Check(os.WriteFile(path, content, 0o644))
			}),
			"cuts":    onTheFirst(func(ts *testscript.TestScript, path string) { ts.Check(os.Truncate(path, 100)) }),
			"removes": onTheFirst(func(ts *testscript.TestScript, path string) { ts.Check(os.Remove(path)) }),
			"saves": onTheFirst(func(ts *testscript.TestScript, path string) {
				content, err := os.ReadFile(path)
				ts.Check(errors.Join(err, os.WriteFile(ts.MkAbs("saved"), content, 0o644)))
				ts.Setenv("SAVED", path)
			}),
			"whole": func(ts *testscript.TestScript, _ bool, _ []string) {
				ts.Check(warehouse.WriteLogIn(t.Context(), warehouse.Home{Dir: ts.MkAbs("home")}))
			},
			"newer": func(ts *testscript.TestScript, _ bool, _ []string) {
				db, err := duck.Open(t.Context(), ts.MkAbs("home/warehouse.duckdb"), duck.Options{})
				ts.Check(err)
				_, err = db.Exec("insert into schema_versions values (99)")
				ts.Check(errors.Join(err, db.Close()))
			},
			"hold": func(ts *testscript.TestScript, _ bool, args []string) {
				lock, err := warehouse.Acquire(t.Context(), filepath.Join(ts.MkAbs("home"), args[0]), args[1], 0)
				ts.Check(err)
				ts.Defer(func() { ts.Check(lock.Release()) })
			},
		},
	})
}

// onTheFirst does something with the first file that matches a pattern: a table may be
// several.
func onTheFirst(do func(*testscript.TestScript, string)) func(*testscript.TestScript, bool, []string) {
	return func(ts *testscript.TestScript, neg bool, args []string) {
		found, err := filepath.Glob(ts.MkAbs(args[0]))
		ts.Check(err)
		if neg || len(found) == 0 {
			ts.Fatalf("no file matches %s", args[0])
		}
		do(ts, found[0])
	}
}

// versions fails unless there are as many as there are names for them.
func versions(ts *testscript.TestScript, neg bool, args []string) {
	found, err := filepath.Glob(ts.MkAbs("home/models/2*"))
	ts.Check(err)
	if neg || len(found) != len(args) {
		ts.Fatalf("%d model versions for the names %v", len(found), args)
	}
	for i, name := range args {
		ts.Setenv(name, filepath.Base(found[i]))
	}
}

func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND…")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			ts.Fatalf("%v", err)
		}
		got = exit.ExitCode()
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

// homes makes each state of a home once, by the command itself, for all scripts
// that start from it.
type homes struct {
	dir                string
	landed, backtested sync.Once
	err                error
}

func (h *homes) get(state string) (string, error) {
	landed, backtested := filepath.Join(h.dir, "landed"), filepath.Join(h.dir, "backtested")
	h.landed.Do(func() {
		files := filepath.Join(h.dir, "files")
		h.err = errors.Join(matchfiles.New(matchfiles.DefaultSeed).Write(files), h.matchday("--home", landed, "land", "footballdata", files))
	})
	switch state {
	case "landed":
		return landed, h.err
	case "backtested":
		h.backtested.Do(func() {
			h.err = errors.Join(h.err, os.CopyFS(backtested, os.DirFS(landed)),
				h.matchday("--home", backtested, "backtest", "--from", "2025-01-01"))
		})
		return backtested, h.err
	}
	return "", fmt.Errorf("home: unknown state %q", state)
}

func (h *homes) matchday(args ...string) error {
	out, err := exec.Command("matchday", args...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("matchday %v: %w\n%s", args, err, out)
	}
	return nil
}
