package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"matchday"
)

// The moments that are measured, all on the Saturday on which the ticks end. At half past
// ten nothing has ended, at eleven there are new prices, and line-ups at most of a fixture
// or two. From two in London on line-ups are out that nothing was predicted with, at half
// past five there fixtures have ended, and at a quarter past eight none is soon to begin.
var (
	quietSettle  = clock(10, 30)
	newPrices    = clock(11, 0)
	newLineups   = clock(14, 0)
	newResults   = clock(17, 30)
	quietLineups = clock(20, 15)
)

// clock is a time of the day.
func clock(hour, minute int) time.Duration {
	return time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute
}

// at moves a home's clock to a time of its day and measures a command.
func (b *bench) at(h served, time time.Duration, args ...string) (figures, error) {
	moment := h.clock.Now().Truncate(24 * hour).Add(time)
	if _, ahead := moment.In(matchday.London).Zone(); time >= newLineups {
		moment = moment.Add(-seconds(ahead)) // fixtures begin by the clock of London, summer or winter
	}
	h.clock.Set(moment)
	return b.measure(h.command(args...))
}

const hour = time.Hour

func seconds(n int) time.Duration { return time.Duration(n) * time.Second }

// liveJobs measures one run of every live job with news and without, on a copy of a home.
func (b *bench) liveJobs(k kept, news bool) (err error) {
	h, err := b.copy(k)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.close()) }()
	for _, tick := range []struct {
		name string
		time time.Duration
		args []string
		news bool
	}{
		{"settle, nothing due", quietSettle, []string{"settle"}, false},
		{"hourly, new prices", newPrices, []string{"hourly"}, false},
		{"lineups, predicts", newLineups, []string{"lineups"}, true},
		{"settle, new results", newResults, []string{"settle"}, true},
		{"lineups, nothing due", quietLineups, []string{"lineups"}, false},
	} {
		if tick.news && !news {
			continue
		}
		f, err := b.at(h, tick.time, tick.args...)
		if err != nil {
			return err
		}
		b.cost[costOf(tick.name, k)] = f
		b.told(fmt.Sprintf("%s, %s", tick.name, b.sizeOf(k)), f)
	}
	return nil
}

// costOf names a measured cost.
func costOf(job string, k kept) string { return job + " " + filepath.Base(k.dir) }

// sizeOf says how large a home is.
func (b *bench) sizeOf(k kept) string {
	days := k.Clock.Truncate(24*hour).Sub(k.Start.Truncate(24*hour)).Hours() / 24
	return fmt.Sprintf("%d fixtures, %.0f days", k.Fixtures, days)
}

// live measures the live jobs by the size of the home, and how they grow.
func (b *bench) live(ctx context.Context) error {
	var homes []kept
	for _, z := range b.measured() {
		k, err := b.full(ctx, z, shortDays)
		if err != nil {
			return err
		}
		if err := b.liveJobs(k, z.name == b.largest().name); err != nil {
			return err
		}
		homes = append(homes, k)
	}
	for _, job := range []string{"lineups, nothing due", "settle, nothing due", "hourly, new prices"} {
		b.growth(job, homes)
	}
	return nil
}

// largest is the size at which all else is measured.
func (b *bench) largest() size { return largestOf(b.measured()) }

func largestOf(of []size) size { return of[len(of)-1] }

// measured are the sizes on which growth is measured: those of -sizes that can be had.
// Without real files there is one.
func (b *bench) measured() (out []size) {
	if !b.real() {
		return []size{largestOf(sizes)}
	}
	for _, z := range sizes {
		if b.sizes == "" || slices.Contains(strings.Split(b.sizes, ","), z.name) {
			out = append(out, z)
		}
	}
	return out
}

// growth writes how the cost of a job grows with the size of the home: as which power, and
// how many times from the smallest to the largest.
func (b *bench) growth(job string, homes []kept) {
	if len(homes) < 2 {
		b.note("%s: one size alone, no growth can be told", job)
		return
	}
	first, before, last := homes[0], homes[len(homes)-2], homes[len(homes)-1]
	power := func(from, to kept, of func(figures) float64) float64 {
		return exponent(of(b.cost[costOf(job, from)]), of(b.cost[costOf(job, to)]), float64(from.Fixtures), float64(to.Fixtures))
	}
	cpu, written := func(f figures) float64 { return f.cpu }, func(f figures) float64 { return f.written }
	b.note("%s: exponent in fixtures %.2f CPU, %.2f MB written (%.2f and %.2f from %dk on)", job,
		power(first, last, cpu), power(first, last, written), power(before, last, cpu), power(before, last, written), before.Fixtures/1000)
	b.ratio["growth of "+job] = b.cost[costOf(job, last)].cpu / b.cost[costOf(job, first)].cpu
	small, large := b.cost[costOf(job, first)], b.cost[costOf(job, last)]
	b.note("%s: from %dk to %dk ×%.2f CPU, ×%.2f MB written", job, first.Fixtures/1000, last.Fixtures/1000,
		large.cpu/small.cpu, large.written/small.written)
}

// api measures hourly on a home of the API alone.
func (b *bench) api(ctx context.Context) error {
	k, err := b.onlyAPI(ctx)
	if err != nil {
		return err
	}
	return b.liveJobs(k, false)
}

// The runs of a Saturday, by what they find. Of 96 looks for line-ups and 48 for results
// some thirty find something.
var saturday = []struct {
	job   string
	times float64
}{
	{"hourly, new prices", 24},
	{"lineups, nothing due", 80},
	{"lineups, predicts", 16},
	{"settle, nothing due", 34},
	{"settle, new results", 14},
}

// day sums up a day of the crontab with few and with many days of ticks behind it.
func (b *bench) day(ctx context.Context) error {
	var days []figures
	for _, n := range []int{shortDays, longDays} {
		k, err := b.full(ctx, b.largest(), n)
		if err != nil {
			return err
		}
		if _, measured := b.cost[costOf("settle, new results", k)]; !measured {
			if err := b.liveJobs(k, true); err != nil {
				return err
			}
		}
		var sum figures
		for _, s := range saturday {
			sum = sum.add(b.cost[costOf(s.job, k)], s.times)
		}
		b.cost[fmt.Sprintf("day %d", n)] = sum
		b.told("a day of the crontab, "+b.sizeOf(k), sum)
		days = append(days, sum)
	}
	b.ratio["bytes of a day"] = days[1].written / days[0].written
	b.note("from %d to %d days of ticks: ×%.2f CPU, ×%.2f MB written, ×%.2f fsyncs", shortDays, longDays,
		days[1].cpu/days[0].cpu, days[1].written/days[0].written, days[1].fsyncs/days[0].fsyncs)
	return nil
}

// makeHomes makes all homes.
func (b *bench) makeHomes(ctx context.Context) error {
	if err := os.MkdirAll(b.dir, 0o755); err != nil {
		return err
	}
	if _, err := b.ticks(ctx, longDays); err != nil { // what takes longest
		return err
	}
	for _, z := range b.measured() {
		if _, err := b.full(ctx, z, shortDays); err != nil {
			return err
		}
	}
	if _, err := b.full(ctx, b.largest(), longDays); err != nil {
		return err
	}
	_, err := b.onlyAPI(ctx)
	return err
}
