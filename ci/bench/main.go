// Command bench measures the jobs on real files: how long they take and how
// much memory they need, beside the machine, the commit and the size of what
// was read. It is `make bench`, and no test: figures are for people to compare.
package main

import (
	"bytes"
	"context"
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

	"matchday/ci/harness"
)

func main() {
	m := harness.New("bench", "docs/benchmarks.txt", "")
	from := flag.String("from", "2014-07-01", "first match date of the backtest")
	m.Main(func(_ context.Context, page io.Writer) error { return bench(m, *from, io.MultiWriter(page, os.Stdout)) })
}

// bench runs the jobs and writes how long they take.
func bench(m *harness.Measurement, from string, w io.Writer) error {
	folders := m.MatchFiles()
	files, size, err := survey(folders)
	if err != nil {
		return err
	}
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
		seconds, peak, err := measure(m.Command(job.args...))
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
	return nil
}

// survey counts the match files in folders and their bytes.
func survey(folders []string) (files int, size int64, err error) {
	for _, dir := range folders {
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
			return 0, 0, err
		}
	}
	return files, size, nil
}

// measure runs a command to its end: wall-clock seconds and the largest
// resident size in MB. A check that says no (exit code 3) has been measured.
func measure(c *exec.Cmd) (seconds, peak float64, err error) {
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
