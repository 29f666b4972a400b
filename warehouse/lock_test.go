package warehouse_test

import (
	"bufio"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"matchday/warehouse"
	"matchday/warehouse/duck"
)

// actor is the environment variable that makes this test binary act as another
// process; its value is the act.
const actor = "MATCHDAY_TEST_ACT"

func TestMain(m *testing.M) {
	if act := os.Getenv(actor); act != "" {
		os.Exit(actAs(act, os.Getenv(actor+"_HOME"), os.Getenv(actor+"_FAILPOINT")))
	}
	os.Exit(m.Run())
}

// actAs does something in a home. An act that takes hold of something says so
// and waits to be killed. Any other kills itself at its n-th failpoint, if it
// has so many.
func actAs(act, dir, n string) int {
	ctx := context.Background()
	h := warehouse.Home{Dir: dir, Who: "the other job", Wait: time.Minute}
	failpoint := killAt(n)
	var err error
	switch act {
	case "hold":
		_, err = warehouse.Acquire(ctx, filepath.Join(dir, "warehouse.lock"), h.Who, 0)
	case "open":
		// As a person's shell does, without our lock.
		if err = os.MkdirAll(dir, 0o755); err == nil {
			_, err = duck.Open(ctx, h.File(), duck.Options{})
		}
	case "read":
		_, err = duck.Open(ctx, h.Analytics(), duck.Options{ReadOnly: true})
	case "own view":
		var db *sql.DB
		if db, err = duck.Open(ctx, h.Analytics(), duck.Options{}); err == nil {
			_, err = db.Exec("create table mine (x int); create view my_runs as from runs; create macro half(x) as x / 2")
		}
	case "replace":
		err = warehouse.ReplaceBacktest(ctx, h.FailAt(failpoint), smallBatch("second"))
	case "publish":
		err = warehouse.Publish(ctx, h.FailAt(failpoint))
	case "append", "append to a long log", "append to a full disk", "append to a long log on a full disk":
		if strings.Contains(act, "long log") {
			h = h.LogUpTo(1)
		}
		if strings.Contains(act, "full disk") {
			err = fill(warehouse.Wal(h.File()), n)
			failpoint = func(string) {}
		}
		if err != nil {
			break
		}
		err = warehouse.AppendLive(ctx, h.FailAt(failpoint), func(ctx context.Context, tx *warehouse.Transaction) error {
			b := nthBatch(n)
			err := tx.Record(ctx, b.Run)
			failpoint("run recorded")
			return errors.Join(err, tx.Add(ctx, b))
		})
	}
	if err != nil {
		fmt.Println(err)
		return 1
	}
	if act == "hold" || act == "open" || act == "read" || act == "own view" {
		fmt.Println("ready")
		select {} // until killed
	}
	fmt.Println("over")
	return 0
}

// fill makes the disk full, for this process, n bytes behind the end of a file.
func fill(path, n string) error {
	stat, err := os.Stat(path)
	if err != nil {
		return err
	}
	left, err := strconv.Atoi(n)
	if err != nil {
		return err
	}
	signal.Ignore(syscall.SIGXFSZ) // so that the write fails
	most := uint64(int(stat.Size()) + left)
	return syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: most, Max: most})
}

// killAt makes the failpoint that kills this process when it is reached for the
// n-th time.
func killAt(n string) func(point string) {
	left, _ := strconv.Atoi(n)
	return func(point string) {
		if left--; left == 0 {
			fmt.Println("killed:", point)
			_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
			select {}
		}
	}
}

// another prepares an act in another process.
func another(t *testing.T, h warehouse.Home, act string, failpoint int) *exec.Cmd {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), actor+"="+act, actor+"_HOME="+h.Dir, actor+"_FAILPOINT="+strconv.Itoa(failpoint))
	return cmd
}

// start begins an act that takes hold of something, and returns when it has,
// with a function that kills it, as kill -9 does.
func start(t *testing.T, h warehouse.Home, act string) (kill func()) {
	t.Helper()
	cmd := another(t, h, act, 0)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	kill = sync.OnceFunc(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait() // reports the kill
	})
	t.Cleanup(kill)
	if line, _ := bufio.NewReader(out).ReadString('\n'); line != "ready\n" {
		t.Fatalf("the other process said %q", line)
	}
	return kill
}

// killedEverywhere kills an act at each of its failpoints, in a process each,
// and calls check with the point's name after each kill. It returns the names.
func killedEverywhere(t *testing.T, h warehouse.Home, act string, check func(point string)) (points []string) {
	t.Helper()
	for n := 1; ; n++ {
		out, err := another(t, h, act, n).CombinedOutput()
		said := strings.TrimSpace(string(out))
		if said == "over" && err == nil {
			return points
		}
		point, killed := strings.CutPrefix(said, "killed: ")
		if !killed {
			t.Fatalf("the process that %ss said %q (%v)", act, said, err)
		}
		points = append(points, point)
		check(point)
	}
}

// waited is a context that does something when it is first asked for its end:
// only who waits asks.
type waited struct {
	context.Context
	first func()
}

func (w waited) Done() <-chan struct{} {
	w.first()
	return w.Context.Done()
}

func whenWaiting(ctx context.Context, do func()) context.Context {
	return waited{ctx, sync.OnceFunc(do)}
}

