package schedule_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"matchday/invented/api"
	"matchday/pipelines/hometest"
	"matchday/pipelines/ingest"
	"matchday/pipelines/job"
	"matchday/pipelines/live"
	"matchday/pipelines/schedule"
	"matchday/pipelines/weekly"
	"matchday/warehouse"
)

// How much more a tick may cost in the last quarter of a year than in its first. A tick
// writes what is new: the rows of its run, the partition of the month, and those rows of
// the copy. None of that grows with the months before; what is left is slack of the
// databases' blocks, which are of 256 kB.
const (
	mostWritten = 1.3 // times the bytes of a tick that did the same
	mostCPU     = 1.5 // times its processor time, of which a part is noise
	mostGrowth  = 1.5 // times the growth of the home for each tick with news, in bytes and in files
	blockSlack  = 512 << 10
	cpuSlack    = 0.05 // seconds
)

// TestAYearOfTicksCostsNoMoreAtItsEndThanAtItsBeginning plays the ticks that are due of a
// small league for a year, each as a process would run it, and counts what they write and
// how long the processor works. Other time is not looked at: it is noise.
func TestAYearOfTicksCostsNoMoreAtItsEndThanAtItsBeginning(t *testing.T) {
	if os.Getenv("MATCHDAY_SOAK") == "" {
		t.Skip("it takes half an hour: run make soak")
	}
	if _, ok := writtenSoFar(t); !ok {
		t.Skip("the system does not count what a process writes")
	}
	y := newYear(t)
	end := soakStart.AddDate(0, 0, 4*quarterDays)
	if err := y.cron.Play(t.Context(), soakStart, end); err != nil {
		t.Fatal(err)
	}
	first, last := y.quarter(0), y.quarter(3)
	if first.written["hourly predicts"] == nil || last.written["hourly predicts"] == nil {
		t.Fatalf("no fixture was predicted in a quarter: %v, %v",
			slices.Sorted(maps.Keys(first.written)), slices.Sorted(maps.Keys(last.written)))
	}
	for _, kind := range slices.Sorted(maps.Keys(first.written)) {
		if len(first.written[kind]) >= 5 && len(last.written[kind]) >= 5 {
			costsNoMore(t, kind, first, last)
		}
	}
	for what, grown := range map[string]func(quarter) float64{
		"bytes a tick with news": func(q quarter) float64 { return q.bytes / q.news },
		"files a tick with news": func(q quarter) float64 { return q.files / q.news },
		"rows a prediction":      func(q quarter) float64 { return q.rows / q.predictions },
	} {
		from, to := grown(first), grown(last)
		t.Logf("the home grows by %.1f %s in the first quarter, by %.1f in the last", from, what, to)
		if to > mostGrowth*max(from, 0.5) {
			t.Errorf("the home grew by %.1f %s in the first quarter and by %.1f in the last", from, what, to)
		}
	}
}

// costsNoMore compares the medians of what ticks of one kind cost in two quarters.
func costsNoMore(t *testing.T, kind string, first, last quarter) {
	t.Helper()
	from, to := median(first.written[kind]), median(last.written[kind])
	fromCPU, toCPU := median(first.cpu[kind]), median(last.cpu[kind])
	t.Logf("%-22s %8.1f kB and %.3f CPU s in the first quarter (%d ticks), %8.1f kB and %.3f CPU s in the last (%d)",
		kind, from/1e3, fromCPU, len(first.cpu[kind]), to/1e3, toCPU, len(last.cpu[kind]))
	if to > mostWritten*from+blockSlack {
		t.Errorf("%s: a tick wrote %.0f kB in the first quarter and %.0f kB in the last: its cost grows with what is behind it",
			kind, from/1e3, to/1e3)
	}
	if toCPU > mostCPU*fromCPU+cpuSlack {
		t.Errorf("%s: a tick took %.3f CPU s in the first quarter and %.3f in the last: its cost grows with what is behind it",
			kind, fromCPU, toCPU)
	}
}

// quarterDays is a quarter of a year, in whole weeks.
const quarterDays = 91

// yearOfTicks is a home in which the ticks of a year are played.
type yearOfTicks struct {
	*soak
	t        *testing.T
	due      *schedule.DueJobs
	before   float64   // bytes written by this process before the tick
	worked   float64   // seconds of the processor that it had used
	months   int       // that were told of
	marks    []mark    // at the beginning, and after each quarter
	quarters []quarter // what was written in each
}

// mark is how large a home was at a moment.
type mark struct{ bytes, files, rows, predictions float64 }

// quarter is what the ticks of 91 days wrote, and by how much the home grew.
type quarter struct {
	written map[string][]float64 // bytes of each tick, by the job and what it found
	cpu     map[string][]float64 // seconds of the processor, likewise
	news    float64              // ticks that found something
	mark
}

func newYear(t *testing.T) *yearOfTicks {
	t.Helper()
	s := newSoak(soakHome(t), api.Faults{})
	t.Cleanup(s.close)
	s.cron.Env.Cache = nil // every tick reads and publishes what a process would
	home, err := s.cron.Env.Open("soak")
	if err = errors.Join(err, warehouse.Publish(t.Context(), home)); err != nil {
		t.Fatal(err)
	}
	y := &yearOfTicks{soak: s, t: t}
	s.cron.Jobs = schedule.Jobs(ingest.Sources{API: &s.source}, weekly.Options{Force: true, Fetch: ingest.FetchWeekly(s.source)})
	if y.due, err = schedule.ReadDue(t.Context(), s.cron.Env); err != nil {
		t.Fatal(err)
	}
	s.cron.Due = func(_ context.Context, e schedule.Entry, now time.Time) (bool, error) {
		due, err := y.due.Due(e, now)
		y.before, _ = writtenSoFar(t)
		y.worked = workedSoFar(t)
		return due, err
	}
	s.cron.After = y.after
	y.marks = []mark{y.measure()}
	return y
}

