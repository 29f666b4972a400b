package main

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"

	"matchday/pipelines/job"
)

// Report is CI's comparison of all worlds.
type Report struct {
	Commit string        `json:"commit"`
	Before string        `json:"before"` // the commit whose speed stands beside; "" if none is known
	Worlds []WorldReport `json:"worlds"`
}

// WorldReport is the comparison of one world.
type WorldReport struct {
	Figures
	Changes []Change           `json:"changes"` // whatever differs at all
	Seconds map[string]float64 `json:"seconds"`
	Earlier map[string]float64 `json:"earlier"` // seconds of the commit before, on this machine; nil if not known
}

// beyond are the changes that fail.
func (w WorldReport) beyond() (out []Change) {
	for _, c := range w.Changes {
		if c.Beyond() {
			out = append(out, c)
		}
	}
	return out
}

// Err is a Refused if a figure moved beyond its tolerance.
func (r Report) Err() error {
	n, worlds := 0, []string{}
	for _, w := range r.Worlds {
		if k := len(w.beyond()); k > 0 {
			n += k
			worlds = append(worlds, w.World)
		}
	}
	if n == 0 {
		return nil
	}
	return job.Refused{Reason: fmt.Sprintf("%d figures of %s moved beyond their tolerance: if that is meant, run \"make ci-backtest UPDATE=1\" and read the diff of ci/expected",
		n, strings.Join(worlds, ", "))}
}

// shownFeatureChanges is how many features' moves a table has: one change in a
// rating moves most of them.
const shownFeatureChanges = 10

// WriteText prints what moved beyond tolerance and by how much.
func (r Report) WriteText(w io.Writer) error {
	for _, world := range r.Worlds {
		beyond := world.beyond()
		fmt.Fprintf(w, "%s: %d fixtures, %d figures moved, %d of them beyond tolerance, %.1f s\n", world.World, world.Fixtures, len(world.Changes), len(beyond), total(world.Seconds))
		if len(beyond) == 0 {
			continue
		}
		t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
		fmt.Fprintln(t, "  WHAT\tEXPECTED\tMEASURED\tMOVED\tTOLERANCE")
		each(beyond, func(c Change) {
			fmt.Fprintf(t, "  %s\t%s\t%s\t%s\t%s\n", c.What, number(c.Expected), number(c.Measured), c.moved(), number(c.Tolerance))
		}, func(left int) { fmt.Fprintf(t, "  %d more features\n", left) })
		if err := t.Flush(); err != nil {
			return err
		}
	}
	return nil
}

// each shows all changes but only the first features, and says how many are
// left.
func each(changes []Change, show func(Change), rest func(int)) {
	features := 0
	for _, c := range changes {
		if c.ofFeature() {
			features++
		}
		if features <= shownFeatureChanges || !c.ofFeature() {
			show(c)
		}
	}
	if features > shownFeatureChanges {
		rest(features - shownFeatureChanges)
	}
}

func (c Change) moved() string {
	if c.Odd != "" {
		return c.Odd
	}
	return fmt.Sprintf("%+.6g", c.Moved())
}

func number(x float64) string { return fmt.Sprintf("%.8g", x) }

func total(seconds map[string]float64) (sum float64) {
	for _, s := range slices.Sorted(maps.Keys(seconds)) {
		sum += seconds[s]
	}
	return sum
}

// WriteMarkdown writes the summary for pull requests: what fails first, then
// every score beside its expectation, and the speed.
func (r Report) WriteMarkdown(w io.Writer) error {
	var b strings.Builder
	verdict := "passes"
	if r.Err() != nil {
		verdict = "**fails**"
	}
	fmt.Fprintf(&b, "# CI backtest of %s: %s\n", r.Commit, verdict)
	for _, world := range r.Worlds {
		world.markdown(&b, r.Before)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func (w WorldReport) markdown(b *strings.Builder, before string) {
	fmt.Fprintf(b, "\n## %s: %d fixtures from %s to %s, market=%s\n", w.World, w.Fixtures, w.From, w.To, w.Market)
	if beyond := w.beyond(); len(beyond) > 0 {
		fmt.Fprint(b, "\nMoved beyond tolerance:\n\n| what | expected | measured | moved | tolerance |\n| --- | ---: | ---: | ---: | ---: |\n")
		each(beyond, func(c Change) {
			fmt.Fprintf(b, "| %s | %s | %s | %s | %s |\n", c.What, number(c.Expected), number(c.Measured), c.moved(), number(c.Tolerance))
		}, func(left int) { fmt.Fprintf(b, "| %d more features | | | | |\n", left) })
	}
	moved := map[string]string{}
	features := 0
	for _, c := range w.Changes {
		moved[c.What] = c.moved()
		if c.ofFeature() {
			features++
		}
	}
	at := func(what string) string {
		if m, ok := moved[what]; ok {
			return m
		}
		return "same"
	}
	fmt.Fprint(b, "\n| model | n | log loss | moved | RPS | moved | accuracy | moved |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n")
	for _, name := range w.modelNames() {
		s := w.Models[name]
		fmt.Fprintf(b, "| %s | %d | %.5f | %s | %.5f | %s | %.2f %% | %s |\n", name, s.N, s.LogLoss, at(name+" log loss"), s.RPS, at(name+" RPS"), 100*s.Accuracy, at(name+" accuracy"))
	}
	fmt.Fprint(b, "\n| bets | n | moved | staked | profit | moved |\n| --- | ---: | ---: | ---: | ---: | ---: |\n")
	for _, name := range slices.Sorted(maps.Keys(w.Bets)) {
		s := w.Bets[name]
		fmt.Fprintf(b, "| %s | %d | %s | %.2f | %.2f | %s |\n", name, s.N, at(name+" bets"), s.Staked, s.Profit, at(name+" profit"))
	}
	fmt.Fprintf(b, "\nFeatures: %d columns, %d figures of them moved.\n", len(w.Features), features)
	w.speed(b, before)
}

// speed sets the seconds of each stage beside those of the commit before.
func (w WorldReport) speed(b *strings.Builder, before string) {
	if w.Earlier == nil {
		fmt.Fprint(b, "\n| stage | seconds |\n| --- | ---: |\n")
	} else {
		fmt.Fprintf(b, "\n| stage | seconds | at %s | moved |\n| --- | ---: | ---: | ---: |\n", before)
	}
	for _, stage := range slices.Sorted(maps.Keys(w.Seconds)) {
		fmt.Fprintf(b, "| %s | %.2f |", stage, w.Seconds[stage])
		if earlier, ok := w.Earlier[stage]; ok {
			fmt.Fprintf(b, " %.2f | %+.0f %% |", earlier, 100*(w.Seconds[stage]/earlier-1))
		} else if w.Earlier != nil {
			fmt.Fprint(b, " | |")
		}
		fmt.Fprintln(b)
	}
}
