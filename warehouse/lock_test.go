package warehouse

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"matchday/warehouse/duck"
)

// child is the environment variable that makes this test binary act as another
// process; its value is the act.
const child = "MATCHDAY_TEST_CHILD"

func TestMain(m *testing.M) {
	if act := os.Getenv(child); act != "" {
		os.Exit(actAs(act, os.Getenv(child+"_HOME")))
	}
	os.Exit(m.Run())
}

// actAs does something in a home and says "ready" when it is done; then it
// waits to be killed.
func actAs(act, dir string) int {
	ctx := context.Background()
	h := Home{Dir: dir, Who: "the other job", Wait: 10 * time.Second}
	var err error
	switch act {
	case "hold":
		_, err = Acquire(ctx, filepath.Join(dir, "warehouse.lock"), h.Who, 0)
	case "open":
		// As a person's shell does, without our lock.
		if err = os.MkdirAll(dir, 0o755); err == nil {
			_, err = open(ctx, h.File(), duck.Options{})
		}
	case "replace":
		err = ReplaceBacktest(ctx, h, smallBooks("killed"))
	case "replace for ever":
		fmt.Println("ready")
		for n := 0; err == nil; n++ {
			err = ReplaceBacktest(ctx, h, smallBooks(fmt.Sprint("run ", n)))
		}
	case "append for ever":
		fmt.Println("ready")
		for n := os.Getpid() * 10000; err == nil; n++ {
			err = AppendLive(ctx, h, func(ctx context.Context, tx *Transaction) error {
				b := nthBooks(n)
				return errors.Join(tx.Record(ctx, b.Run), tx.Add(ctx, b))
			})
		}
	}
	if err != nil {
		fmt.Println(err)
		return 1
	}
	fmt.Println("ready")
	select {} // until killed
}

// start runs an act in another process and returns when it is ready, with a
// function that kills it, as kill -9 does.
func start(t *testing.T, h Home, act string) (kill func()) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), child+"="+act, child+"_HOME="+h.Dir)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	done := false
	kill = func() {
		if !done {
			done = true
			_ = cmd.Process.Kill()
			_ = cmd.Wait() // reports the kill
		}
	}
	t.Cleanup(kill)
	if line, _ := bufio.NewReader(out).ReadString('\n'); line != "ready\n" {
		t.Fatalf("the other process said %q", line)
	}
	return kill
}

func TestAWriterQueuesAndSaysWhoHoldsTheLock(t *testing.T) {
	h := newHome(t)
	h.Wait = 100 * time.Millisecond
	kill := start(t, h, "hold")
	for name, write := range map[string]func() error{
		"ReplaceBacktest": func() error { return ReplaceBacktest(t.Context(), h, smallBooks("second")) },
		"Publish":         func() error { return Publish(t.Context(), h) },
	} {
		err := write()
		var busy *BusyError
		if !errors.As(err, &busy) || !strings.HasPrefix(busy.Holder, "the other job (process ") {
			t.Errorf("%s: got %v, want a BusyError that names the other job", name, err)
		}
	}
	h.Wait = 10 * time.Second
	time.AfterFunc(200*time.Millisecond, kill)
	if err := ReplaceBacktest(t.Context(), h, smallBooks("second")); err != nil {
		t.Errorf("the lock of a killed process stayed: %v", err)
	}
}

func TestAShellOnTheWarehouseIsNamedToo(t *testing.T) {
	h := newHome(t)
	start(t, h, "open")
	err := Publish(t.Context(), h)
	var busy *BusyError
	if !errors.As(err, &busy) || !strings.Contains(busy.Holder, "PID") {
		t.Errorf("got %v, want a BusyError that names the other process", err)
	}
}

func TestALockIsGivenUpWhenTheContextEnds(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lock")
	lock, err := Acquire(t.Context(), path, "first", 0)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := Acquire(ctx, path, "second", time.Minute); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v, want the context's error", err)
	}
	if err := lock.Release(); err != nil {
		t.Fatal(err)
	}
	again, err := Acquire(t.Context(), path, "third", 0)
	if err != nil {
		t.Fatalf("a released lock was not to be had: %v", err)
	}
	if err := again.Release(); err != nil {
		t.Error(err)
	}
}

func TestAKillBetweenWriteAndPublishLosesNothing(t *testing.T) {
	h, whole := newHome(t), newHome(t)
	replaceAndPublish(t, h, smallBooks("before"))
	start(t, h, "replace")()
	if got := ask(t, h, "SELECT run_id FROM runs"); got != "run_id\nbefore\n" {
		t.Errorf("before it is published again the copy holds %q", got)
	}
	if err := Publish(t.Context(), h); err != nil {
		t.Fatal(err)
	}
	replaceAndPublish(t, whole, smallBooks("killed"))
	for _, table := range keptTables {
		if got, want := ask(t, h, "FROM "+table.name), ask(t, whole, "FROM "+table.name); got != want {
			t.Errorf("%s after a kill:\n%s\nwithout:\n%s", table.name, got, want)
		}
	}
}

func TestAKillWhileWritingLeavesOneWholeBacktest(t *testing.T) {
	h := newHome(t)
	if err := ReplaceBacktest(t.Context(), h, smallBooks("first")); err != nil {
		t.Fatal(err)
	}
	for n := range 4 {
		kill := start(t, h, "replace for ever")
		time.Sleep(time.Duration(60+90*n) * time.Millisecond)
		kill()
		if err := Publish(t.Context(), h); err != nil {
			t.Fatal(err)
		}
		got := ask(t, h, `SELECT (SELECT count(*) FROM runs) AS runs, (SELECT count(DISTINCT run_id) FROM predictions NATURAL JOIN runs) AS predicted,
			(SELECT count(*) FROM model_predictions) AS models, (SELECT count(*) FROM bets) AS bets, (SELECT sum(amount) FROM ledger) AS money`)
		whole := "runs,predicted,models,bets,money\n1,1,4,2,1014.8100\n"
		if got != whole {
			t.Errorf("after kill %d the books are %s", n, got)
		}
		if left, err := exists(wal(h.File())); err != nil || left {
			t.Errorf("a log stayed beside the warehouse (%v)", err)
		}
	}
}

// TestAForeignLogIsNotReplayed plants what would put one database's rows into
// another: DuckDB replays any log that bears the file's name.
func TestAForeignLogIsNotReplayed(t *testing.T) {
	h := newHome(t)
	replaceAndPublish(t, h, smallBooks("first"))
	db, err := open(t.Context(), h.Analytics()+building, duck.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("CREATE TABLE half_built (x INT)"); err != nil {
		t.Fatal(err)
	}
	// A killed Publish leaves its half and the half's log.
	log, err := os.ReadFile(wal(h.Analytics() + building))
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(wal(h.Analytics()+building), log, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := Publish(t.Context(), h); err != nil {
		t.Fatal(err)
	}
	if got := ask(t, h, "SELECT count(*) AS n FROM duckdb_tables() WHERE table_name = 'half_built'"); got != "n\n0\n" {
		t.Errorf("the half-built table came back: %s", got)
	}
}