func TestAWriterQueuesAndSaysWhoHoldsTheLock(t *testing.T) {
	h := newHome(t)
	h.Wait = 100 * time.Millisecond
	kill := start(t, h, "hold")
	for name, write := range map[string]func() error{
		"ReplaceBacktest": func() error { return warehouse.ReplaceBacktest(t.Context(), h, smallBatch("second")) },
		"Publish":         func() error { return warehouse.Publish(t.Context(), h) },
	} {
		err := write()
		var busy *warehouse.BusyError
		if !errors.As(err, &busy) || !strings.HasPrefix(busy.Holder, "the other job (process ") {
			t.Errorf("%s: got %v, want a BusyError that names the other job", name, err)
		}
	}
	h.Wait = time.Minute
	if err := warehouse.ReplaceBacktest(whenWaiting(t.Context(), kill), h, smallBatch("second")); err != nil {
		t.Errorf("the lock of a killed process stayed: %v", err)
	}
}

func TestAShellOnTheWarehouseIsNamedToo(t *testing.T) {
	h := newHome(t)
	start(t, h, "open")
	err := warehouse.Publish(t.Context(), h)
	var busy *warehouse.BusyError
	if !errors.As(err, &busy) || !strings.Contains(busy.Holder, "PID") {
		t.Errorf("got %v, want a BusyError that names the other process", err)
	}
}

func TestALockIsGivenUpWhenTheContextEnds(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lock")
	lock, err := warehouse.Acquire(t.Context(), path, "first", 0)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	if _, err := warehouse.Acquire(whenWaiting(ctx, cancel), path, "second", time.Hour); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want the context's error", err)
	}
	if err := lock.Release(); err != nil {
		t.Fatal(err)
	}
	again, err := warehouse.Acquire(t.Context(), path, "third", 0)
	if err != nil {
		t.Fatalf("a released lock was not free: %v", err)
	}
	if err := again.Release(); err != nil {
		t.Error(err)
	}
}

func TestAKillWhileWritingLeavesOneWholeBacktest(t *testing.T) {
	h := newHome(t)
	replaceAndPublish(t, h, smallBatch("first"))
	stands := "first"
	points := killedEverywhere(t, h, "replace", func(point string) {
		if got := ask(t, h, "SELECT run_id FROM runs"); got != "run_id\nfirst\n" {
			t.Errorf("before it is published again the copy holds %q", got)
		}
		// Published in a home of its own, so that the next kill meets this one's copy.
		other := newHome(t)
		if err := errors.Join(warehouse.Copy(t.Context(), h, other), warehouse.Publish(t.Context(), other)); err != nil {
			t.Fatal(err)
		}
		if point == "renamed" {
			stands = "second"
		}
		got := ask(t, other, `SELECT (SELECT run_id FROM runs) AS run, (SELECT count(DISTINCT run_id) FROM predictions NATURAL JOIN runs) AS predicted,
			(SELECT count(*) FROM model_predictions) AS models, (SELECT count(*) FROM bets) AS bets, (SELECT sum(amount) FROM ledger) AS money`)
		if want := "run,predicted,models,bets,money\n" + stands + ",1,4,2,1014.8100\n"; got != want {
			t.Errorf("killed at %q the warehouse holds %swant %s", point, got, want)
		}
		if left, err := filepath.Glob(h.File() + ".wal"); err != nil || left != nil {
			t.Errorf("killed at %q a log stayed beside the warehouse (%v)", point, err)
		}
	})
	if want := []string{"run inserted", "written", "renamed"}; !slices.Equal(points, want) {
		t.Errorf("killed at %q, want %q", points, want)
	}
}

func TestAKillWhilePublishingLeavesTheOldCopyOrTheNew(t *testing.T) {
	h := newHome(t)
	replaceAndPublish(t, h, smallBatch("first"))
	if err := warehouse.ReplaceBacktest(t.Context(), h, smallBatch("second")); err != nil {
		t.Fatal(err)
	}
	points := killedEverywhere(t, h, "publish", func(point string) {
		want := map[bool]string{false: "run_id\nfirst\n", true: "run_id\nsecond\n"}[point == "renamed"]
		if got := ask(t, h, "SELECT run_id FROM runs"); got != want {
			t.Errorf("killed at %q the copy holds %q, want %q", point, got, want)
		}
	})
	if want := []string{"warehouse copied", "written", "renamed", "renamed"}; !slices.Equal(points, want) {
		t.Errorf("killed at %q, want %q", points, want)
	}
	whole := newHome(t)
	replaceAndPublish(t, whole, smallBatch("second"))
	for _, table := range warehouse.CopiedTables() {
		if got, want := ask(t, h, "FROM "+table), ask(t, whole, "FROM "+table); got != want {
			t.Errorf("%s after the kills:\n%s\nwithout:\n%s", table, got, want)
		}
	}
}

// TestAForeignLogIsNotReplayed plants what would put one database's rows into
// another: DuckDB replays any log that bears the file's name.
func TestAForeignLogIsNotReplayed(t *testing.T) {
	h := newHome(t)
	replaceAndPublish(t, h, smallBatch("first"))
	db, err := duck.Open(t.Context(), h.Analytics()+warehouse.Building, duck.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("CREATE TABLE half_built (x INT)"); err != nil {
		t.Fatal(err)
	}
	// A killed Publish leaves its half and the half's log.
	log, err := os.ReadFile(warehouse.Wal(h.Analytics() + warehouse.Building))
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(warehouse.Wal(h.Analytics()+warehouse.Building), log, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := warehouse.Publish(t.Context(), h); err != nil {
		t.Fatal(err)
	}
	if got := ask(t, h, "SELECT count(*) AS n FROM duckdb_tables() WHERE table_name = 'half_built'"); got != "n\n0\n" {
		t.Errorf("the half-finished table came back: %s", got)
	}
}
