package main

import (
	"bytes"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"
)

// figures are what one process cost.
type figures struct {
	wall, cpu float64 // seconds; cpu is user and system
	peak      float64 // MB, the largest resident size
	written   float64 // MB that it had the disk write; NaN where the system does not count them
	fsyncs    float64 // NaN without strace
}

// add sums the costs of processes that run one after the other, n times the second.
func (f figures) add(g figures, n float64) figures {
	return figures{f.wall + n*g.wall, f.cpu + n*g.cpu, max(f.peak, g.peak), f.written + n*g.written, f.fsyncs + n*g.fsyncs}
}

// syncs are the system calls that wait for a disk.
const syncs = "fsync,fdatasync,sync_file_range,syncfs,sync"

// measure runs a command to its end. A check or gate that says no (exit code 3) has been
// measured.
func (b *bench) measure(c *exec.Cmd) (f figures, err error) {
	trace := filepath.Join(b.scratch, "syncs")
	if b.strace != "" {
		// The tracer is a process beside the command, whose own usage is counted, and it
		// stops the command at these calls alone.
		c.Args = append([]string{b.strace, "-D", "-f", "--seccomp-bpf", "-qq", "-e", "trace=" + syncs, "-o", trace, c.Path}, c.Args[1:]...)
		c.Path = b.strace
	}
	var output bytes.Buffer
	c.Stdout, c.Stderr = &output, &output
	start := time.Now()
	err = c.Run()
	f.wall = time.Since(start).Seconds()
	if err != nil && c.ProcessState.ExitCode() != 3 {
		return f, fmt.Errorf("%s: %w: %s", strings.Join(c.Args, " "), err, output.Bytes())
	}
	usage := c.ProcessState.SysUsage().(*syscall.Rusage)
	f.cpu = (c.ProcessState.UserTime() + c.ProcessState.SystemTime()).Seconds()
	f.peak, f.written, f.fsyncs = float64(usage.Maxrss)/1e3, float64(usage.Oublock)*512/1e6, math.NaN()
	if runtime.GOOS != "linux" {
		f.peak, f.written = float64(usage.Maxrss)/1e6, math.NaN() // bytes; blocks are not counted
	}
	if b.strace != "" {
		f.fsyncs, err = countSyncs(trace)
		return f, err
	}
	return f, nil
}

// countSyncs counts the calls in the tracer's file, once the tracer has ended it.
func countSyncs(trace string) (float64, error) {
	var before []byte
	for range 50 {
		time.Sleep(50 * time.Millisecond)
		text, err := os.ReadFile(trace)
		if err != nil {
			return 0, err
		}
		if before != nil && bytes.Equal(text, before) {
			break
		}
		before = text
	}
	n := 0
	for line := range strings.Lines(string(before)) {
		if strings.Contains(line, "sync") && !strings.Contains(line, "resumed>") {
			n++
		}
	}
	return float64(n), nil
}

// findStrace finds a strace that can do what measure asks of it; empty if there is none.
func findStrace() string {
	path, err := exec.LookPath("strace")
	if err != nil {
		return ""
	}
	null := os.DevNull
	if err := exec.Command(path, "-D", "-f", "--seccomp-bpf", "-qq", "-e", "trace="+syncs, "-o", null, "true").Run(); err != nil {
		return ""
	}
	return path
}

// exponent is the power of size with which a cost grows between two sizes.
func exponent(from, to, small, large float64) float64 {
	return math.Log(to/from) / math.Log(large/small)
}

// String is the columns of a line.
func (f figures) String() string {
	return fmt.Sprintf("%9.2f %9.2f %8.0f %9s %7s", f.wall, f.cpu, f.peak, counted(f.written, 1), counted(f.fsyncs, 0))
}

// counted writes a figure that may not have been counted.
func counted(v float64, places int) string {
	if math.IsNaN(v) {
		return "-"
	}
	return fmt.Sprintf("%.*f", places, v)
}
