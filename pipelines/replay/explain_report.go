package replay

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"matchday"
)

// shownFeatures is how many features the text lists; the JSON lists all.
const shownFeatures = 12

// WriteText prints the explanation for people.
func (r ExplainReport) WriteText(w io.Writer) error {
	fmt.Fprintf(w, "%s - %s, kick-off %s (%s)\n", r.Home, r.Away, r.Kickoff.Format(time.RFC3339), r.FixtureID)
	fmt.Fprintf(w, "as of %s, model %s, market=%s\n", r.AsOf.Format(time.RFC3339), r.Model, r.Market)
	switch {
	case r.Identical == nil:
		fmt.Fprintln(w, "Nobody has predicted it yet: this is the prediction of this moment.")
	case *r.Identical:
		fmt.Fprintf(w, "prediction %s of run %s, made again to the bit\n", r.PredictionID, r.RunID)
	default:
		fmt.Fprintf(w, "prediction %s of run %s, stored as %.6f %.6f %.6f: it does not come out the same now, see \"matchday replay\"\n",
			r.PredictionID, r.RunID, r.Stored[0], r.Stored[1], r.Stored[2])
	}
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "\npredicted by\thome\tdraw\taway\t")
	for _, s := range r.Probs {
		fmt.Fprintf(t, "%s\t%.4f\t%.4f\t%.4f\t\n", s.Model, s.Probs[0], s.Probs[1], s.Probs[2])
	}
	if err := t.Flush(); err != nil {
		return err
	}
	fmt.Fprintf(w, "\n%s\n%s\n%s\n", r.weighed(), r.Lineups.text(), beliefText(r.Belief))
	if err := r.Trees.writeText(w); err != nil {
		return err
	}
	return r.writeDecisions(w)
}

// weighed says how the ensemble came of the models.
func (r ExplainReport) weighed() string {
	if r.Mixture == nil {
		return r.Ensemble.text("ensemble")
	}
	var parts []string
	for _, e := range r.Mixture.Experts {
		parts = append(parts, fmt.Sprintf("%.3f × %s (%.4f %.4f %.4f)", e.Weight, e.Expert, e.Probs[0], e.Probs[1], e.Probs[2]))
	}
	return fmt.Sprintf("The ensemble is the weighted mean %s, the weights as learned from %d results (%s).\n%s",
		strings.Join(parts, " + "), r.Mixture.Learned, r.Mixture.Group, r.Ensemble.text("stack"))
}

func (e Weighing) text(what string) string {
	var parts []string
	for _, m := range e.Weights {
		parts = append(parts, fmt.Sprintf("%s %.3f", m.Model, m.Weight))
	}
	if len(parts) == 0 {
		return fmt.Sprintf("The %s is the plain mean of the models' logarithms.", what)
	}
	text := fmt.Sprintf("The %s is the weighted sum of the models' logarithms: %s; bias home %+.3f, away %+.3f", what, strings.Join(parts, ", "), e.Bias[0], e.Bias[2])
	if e.Slope != nil {
		text += fmt.Sprintf("; calibrated by slopes %.3f %.3f %.3f", e.Slope[0], e.Slope[1], e.Slope[2])
	}
	return text + "."
}

func (m LineupMoves) text() string {
	if m.Move == 0 {
		return "Line-ups moved nothing."
	}
	var parts []string
	for _, p := range m.Parts {
		if p.Value != nil {
			parts = append(parts, fmt.Sprintf("%s %.3f × %.4f", p.Column, *p.Value, p.Weight))
		}
	}
	return fmt.Sprintf("The %s line-ups moved the log odds of home by %+.4f and of away by %+.4f: %s.",
		map[bool]string{true: "announced", false: "expected"}[m.Announced], m.Move, -m.Move, strings.Join(parts, " + "))
}

func beliefText(b matchday.Belief) string {
	var parts []string
	for _, market := range slices.Sorted(maps.Keys(b)) {
		parts = append(parts, fmt.Sprintf("%s %.3f", market, b[market]))
	}
	return fmt.Sprintf("The weight of the forecast against the sharp price: %s. It counts as at most a factor of %v apart.", strings.Join(parts, ", "), matchday.MostApart)
}

func (t *TreeMoves) writeText(w io.Writer) error {
	if t == nil {
		_, err := fmt.Fprintln(w, "The version has no trees.")
		return err
	}
	fmt.Fprintf(w, "\nWhat moved XGBoost most, of %d features, in log odds against the mean of the three outcomes:\n", len(t.Features))
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "feature\tvalue\thome\tdraw\taway\t")
	line := func(name, value string, z [3]float64) {
		fmt.Fprintf(table, "%s\t%s\t%+.4f\t%+.4f\t%+.4f\t\n", name, value, z[0], z[1], z[2])
	}
	line("start", "", t.Start)
	var rest [3]float64
	for k, m := range t.Features {
		if k >= shownFeatures || m.size() < 5e-5 {
			for c := range rest {
				rest[c] += m.Moved[c]
			}
			continue
		}
		value := "missing"
		if m.Value != nil {
			value = fmt.Sprintf("%.4g", *m.Value)
		}
		line(m.Feature, value, m.Moved)
	}
	line("all others", "", rest)
	line("sum", "", t.Margin)
	return table.Flush()
}

func (r ExplainReport) writeDecisions(w io.Writer) error {
	fmt.Fprintln(w)
	for _, b := range r.Bets {
		pooled := ""
		if b.Model != nil && b.Sharp != nil {
			pooled = fmt.Sprintf(" (model %.4f, sharp price %.4f)", *b.Model, *b.Sharp)
		}
		fmt.Fprintf(w, "%s bet %s on %s at %s, %s: probability %.4f%s, expected value %+.4f, by its rule %q\n",
			b.Strategy, b.Stake.StringFixed(2), b.what(), b.Price, b.Bookmaker, *b.Probability, pooled, *b.ExpectedValue, b.Reason)
	}
	for _, s := range r.Skips {
		value := ""
		if s.ExpectedValue != nil {
			value = fmt.Sprintf(" (expected value %+.4f)", *s.ExpectedValue)
		}
		fmt.Fprintf(w, "%s did not bet on %s: %s%s\n", s.Strategy, s.what(), s.Reason, value)
	}
	if len(r.Bets)+len(r.Skips) == 0 {
		_, err := fmt.Fprintln(w, "No strategy has considered it.")
		return err
	}
	return nil
}

// what names a selection, e.g. "H of 1x2" or "over 2.5 of total".
func (d Decided) what() string {
	name := cmp.Or(d.Selection, "anything")
	if d.Line != nil {
		name += fmt.Sprintf(" %v", *d.Line)
	}
	return name + " of " + string(d.Market)
}