// after counts what a tick wrote. At the end of each quarter it measures the home.
func (y *yearOfTicks) after(tick schedule.Tick) error {
	if n := int(tick.At.Sub(soakStart) / (quarterDays * 24 * time.Hour)); n >= len(y.quarters) {
		if len(y.quarters) > 0 {
			y.marks = append(y.marks, y.measure())
		}
		y.quarters = append(y.quarters, quarter{written: map[string][]float64{}, cpu: map[string][]float64{}})
	}
	if n := int(tick.At.Sub(soakStart) / month); n > y.months {
		y.months = n
		y.tell()
		y.measure()
	}
	if tick.Skipped {
		return nil
	}
	var refused job.Refused
	if tick.Err != nil && !errors.As(tick.Err, &refused) {
		return fmt.Errorf("%s at %s: %w", tick.Job, tick.At.Format(time.RFC3339), tick.Err)
	}
	now, _ := writtenSoFar(y.t)
	worked := workedSoFar(y.t)
	q := &y.quarters[len(y.quarters)-1]
	kind, news := kindOf(tick)
	q.written[kind] = append(q.written[kind], now-y.before)
	q.cpu[kind] = append(q.cpu[kind], worked-y.worked)
	if news {
		q.news++
	}
	return y.due.Observe(y.t.Context(), tick)
}

// month is how often a run of an hour tells how far it is.
const month = 28 * 24 * time.Hour

// tell logs what the ticks of this quarter cost so far.
func (y *yearOfTicks) tell() {
	q := y.quarters[len(y.quarters)-1]
	for _, kind := range slices.Sorted(maps.Keys(q.written)) {
		y.t.Logf("    quarter %d so far: %-22s %8.1f kB, %.3f CPU s (%d ticks)",
			len(y.quarters), kind, median(q.written[kind])/1e3, median(q.cpu[kind]), len(q.cpu[kind]))
	}
}

// quarter is a quarter with the growth of the home in it.
func (y *yearOfTicks) quarter(n int) quarter {
	if len(y.marks) == len(y.quarters) {
		y.marks = append(y.marks, y.measure())
	}
	q := y.quarters[n]
	from, to := y.marks[n], y.marks[n+1]
	q.mark = mark{to.bytes - from.bytes, to.files - from.files, to.rows - from.rows, to.predictions - from.predictions}
	return q
}

// kindOf says what a tick did, so that ticks of one kind can be compared.
func kindOf(tick schedule.Tick) (kind string, news bool) {
	switch r := tick.Report.(type) {
	case live.Report:
		news = len(r.Predicted) > 0
		return tick.Job + map[bool]string{true: " predicts", false: " finds nothing"}[news], news
	case live.SettleReport:
		news = r.Results > 0 || r.Settled > 0
		return tick.Job + map[bool]string{true: " settles", false: " finds nothing"}[news], news
	}
	return tick.Job, false
}

// measure measures the home, and tells how large its parts are.
func (y *yearOfTicks) measure() (m mark) {
	y.t.Helper()
	parts := map[string]mark{} // by file of the home's own folder, and by folder of the lake
	err := filepath.WalkDir(y.home, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(y.home, path)
		steps := strings.Split(rel, string(filepath.Separator))
		depth := 1
		if steps[0] == "lake" {
			depth = 3
		}
		part := filepath.Join(steps[:min(max(len(steps)-1, 1), depth)]...)
		sum := parts[part]
		parts[part] = mark{bytes: sum.bytes + float64(info.Size()), files: sum.files + 1}
		m.bytes, m.files = m.bytes+float64(info.Size()), m.files+1
		return err
	})
	if err != nil {
		y.t.Fatal(err)
	}
	y.t.Logf("%s: %.0f files, %.1f MB", y.cron.Env.Now().Format(time.DateOnly), m.files, m.bytes/1e6)
	for _, part := range slices.Sorted(maps.Keys(parts)) {
		y.t.Logf("    %-36s %6.0f files %9.2f MB", part, parts[part].files, parts[part].bytes/1e6)
	}
	var counts []string
	for _, table := range []string{
		"predictions", "model_predictions", "bets", "bet_versions", "skips", "lineup_updates", "results", "ledger", "runs", "commits",
	} {
		counts = append(counts, "(SELECT count(*) FROM "+table+")")
	}
	answer := hometest.QueryOne(y.t, y.home, "SELECT "+strings.Join(counts, " + ")+", (SELECT count(*) FROM predictions)")
	if _, err := fmt.Sscanf(answer, "%g,%g", &m.rows, &m.predictions); err != nil {
		y.t.Fatal(err)
	}
	return m
}

// writtenSoFar is how many bytes this process has had the disk write; ok is false where
// the system does not count them.
func writtenSoFar(t *testing.T) (n float64, ok bool) {
	t.Helper()
	file, err := os.Open("/proc/self/io")
	if err != nil {
		return 0, false
	}
	defer file.Close()
	for lines := bufio.NewScanner(file); lines.Scan(); {
		if _, err := fmt.Sscanf(lines.Text(), "write_bytes: %g", &n); err == nil {
			return n, true
		}
	}
	return 0, false
}

// workedSoFar is how many seconds of the processor this process has used. The simulated
// API's answers are among them.
func workedSoFar(t *testing.T) float64 {
	t.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano()).Seconds()
}

func median(of []float64) float64 {
	sorted := slices.Sorted(slices.Values(of))
	return sorted[len(sorted)/2]
}
