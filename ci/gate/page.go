package main

import (
	"context"
	"fmt"
	"io"
	"slices"

	"matchday"
)

const preface = `# How often the gate is right

Written by ` + "`make gate`" + `: the gate of the defaults judges the ensembles of a walk-forward backtest on real windows, every
fourth Sunday of 2008 to June 2024, in homes of different divisions. Windows overlap, and a league has about 200: a share
of 5 % is known to about 1.5 points.
`

// few is how many windows a line of a table must rest on.
const few = 50

// soundTable says how often forecasts are rejected with which nothing is wrong.
func soundTable(ctx context.Context, w io.Writer, all []fixture) error {
	fmt.Fprint(w, `
## Rejected though nothing is wrong

No champion, and forecasts as they were. The last column is the longest run of windows in which `+"`past`"+` was rejected.

| divisions | windows | `+"`past`"+` | of these for calibration alone | `+"`on`"+` | longest run |
| --- | --- | --- | --- | --- | --- |
`)
	for _, h := range homes(all) {
		p, err := h.ask(ctx, question{said: func(f *fixture, _ string) matchday.Probs { return f.said[past] }})
		if err != nil {
			return err
		}
		if p.windows < few {
			continue
		}
		o, err := h.ask(ctx, question{said: func(f *fixture, _ string) matchday.Probs { return f.said[on] }})
		if err != nil {
			return err
		}
		fmt.Fprintf(w, "| %s | %d | %s | %s | %s | %d |\n", h.name, p.windows, share(p.rejected, p), share(p.calibration, p), share(o.rejected, o), p.run)
	}
	return nil
}

// faultTable says how often faults are seen.
func faultTable(ctx context.Context, w io.Writer, all []fixture) error {
	fmt.Fprint(w, `
## Rejected because something is wrong

Base rates mixed into `+"`past`"+`, so much that it lies .028 behind the market on the priced fixtures of the home, or a fifth; or
the base rates in place of one division that the home has by then, another in each window; one that does not play in it, or less than
twenty fixtures, cannot be seen. The champion is `+"`past`"+`, fitted a week before: its
forecasts differ by noise of .0003 nats, as measured in homes of one division. The last column is a refit as good as
the champion.

| divisions | .028 behind, no champion | .028 behind | a fifth base rates | one division lost | nothing wrong |
| --- | --- | --- | --- | --- | --- |
`)
	for _, h := range homes(all) {
		if len(h.divisions) == 1 && !slices.Contains([]string{"E0", "E3", "D1", "SP2"}, h.name) {
			continue
		}
		behind, can := h.shareBehind(past, .028)
		champion := func(f *fixture) matchday.Probs { return refitted(f, past) }
		fmt.Fprintf(w, "| %s |", h.name)
		for _, q := range []struct {
			question
			possible bool
		}{
			{question{said: func(f *fixture, _ string) matchday.Probs { return mixed(f, past, behind) }}, can},
			{question{func(f *fixture, _ string) matchday.Probs { return mixed(f, past, behind) }, champion}, can},
			{question{func(f *fixture, _ string) matchday.Probs { return mixed(f, past, .2) }, champion}, true},
			{question{lost, champion}, len(h.divisions) > 1},
			{question{func(f *fixture, _ string) matchday.Probs { return f.said[past] }, champion}, true},
		} {
			if !q.possible {
				fmt.Fprint(w, " – |")
				continue
			}
			a, err := h.ask(ctx, q.question)
			if err != nil {
				return err
			}
			fmt.Fprintf(w, " %s |", share(a.rejected, a))
		}
		fmt.Fprintln(w)
	}
	return nil
}

// lost is past with the base rates in the division whose turn it is.
func lost(f *fixture, turn string) matchday.Probs {
	if f.division == turn {
		return f.base
	}
	return f.said[past]
}

func share(n int, a answer) string { return fmt.Sprintf("%.1f %%", 100*float64(n)/float64(a.windows)) }

// homes are groups of divisions, then each alone.
func homes(all []fixture) []home {
	in := func(divisions ...string) func(*fixture) bool {
		return func(f *fixture) bool { return slices.Contains(divisions, f.division) }
	}
	out := []home{
		homeOf("all", all, func(*fixture) bool { return true }),
		homeOf("all, priced fixtures alone", all, func(f *fixture) bool { return f.market.Valid() }),
		homeOf("E0–E3", all, in("E0", "E1", "E2", "E3")),
		homeOf("E0, D1, I1, SP1, F1", all, in("E0", "D1", "I1", "SP1", "F1")),
	}
	for _, d := range out[0].divisions {
		out = append(out, homeOf(d, all, in(d)))
	}
	return out
}
