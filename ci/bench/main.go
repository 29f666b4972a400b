// Command bench measures the jobs on real files: how long they take and how
// much memory they need, beside the machine, the commit and the size of what
// was read. It is `make bench`, and no test: figures are for people to compare.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"
)

func main() {
	shared := flag.String("data", "../shared/data", "the folder that holds football-data, football-data-later and football-data-new")
	bin := flag.String("bin", "bin/matchday", "the command to measure")
	from := flag.String("from", "2014-07-01", "first match date of the backtest")
	out := flag.String("out", "docs/benchmarks.txt", "the file to write")
	flag.Parse()
	if err := bench(*shared, *bin, *from, *out); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// bench runs the jobs in a home that it removes, and writes the figures to
// stdout and to the file, which it replaces only when all is measured.
func bench(shared, bin, from, out string) error {
	folders, files, size, err := survey(shared)
	if err != nil {
		return err
	}
	if len(folders) == 0 {
		fmt.Printf("bench: SKIPPED, there are no football-data files in %s; set MATCHDAY_SHARED\n", shared)
		return nil
	}
	home, err := os.MkdirTemp("", "matchday-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(home)

	var text bytes.Buffer
	w := io.MultiWriter(&text, os.Stdout)
	fmt.Fprintf(w, "machine  %s\ncommit   %s\nread     %d files, %.1f MB\n\n", machine(), commit(), files, float64(size)/1e6)
	fmt.Fprintf(w, "%-44s %9s %9s\n", "job", "seconds", "peak MB")
	for _, job := range []struct {
		name string
		args []string
	}{
		{"land and stage all files", append([]string{"land", "footballdata"}, folders...)},
		{"land and stage them once more", append([]string{"land", "footballdata"}, folders...)},
		{"features", []string{"features"}},
		{"weekly: stage, features, two fits, gate", []string{"weekly", "--dry-run"}},
		{"backtest of all divisions from " + from, []string{"backtest", "--from", from}},
		{"checks", []string{"check"}},
	} {
		seconds, peak, err := measure(bin, append([]string{"--home", home, "--log-level", "error"}, job.args...))
		if err != nil {
			return fmt.Errorf("%s: %w", job.name, err)
		}
		fmt.Fprintf(w, "%-44s %9.1f %9.0f\n", job.name, seconds, peak)
	}
	fmt.Fprintln(w)
	micro := exec.Command("go", "test", "-run", "^$", "-bench", ".", "-benchtime", "3x", "./...")
	lines, err := micro.Output()
	if err != nil {
		return fmt.Errorf("go test -bench: %w\n%s", err, lines)
	}
	for line := range strings.Lines(string(lines)) {
		if strings.HasPrefix(line, "Benchmark") {
			fmt.Fprint(w, line)
		}
	}
	return os.WriteFile(out, text.Bytes(), 0o644)
}

// survey finds the folders to land and what they hold.
func survey(shared string) (folders []string, files int, size int64, err error) {
	for _, name := range []string{"football-data", "football-data-later", "football-data-new"} {
		dir := filepath.Join(shared, name)
		if _, err := os.Stat(dir); err != nil {
			continue
		}
		folders = append(folders, dir)
		err = filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
			if err != nil || !strings.EqualFold(filepath.Ext(path), ".csv") {
				return err
			}
			stat, err := d.Info()
			if err == nil {
				files, size = files+1, size+stat.Size()
			}
			return err
		})
		if err != nil {
			return nil, 0, 0, err
		}
	}
	return folders, files, size, nil
}

// measure runs the command to its end: wall-clock seconds and the largest
// resident size in MB. A check that says no (exit code 3) has been measured.
func measure(bin string, args []string) (seconds, peak float64, err error) {
	c := exec.Command(bin, args...)
	var stderr bytes.Buffer
	c.Stderr = &stderr
	start := time.Now()
	err = c.Run()
	seconds = time.Since(start).Seconds()
	if err != nil && c.ProcessState.ExitCode() != 3 {
		return 0, 0, fmt.Errorf("%w: %s", err, stderr.String())
	}
	unit := 1e3 // Linux counts kilobytes, macOS bytes
	if runtime.GOOS == "darwin" {
		unit = 1e6
	}
	usage := c.ProcessState.SysUsage().(*syscall.Rusage)
	return seconds, float64(usage.Maxrss) / unit, nil
}

// machine is the processor's name where Linux tells it, and their number.
func machine() string {
	name := runtime.GOOS + "/" + runtime.GOARCH
	if text, err := os.ReadFile("/proc/cpuinfo"); err == nil {
		for line := range strings.Lines(string(text)) {
			if key, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(key) == "model name" {
				name += ", " + strings.TrimSpace(value)
				break
			}
		}
	}
	return fmt.Sprintf("%s, %d processors, %s", name, runtime.NumCPU(), runtime.Version())
}

// commit is the checkout's, marked if files differ from it.
func commit() string {
	out, err := exec.Command("git", "describe", "--always", "--dirty", "--abbrev=12").Output()
	if err != nil {
		return "unknown"
	}
	return strings.TrimSpace(string(out))
}
