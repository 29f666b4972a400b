package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"matchday/ci/harness"
	"matchday/stages/validate"
)

// preface says what the page is. Its figures come from make quality alone.
const preface = `# Quality

Written by ` + "`make quality`" + `: the walk-forward backtest with weekly refits for each market group, scored on fixtures
whose average and Bet365 pre-match prices exist and, where it predicts the season, that the public baseline knows. Log
loss and RPS are means; the calibration error (20 bins) is per outcome: home, draw, away. Differences are of the mean
log loss, paired by fixture, with 95 % intervals that resample match days; below zero is better. The market is the
average pre-match price without its margin (power method).

- ` + "`off`" + ` learns from no prices, ` + "`past`" + ` from those of earlier fixtures, ` + "`on`" + ` also from the fixture's own
  pre-match price.
- Hyper-parameters were chosen on other seasons than those of these tables.
`

// section writes a set's tables.
func section(w io.Writer, s set, fixtures []fixture) {
	fmt.Fprintf(w, "\n## %s\n", s.title)
	for i, g := range s.groups() {
		members := g.of(fixtures)
		if len(members) == 0 {
			continue
		}
		fmt.Fprintf(w, "\n### %s: %d fixtures\n\n", g.name, len(members))
		columns := columns
		if i == 0 && len(s.targets) > 0 {
			columns = append(slices.Clone(columns), column{"our target", func(r score) string { return s.targets[r.source] }})
		}
		writeTable(w, columns, scores(members), len(members))
	}
}

// column is one of a table, with what stands in it for a line's score.
type column struct {
	head string
	text func(score) string
}

var columns = []column{
	{"log loss", func(r score) string { return fmt.Sprintf("%.4f", r.LogLoss) }},
	{"RPS", func(r score) string { return fmt.Sprintf("%.4f", r.RPS) }},
	{"calibration error", func(r score) string {
		c := r.calibration
		return fmt.Sprintf("%.1f %.1f %.1f %%", 100*c[0], 100*c[1], 100*c[2])
	}},
	{"to penaltyblog", func(r score) string { return interval(r.toBaseline) }},
	{"to the market", func(r score) string { return interval(r.toMarket) }},
}

// writeTable writes the lines of a group, and how many of its fixtures a line
// is about if not all. A column in which nothing would stand is left out.
func writeTable(w io.Writer, columns []column, rows []score, fixtures int) {
	columns = slices.DeleteFunc(slices.Clone(columns), func(c column) bool {
		return !slices.ContainsFunc(rows, func(r score) bool { return c.text(r) != "" })
	})
	fmt.Fprint(w, "| |")
	for _, c := range columns {
		fmt.Fprintf(w, " %s |", c.head)
	}
	fmt.Fprintf(w, "\n|%s\n", strings.Repeat(" --- |", len(columns)+1))
	for _, r := range rows {
		label := r.label
		if r.N != fixtures {
			label = fmt.Sprintf("%s (%d fixtures)", label, r.N)
		}
		fmt.Fprintf(w, "| %s |", label)
		for _, c := range columns {
			fmt.Fprintf(w, " %s |", c.text(r))
		}
		fmt.Fprintln(w)
	}
}

func interval(i *validate.Interval) string {
	if i == nil {
		return ""
	}
	return harness.Text(*i, 4)
}
