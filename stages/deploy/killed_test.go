package deploy

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"
)

// TestNobodyKillsTheRegistry kills a process that adds, deploys, rolls back and
// prunes without end, at moments drawn by a seed: whenever it dies, the pointer
// names a version that is whole, and so are all others.
func TestNobodyKillsTheRegistry(t *testing.T) {
	if dir, ok := os.LookupEnv("MATCHDAY_TEST_REGISTRY"); ok {
		busy(t, Registry{Dir: dir}, os.Getenv("MATCHDAY_TEST_ROUND"))
		return
	}
	r := registry(t)
	rng := rand.New(rand.NewPCG(7, 7))
	champions := map[string]bool{}
	for round := range 15 {
		child := exec.Command(os.Args[0], "-test.run", "^TestNobodyKillsTheRegistry$")
		child.Env = append(os.Environ(), "MATCHDAY_TEST_REGISTRY="+r.Dir, "MATCHDAY_TEST_ROUND="+strconv.Itoa(round))
		out := &strings.Builder{}
		child.Stdout, child.Stderr = out, out
		if err := child.Start(); err != nil {
			t.Fatal(err)
		}
		begun := func() bool { _, err := os.Stat(r.Dir + "/began-" + strconv.Itoa(round)); return err == nil }
		for !begun() {
			time.Sleep(time.Millisecond)
		}
		time.Sleep(time.Duration(rng.IntN(60)) * time.Millisecond)
		if err := child.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		if err := child.Wait(); err == nil || strings.Contains(out.String(), "FAIL") {
			t.Fatalf("the child ended by itself: %v\n%s", err, out)
		}
		if c := whole(t, r); c != "" {
			champions[c] = true
		}
	}
	if len(champions) < 3 {
		t.Errorf("only %d champions in 15 rounds: the test showed nothing", len(champions))
	}
}

// busy works on the registry until it is killed.
func busy(t *testing.T, r Registry, round string) {
	n, err := strconv.Atoi(round)
	if err != nil {
		t.Fatal(err)
	}
	block := strings.Repeat("ratings ", 1<<13)
	for i := 0; ; i++ {
		at := sunday.Add(time.Duration(n)*time.Hour + time.Duration(i)*time.Second)
		m := added(t, r, at, fmt.Sprint(n, i)+block)
		if _, err := r.Deploy(m.Version, "better", at); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(r.Dir+"/began-"+round, nil, 0o644); err != nil {
			t.Fatal(err)
		}
		if i%3 == 2 {
			if _, err := r.Rollback("", "worse", at); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := r.Prune(2); err != nil {
			t.Fatal(err)
		}
	}
}

// whole holds every version against its sums and returns the champion.
func whole(t *testing.T, r Registry) string {
	t.Helper()
	list, err := r.List()
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range list {
		if _, _, err := r.Open(m.Version, hand); err != nil {
			t.Error(err)
		}
	}
	c, err := r.Champion()
	if errors.Is(err, ErrNoChampion) {
		return ""
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range []string{c.Version, c.Before()} {
		if _, err := r.Verify(v); v != "" && err != nil {
			t.Errorf("the champion or the one before it: %v", err)
		}
	}
	return c.Version
}
