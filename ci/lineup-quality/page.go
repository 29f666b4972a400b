package main

import (
	"fmt"
	"io"
	"time"

	"matchday"
	"matchday/ci/harness"
	"matchday/stages/train"
	"matchday/stages/train/lineupweights"
	"matchday/stages/validate"
)

const preface = `# What line-ups are worth

Written by ` + "`make lineup-quality`" + `. The walk-forward backtest, refitted every four weeks, predicts with each market
group without any line-up; the line-up group then moves its log odds of home against away win: by the expected
elevens, as of the Tuesday or Friday before, and by the actual ones, as of an hour before kick-off. Its three columns
need nothing but who played, how long, and one figure of how well: rating of the eleven against the usual one,
regulars missing from the squad, and who starts against expectation. Differences of the mean log loss are paired by
fixture, with 95 %% intervals that resample match days; below zero is better. The divergence is the mean of Kullback
and Leibler's from the closing price, in nats.

One configuration, frozen before the reported seasons were looked at: players' ratings from the fantasy game's ICT index, weights %s
on top of the fixture's own price and %s otherwise.
`

// page writes the tables of sets and, if wanted, what each kind of player
// strength explains.
func (w *world) page(out io.Writer, sets []set, withPreface bool) error {
	if withPreface {
		fmt.Fprintf(out, preface, words(lineupweights.BesidePrices), words(lineupweights.BesideModels))
	}
	for _, s := range sets {
		fixtures, err := w.fixtures(s, s.rating)
		if err != nil {
			return err
		}
		section(out, s, fixtures)
	}
	return w.strengths(out)
}

func words(w lineupweights.Weights) string {
	return fmt.Sprintf("%+.4f, %+.4f and %+.4f", w.Rating, w.Missing, w.Regularity)
}

// forecast is a line of a table: who speaks, and the weights of the line-ups
// beside it.
type forecast struct {
	name    string
	weights lineupweights.Weights
	said    func(f *fixture) matchday.Probs
}

func lines() (out []forecast) {
	for _, market := range harness.Markets {
		weights := lineupweights.BesideModels
		if market == train.MarketOn {
			weights = lineupweights.BesidePrices
		}
		out = append(out, forecast{"ensemble, `" + market + "`", weights, func(f *fixture) matchday.Probs { return f.said[market] }})
	}
	return append(out, forecast{"market, average pre-match price", lineupweights.BesidePrices,
		func(f *fixture) matchday.Probs { return f.pre }})
}

// section writes a set's table.
func section(out io.Writer, s set, fixtures []fixture) {
	fmt.Fprintf(out, "\n## %s: %d fixtures\n\n", s.title, len(fixtures))
	fmt.Fprintln(out, "| | log loss | with expected elevens | with actual elevens | divergence | expected | actual |")
	fmt.Fprintln(out, "| --- | --- | --- | --- | --- | --- | --- |")
	for _, l := range lines() {
		r := resultOf(l, fixtures)
		fmt.Fprintf(out, "| %s | %.4f | %s | %s | %.4f | %.4f | %.4f |\n", l.name, r.loss, harness.Text(r.expected, 4), harness.Text(r.actual, 4),
			r.divergence[0], r.divergence[1], r.divergence[2])
	}
	closing := result{}
	for i := range fixtures {
		closing.loss += validate.LogLoss(fixtures[i].closing, fixtures[i].outcome) / float64(len(fixtures))
	}
	fmt.Fprintf(out, "| market, closing price | %.4f | | | | | |\n", closing.loss)
	fmt.Fprintf(out, "\nThe actual elevens explain %.1f %% of the squared move from pre-match to closing price (R² = %.3f).\n",
		100*explained(fixtures), explained(fixtures))
	if s.targets != "" {
		fmt.Fprintf(out, "%s\n", s.targets)
	}
}

// result is what a forecast reached: its log loss, the differences that the
// elevens make, and the divergence without, with expected and with actual ones.
type result struct {
	loss             float64
	expected, actual validate.Interval
	divergence       [3]float64
}

func resultOf(l forecast, fixtures []fixture) (r result) {
	var without, expected, actual []matchday.Probs
	var outcomes []matchday.Outcome
	var days []time.Time
	n := float64(len(fixtures))
	for i := range fixtures {
		f := &fixtures[i]
		p := l.said(f)
		without = append(without, p)
		expected = append(expected, lineupweights.Adjust(p, moveOf(l.weights, &f.expected)))
		actual = append(actual, lineupweights.Adjust(p, moveOf(l.weights, &f.actual)))
		outcomes, days = append(outcomes, f.outcome), append(days, f.MatchDate)
		r.loss += validate.LogLoss(p, f.outcome) / n
		for k, q := range []matchday.Probs{p, expected[i], actual[i]} {
			r.divergence[k] += validate.Divergence(f.closing, q) / n
		}
	}
	r.expected = harness.LossDifference(expected, without, outcomes, days)
	r.actual = harness.LossDifference(actual, without, outcomes, days)
	return r
}
