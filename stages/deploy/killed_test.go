package deploy

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestNobodyKillsTheRegistry kills a process that adds, deploys, rolls back and
// prunes at each of its failpoints in turn: whenever it dies, the pointer names a
// version that is whole, and so are all others.
func TestNobodyKillsTheRegistry(t *testing.T) {
	if dir, ok := os.LookupEnv("MATCHDAY_TEST_REGISTRY"); ok {
		busy(t, dir, os.Getenv("MATCHDAY_TEST_FAILPOINT"))
		return
	}
	// Each point is met by the versions that the kills before it left.
	r := registry(t)
	champions, points := map[string]bool{}, map[string]int{}
	n := 1
	for ; ; n++ {
		child := exec.Command(os.Args[0], "-test.run", "^TestNobodyKillsTheRegistry$")
		child.Env = append(os.Environ(), "MATCHDAY_TEST_REGISTRY="+r.Dir, "MATCHDAY_TEST_FAILPOINT="+strconv.Itoa(n))
		out, err := child.CombinedOutput()
		champions[whole(t, r)] = true
		if err == nil {
			break
		}
		point, killed := strings.CutPrefix(strings.TrimSpace(string(out)), "killed: ")
		if !killed {
			t.Fatalf("the child ended by itself: %v\n%s", err, out)
		}
		points[point]++
	}
	for _, point := range []string{"models written", "written", "renamed", "hidden"} {
		if points[point] < 2 {
			t.Errorf("killed %d times at %q", points[point], point)
		}
	}
	if len(champions) < 3 {
		t.Errorf("only %d champions in %d kills: the test showed nothing", len(champions), n)
	}
}

// busy works on the registry and kills itself at its n-th failpoint, if there
// are so many.
func busy(t *testing.T, dir, n string) {
	left, err := strconv.Atoi(n)
	if err != nil {
		t.Fatal(err)
	}
	first := sunday.Add(time.Duration(left) * time.Hour)
	r := Registry{Dir: dir, failpoint: func(point string) {
		if left--; left == 0 {
			fmt.Println("killed:", point)
			_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
			select {}
		}
	}}
	for i := range 3 {
		at := first.Add(time.Duration(i) * time.Second)
		m := added(t, r, at, fmt.Sprint("ratings ", n, i))
		if _, err := r.Deploy(m.Version, "better", at); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := r.Rollback("", "worse", first.Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Prune(1); err != nil {
		t.Fatal(err)
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
		if _, _, err := r.Open(m.Version, current); err != nil {
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
