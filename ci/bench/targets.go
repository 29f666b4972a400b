package main

import (
	"fmt"
	"math"
	"os"
	"strings"
)

// target is work of which somebody has said what it may cost.
type target struct {
	work   string
	before string  // what it cost before anybody set a target
	of     string  // the cost or the ratio that is measured, as the lines name it
	most   figures // the most of each that is allowed; zero: nothing is asked of it
	ratio  float64 // the most that a ratio may be
	least  bool    // it is the least instead
}

// targets are all of them, in the order of the page. What stood before is of several
// commits of November 2026, on two shared, busy cores where nothing else is said.
func (b *bench) targets() []target {
	short := fmt.Sprintf("files-%s-%d-ticked", b.largest().name, shortDays)
	return []target{
		{work: "hourly, new prices alone, 32 fixtures to come", before: "18-27 s, 2600 MB",
			of: "hourly, new prices " + short, most: figures{wall: 2, peak: 400}},
		{work: "lineups, nothing due", before: "2-22 s, 144 MB written",
			of: "lineups, nothing due " + short, most: figures{wall: .3, written: .1}},
		{work: "settle, nothing due", before: "2-12 s, 144 MB written",
			of: "settle, nothing due " + short, most: figures{wall: .3, written: .1}},
		{work: "hourly, 10,000 fixtures of the API alone", before: "11-13 s",
			of: "hourly, new prices api-10k-ticked", most: figures{wall: 1.5}},
		{work: "hourly, CPU from the smallest to the largest home", before: "×4.6-7.3", of: "growth of hourly, new prices", ratio: 1.3},
		{work: "lineups, the same", before: "×4.6-7.3", of: "growth of lineups, nothing due", ratio: 1.3},
		{work: "settle, the same", before: "×4.6-7.3", of: "growth of settle, nothing due", ratio: 1.3},
		{work: "a day of the crontab, 63 days of ticks behind", before: "1110 CPU s, 27000 MB, 93000 fsyncs",
			of:   fmt.Sprintf("day %d", shortDays),
			most: figures{cpu: 80, written: 600, fsyncs: 3000}},
		{work: "a day of the crontab, 602 days of ticks behind", before: "-", of: fmt.Sprintf("day %d", longDays),
			most: figures{cpu: 80, written: 600, fsyncs: 3000}},
		{work: "bytes of a day, from 63 to 602 days of ticks", before: "-", of: "bytes of a day", ratio: 1.3},
		{work: "Dixon-Coles fit, times faster than penaltyblog", before: "58-129×", of: "fit beside the peer", ratio: 58, least: true},
		{work: "its objective above the joint optimum, in nats", before: ".003", of: "nats above the optimum", ratio: 1e-4},
		{work: "weekly, one group of prices", before: "44 s, 2300-2500 MB",
			of: "weekly, one group of prices " + short, most: figures{wall: 33, peak: 1500}},
		{work: "weekly, both groups of prices", before: "-",
			of: "weekly, both groups of prices " + short, most: figures{wall: 45, peak: 1500}},
		{work: "land one new file", before: "7.2 s", of: "land one new file " + short, most: figures{wall: 1}},
		{work: "hourly, 20,000 fixtures to come", before: "-", of: "slate", most: figures{cpu: 10, written: 100}},
		{work: "one replayed run", before: "15.8 s", of: "replay of one run", most: figures{wall: 3}},
		{work: "each further replayed run", before: "-", of: "each further run", most: figures{wall: .5}},
		{work: "one append to the books, a process of its own", before: ".15 s, 12.6 MB",
			of: "append", most: figures{wall: .05, written: .1}},
		{work: "features of the served groups, all files", before: "6.8 s (all groups)",
			of: "features of the served groups " + short, most: figures{wall: 4}},
		{work: "demo (409 jobs)", before: "188 s (busy, with a cache)", of: "demo", most: figures{wall: 150}},
		{work: "land and stage all files, peak", before: "1469 MB (quiet)", of: "land and stage all files", most: figures{peak: 700}},
		{work: "backtest of all divisions, peak", before: "2164 MB (quiet)", of: "backtest", most: figures{peak: 1100}},
		{work: "the program, MB", before: "117", of: "program", ratio: 95},
	}
}

// table writes what was asked, what was measured, and whether that is met. A page of some
// lines leaves out what they do not measure.
func (b *bench) table(whole bool) {
	if stat, err := os.Stat(b.bin); err == nil {
		b.ratio["program"] = float64(stat.Size()) / 1e6
	}
	fmt.Fprintf(b.page, "\n%-50s %-36s %-34s %-34s %s\n", "work", "before", "target", "measured", "met?")
	for _, t := range b.targets() {
		measured, met := "not measured", "-"
		if value, ok := b.ratio[t.of]; ok {
			measured, met = fmt.Sprintf("%.3g", value), yes(t.metBy(value))
		}
		if f, ok := b.cost[t.of]; ok {
			measured, met = f.beside(t.most), yes(f.within(t.most))
		}
		if met == "-" && !whole {
			continue
		}
		fmt.Fprintf(b.page, "%-50s %-36s %-34s %-34s %s\n", t.work, t.before, t.asked(), measured, met)
	}
}

// metBy says that a ratio is what is asked, or better.
func (t target) metBy(ratio float64) bool { return ratio == t.ratio || ratio > t.ratio == t.least }

func yes(met bool) string { return map[bool]string{true: "yes", false: "no"}[met] }

// asked is a target in words.
func (t target) asked() string {
	switch {
	case t.least:
		return fmt.Sprintf("at least %.3g", t.ratio)
	case t.ratio > 0:
		return fmt.Sprintf("%.3g", t.ratio)
	}
	return t.most.beside(t.most)
}

// beside are those of the figures of which something is asked.
func (f figures) beside(asked figures) string {
	var parts []string
	for _, p := range []struct {
		asked, is float64
		format    string
	}{
		{asked.wall, f.wall, "%.3g s"}, {asked.cpu, f.cpu, "%.3g CPU s"}, {asked.peak, f.peak, "%.0f MB"},
		{asked.written, f.written, "%.3g MB written"}, {asked.fsyncs, f.fsyncs, "%.0f fsyncs"},
	} {
		if p.asked > 0 {
			parts = append(parts, fmt.Sprintf(p.format, p.is))
		}
	}
	return strings.Join(parts, ", ")
}

// within says that no figure of which something is asked is larger. What could not be
// counted is not held against it.
func (f figures) within(most figures) bool {
	over := func(is, most float64) bool { return most > 0 && !math.IsNaN(is) && is > most }
	return !over(f.wall, most.wall) && !over(f.cpu, most.cpu) && !over(f.peak, most.peak) &&
		!over(f.written, most.written) && !over(f.fsyncs, most.fsyncs)
}

// earlier is what this page said before: of commit 4ee276a2e25a, alone on the same machine.
const earlier = `
before, at commit 4ee276a2e25a, alone on two processors            seconds   peak MB
land and stage all files                                               7.4      1469
land and stage them once more                                          7.2      1399
features, all groups                                                   6.8      1460
weekly: stage, features, two fits, gate                               44.2      2314
backtest of all divisions from 2014-07-01                            105.1      2164
checks                                                                 3.3      1866

before, at commit 839222c, 251,517 fixtures, on two busy processors  CPU s   peak MB  MB writ.  fsyncs
hourly, new prices                                                      34      3035       486      46
lineups, nothing due                                                   6.3       534       147
settle, nothing due                                                     .9       208       144
land all files that are there                                         10.9      1760       130
land one new file                                                     15.2
weekly, one group of prices                                          86-99      2550
`
