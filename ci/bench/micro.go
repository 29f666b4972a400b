package main

import (
	"context"
	"fmt"
	"os/exec"
	"strconv"
	"strings"
)

// What a peer needed for a fit of E0's last three seasons, 1,140 fixtures, in CPU milliseconds:
// penaltyblog 1.9.0 on two cores of a server, November 2026, whose process is not at hand.
// BenchmarkFitThreeSeasons fits about as many, of an invented division.
const peerFit = 24.0

// micros are the packages that have benchmarks, and how often each runs.
var micros = []struct{ pkg, times string }{
	{"./invented/...", "3x"}, {"./stages/land/sportmonks", "3x"}, {"./stages/staging", "1x"},
	{"./stages/train/dixoncoles", "100x"}, {"./stages/train/xgboost", "3x"},
}

// micro runs Go's benchmarks.
func (b *bench) micro(ctx context.Context) error {
	fmt.Fprintln(b.page)
	for _, m := range micros {
		out, err := exec.CommandContext(ctx, "go", "test", "-run", "^$", "-bench", ".", "-benchtime", m.times, m.pkg).CombinedOutput()
		if err != nil {
			return fmt.Errorf("go test -bench %s: %w\n%s", m.pkg, err, out)
		}
		for line := range strings.Lines(string(out)) {
			if !strings.HasPrefix(line, "Benchmark") {
				continue
			}
			fmt.Fprint(b.page, line)
			if err := b.fitted(line); err != nil {
				return err
			}
		}
	}
	return nil
}

// fitted holds a fit beside the peer's: how many times faster it is, and how far its
// objective stands above the joint optimum where the benchmark says so.
func (b *bench) fitted(line string) error {
	fields := strings.Fields(line)
	if !strings.HasPrefix(line, "BenchmarkFitThreeSeasons") || len(fields) < 4 {
		return nil
	}
	for n := 3; n < len(fields); n += 2 {
		value, err := strconv.ParseFloat(fields[n-1], 64)
		if err != nil {
			return fmt.Errorf("read %q: %w", line, err)
		}
		switch fields[n] {
		case "ns/op":
			b.ratio["fit beside the peer"] = peerFit * 1e6 / value
			b.note("penaltyblog 1.9.0, on 1,140 real fixtures, not these: %.0f ms of CPU (as measured in November 2026): %.0f×",
				peerFit, peerFit*1e6/value)
		case "nats":
			b.ratio["nats above the optimum"] = value
		}
	}
	return nil
}
