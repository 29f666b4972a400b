package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"matchday/pipelines/job"
)

// files measures what is done with match files alone.
func (b *bench) files(context.Context) error {
	dir := filepath.Join(b.scratch, "files")
	if err := b.write(b.largest(), dir); err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	home := filepath.Join(b.scratch, "land")
	for _, job := range []struct {
		name string
		args []string
	}{
		{"land and stage all files", []string{"land", "footballdata", dir}},
		{"land and stage them once more", []string{"land", "footballdata", dir}},
		{"features", []string{"features"}},
		{"checks", []string{"check"}},
	} {
		f, err := b.measure(b.plain(home, job.args...))
		if err != nil {
			return err
		}
		b.cost[job.name] = f
		b.told(job.name, f)
	}
	return nil
}

// plain is the command on a home by the system's clock.
func (b *bench) plain(home string, args ...string) *exec.Cmd {
	return exec.Command(b.bin, append([]string{"--home", home, "--log-level", "error"}, args...)...)
}

// backtest measures the whole walk, on a home of files alone.
func (b *bench) backtest(ctx context.Context) error {
	home, files := filepath.Join(b.scratch, "backtest"), filepath.Join(b.scratch, "backtest-files")
	if err := b.write(b.largest(), files); err != nil {
		return err
	}
	if out, err := b.plain(home, "land", "footballdata", files).CombinedOutput(); err != nil {
		return fmt.Errorf("land: %w: %s", err, out)
	}
	args := []string{"backtest", "--from", "2014-07-01"}
	if !b.real() {
		args = []string{"backtest", "--from", "2024-07-01", "--to", "2025-04-13"}
	}
	f, err := b.measure(b.plain(home, args...))
	if err != nil {
		return err
	}
	b.cost["backtest"] = f
	b.told(strings.Join(args, " "), f)
	return nil
}

// once measures one command on a copy of a home, at a time of its last day.
func (b *bench) once(name string, k kept, time time.Duration, args ...string) (f figures, err error) {
	h, err := b.copy(k)
	if err != nil {
		return f, err
	}
	defer func() { err = errors.Join(err, h.close(), os.RemoveAll(h.dir)) }()
	if f, err = b.at(h, time, args...); err != nil {
		return f, err
	}
	b.cost[costOf(name, k)] = f
	b.told(fmt.Sprintf("%s, %s", name, b.sizeOf(k)), f)
	return f, nil
}

// weekly measures the training of a champion: of past fixtures' prices alone, and of the
// fixture's own too, which fits both groups.
func (b *bench) weekly(ctx context.Context) error {
	k, err := b.full(ctx, b.largest(), shortDays)
	if err != nil {
		return err
	}
	for _, group := range []struct{ name, market string }{{"weekly, one group of prices", "past"}, {"weekly, both groups of prices", "on"}} {
		if _, err := b.once(group.name, k, newPrices, "weekly", "--offline", "--market", group.market); err != nil {
			return err
		}
	}
	return nil
}

// land measures the landing of one season's file that is new, at every size.
func (b *bench) land(ctx context.Context) error {
	var homes []kept
	for _, z := range b.measured() {
		k, err := b.full(ctx, z, shortDays)
		if err != nil {
			return err
		}
		file, err := b.nextSeason()
		if err != nil {
			return err
		}
		if _, err := b.once("land one new file", k, newPrices, "land", "footballdata", file); err != nil {
			return err
		}
		if _, err := b.once("features of the served groups", k, newPrices, "features"); err != nil {
			return err
		}
		homes = append(homes, k)
	}
	b.growth("land one new file", homes)
	b.growth("features of the served groups", homes)
	return nil
}

// nextSeason writes the file of a season after those of the stock: the last one's, a year
// later.
func (b *bench) nextSeason() (dir string, err error) {
	dir = filepath.Join(b.scratch, "next")
	if !b.real() {
		return dir, errors.Join(os.MkdirAll(dir, 0o755), os.WriteFile(filepath.Join(dir, "E0.csv"),
			[]byte("Div,Date,Time,HomeTeam,AwayTeam,FTHG,FTAG,FTR\nE0,11/08/2023,20:00,Northolme City,Bexthorpe Rovers,0,3,A\n"), 0o644))
	}
	text, err := os.ReadFile(filepath.Join(b.realFiles, "football-data-later", "2324", "E0.csv"))
	if err != nil {
		return dir, err
	}
	later := strings.NewReplacer("/2023,", "/2024,", "/2024,", "/2025,").Replace(string(text))
	dir = filepath.Join(dir, "2425")
	return dir, errors.Join(os.MkdirAll(dir, 0o755), os.WriteFile(filepath.Join(dir, "E0.csv"), []byte(later), 0o644))
}

// replay measures one replayed run, and what each further one adds.
func (b *bench) replay(ctx context.Context) (err error) {
	k, err := b.full(ctx, b.largest(), shortDays)
	if err != nil {
		return err
	}
	h, err := b.copy(k)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.close(), os.RemoveAll(h.dir)) }()
	var runs []string
	for n := range replayed {
		h.clock.Set(h.clock.Now().Truncate(hour).Add(hour))
		if out, err := h.command("hourly").CombinedOutput(); err != nil {
			return fmt.Errorf("hourly %d: %w: %s", n, err, out)
		}
		runs = append(runs, "--run", "hourly-"+h.clock.Now().Truncate(hour).Format("20060102T150405Z"))
	}
	h.clock.Set(h.clock.Now().Add(time.Minute))
	one, err := b.measure(h.command(append([]string{"replay"}, runs[:2]...)...))
	if err != nil {
		return err
	}
	all, err := b.measure(h.command(append([]string{"replay"}, runs...)...))
	if err != nil {
		return err
	}
	b.told("replay of one run, "+b.sizeOf(k), one)
	b.told(fmt.Sprintf("replay of %d runs", replayed), all)
	n := float64(replayed - 1)
	further := all.add(one, -1)
	b.cost["replay of one run"] = one
	b.cost["each further run"] = figures{wall: further.wall / n, cpu: further.cpu / n, peak: all.peak, written: further.written / n}
	b.note("each further run: %.2f s, %.2f CPU s, %s MB written", further.wall/n, further.cpu/n, counted(further.written/n, 1))
	return nil
}

// replayed is how many runs are replayed at once.
const replayed = 3

// append measures one run's rows on the books of a long time.
func (b *bench) append(ctx context.Context) error {
	k, err := b.full(ctx, b.largest(), longDays)
	if err != nil {
		return err
	}
	program, err := os.Executable()
	if err != nil {
		return err
	}
	dir := filepath.Join(b.scratch, "append")
	if err := job.Mirror(k.dir, dir); err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	out, err := exec.Command(b.bin, "--home", dir, "sql", "--format", "csv", "SELECT count(*) FROM predictions").Output()
	if err != nil {
		return err
	}
	_, predictions, _ := strings.Cut(strings.TrimSpace(string(out)), "\n")
	for _, name := range []string{"append to books of %s predictions", "append once more"} {
		f, err := b.measure(exec.Command(program, "-append", dir))
		if err != nil {
			return err
		}
		if strings.Contains(name, "%s") {
			name = fmt.Sprintf(name, strings.TrimSpace(predictions))
		}
		b.cost["append"] = f
		b.told(name, f)
	}
	return nil
}

// demo measures three weeks of all jobs on a small world.
func (b *bench) demo(context.Context) error {
	f, err := b.measure(b.plain(filepath.Join(b.scratch, "demo"), "demo"))
	if err != nil {
		return err
	}
	b.cost["demo"] = f
	b.told("demo", f)
	return nil
}
