package weekly

import (
	"fmt"
	"io"
	"math"
	"strings"
	"text/tabwriter"
	"time"

	"matchday/pipelines/job"
	"matchday/pipelines/models"
	"matchday/stages/deploy"
	"matchday/stages/land/sportmonks"
	"matchday/stages/validate"
	"matchday/warehouse"
)

// Report is the weekly job's candidate and what became of it.
type Report struct {
	Version  string `json:"version"`  // of the candidate
	Champion string `json:"champion"` // before the job; "" if there was none
	Deployed bool   `json:"deployed"`
	Forced   bool   `json:"forced"`  // although the gate rejected it
	DryRun   bool   `json:"dry_run"` // nothing was changed: Deployed says what would have happened
	// Rows counts the fixtures that the serving models were trained on.
	Rows       int               `json:"rows"`
	Validation models.Validation `json:"validation"`
	job.APIUsage
	job.Committed
	Merged     sportmonks.Merged   `json:"merged"` // small landed files
	SeasonTurn []warehouse.Finding `json:"turn"`   // findings that a new season brings
	Seconds    map[string]float64  `json:"seconds"`

	stages []job.StageSeconds
}

func (w *weekly) reportOf(m deploy.Manifest, deployed bool) Report {
	return Report{
		Version: m.Version, Champion: w.champion.Version, Deployed: deployed, Forced: deployed && !w.verdict.Passed,
		Rows: m.Training.Rows, Validation: w.validation(), APIUsage: w.APIUsage, Merged: w.merged, SeasonTurn: seasonTurnFindings(w.checks),
	}
}

// Err is a Refused if the gate rejected the candidate and nobody forced it.
func (r Report) Err() error {
	if r.Deployed {
		return nil
	}
	stays := "no model serves"
	if r.Champion != "" {
		stays = "the champion " + r.Champion + " stays"
	}
	return job.Refused{Reason: fmt.Sprintf("the gate rejects %s, %s: %s; \"matchday weekly --force-deploy --why REASON\" deploys it all the same", r.Version, stays, strings.Join(r.Validation.Reasons, "; "))}
}

// WriteText prints the scores beside their limits, and what became of the candidate.
func (r Report) WriteText(w io.Writer) error {
	v := r.Validation
	fmt.Fprintf(w, "Trained %s on %d fixtures; judged on %d of %s to %s that it had not seen\n\n",
		r.Version, r.Rows, v.Scores[validate.Candidate].N, v.WindowStart.Format(time.DateOnly), v.WindowEnd.Format(time.DateOnly))
	if err := writeScores(w, v); err != nil {
		return err
	}
	var b strings.Builder
	fmt.Fprintln(&b)
	writeFindings(&b, v)
	fmt.Fprintf(&b, "Believed against the sharp price: %s\n", v.Belief.Text())
	fmt.Fprintln(&b, r.outcome())
	writeSeasonTurn(&b, r.SeasonTurn)
	b.WriteString(r.Line() + r.WarningLines())
	if r.Merged.Files > 0 {
		fmt.Fprintf(&b, "Merged: %d landed files into %d, %d rows\n", r.Merged.Files, r.Merged.Into, r.Merged.Rows)
	}
	_, err := io.WriteString(w, b.String()+job.SecondsLine(r.stages))
	return err
}

// writeScores prints the figures of all, then those of each part beside its limits.
func writeScores(w io.Writer, v models.Validation) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "\tn\tlog loss\tBrier\taccuracy\tcalibration error\t")
	line := func(name string, f validate.Figures) {
		fmt.Fprintf(t, "%s\t%d\t%.4f\t%.4f\t%.1f %%\t%.1f %%\t\n", name, f.N, f.LogLoss, f.Brier, 100*f.Accuracy, 100*f.Calibration)
	}
	for _, name := range []string{validate.Candidate, validate.Champion, validate.BaseRate, validate.Market} {
		if f, ok := v.Scores[name]; ok {
			line(name, f)
		}
	}
	for _, g := range v.Groups {
		line(partName(g), g.Candidate)
		for _, f := range []struct {
			name    string
			figures *validate.Figures
		}{{"95 % from", g.Low}, {"to", g.High}} {
			if c := f.figures; c != nil {
				fmt.Fprintf(t, "%s\t\t%.4f\t%.4f\t%.1f %%\t\t\n", f.name, c.LogLoss, c.Brier, 100*c.Accuracy)
			}
		}
		line("limit", g.Limits)
	}
	return t.Flush()
}

// partName is what people call a part of the window.
func partName(g validate.GroupFigures) string {
	priced := "with a price"
	if g.Against == validate.BaseRate {
		priced = "without a price"
	}
	if g.Name == validate.Others {
		return priced
	}
	return g.Name + ", " + priced
}

// writeComparisons prints how the candidate compares with what it is held against.
func writeComparisons(b *strings.Builder, v models.Validation) {
	for _, g := range v.Groups {
		if e := g.Excess; e != nil {
			whose := map[string]string{validate.Market: "market's", validate.BaseRate: "base rates'"}[g.Against]
			fmt.Fprintf(b, "Log loss against the %s, %s, each at most 0.3 either way: %+.4f (99 %% interval %+.4f to %+.4f, %d fixtures); rejected above %.4f, or if all of the interval is above %.4f\n",
				whose, partName(g), e.Value, e.Low, e.High, g.Candidate.N, e.Max, e.Sure)
		}
	}
	for _, c := range []struct {
		against string
		d       *validate.Difference
	}{{"champion", v.Difference}, {"market", v.AgainstMarket}} {
		if d := c.d; d != nil {
			fmt.Fprintf(b, "Log loss against the %s's: %+.4f (95 %% interval %+.4f to %+.4f, %d fixtures)\n", c.against, d.Value, d.Low, d.High, d.N)
		}
	}
	for _, c := range []struct{ against, text string }{
		{validate.Champion, "Forecasts against the champion's"}, {validate.Serving, "Forecasts of the fit that would serve against the judged one's"},
	} {
		if d, ok := v.Furthest(c.against); ok {
			fmt.Fprintf(b, "%s: most different in %s, by %.4f nats in the mean of %d fixtures; at most %.4f is borne\n", c.text, d.Division, d.Value, d.N, d.Bound)
		}
	}
}

// shownDrift is how many features with much drift the text names.
const shownDrift = 5

// writeFindings prints the comparisons, the checks, the drift, and the reasons to reject.
func writeFindings(b *strings.Builder, v models.Validation) {
	writeComparisons(b, v)
	var warned []string
	for _, c := range v.Checks {
		warned = append(warned, fmt.Sprintf("%s %d", c.Check, c.Rows))
	}
	if len(warned) > 0 {
		fmt.Fprintf(b, "Checks that found rows: %s (see \"matchday check\")\n", strings.Join(warned, ", "))
	}
	var moved []string
	for _, d := range v.Drift {
		if d.Stability > validate.MuchDrift {
			moved = append(moved, driftText(d))
		}
	}
	if n := len(moved); n > 0 {
		fmt.Fprintf(b, "Drift: the stability index of %d features is above %.2f, most of all %s\n", n, validate.MuchDrift, strings.Join(moved[:min(n, shownDrift)], ", "))
	}
	for _, note := range v.Notes {
		fmt.Fprintf(b, "Note: %s\n", note)
	}
	for _, reason := range v.Reasons {
		fmt.Fprintf(b, "Rejected: %s\n", reason)
	}
}

// driftText names a feature, its stability index, and a change in missing values.
func driftText(d validate.Drift) string {
	text := fmt.Sprintf("%s %.2f", d.Feature, d.Stability)
	if before, now := 100*d.MissingLearned, 100*d.MissingWindow; math.Abs(now-before) >= 1 {
		text += fmt.Sprintf(" (missing in %.0f %%, was %.0f %%)", now, before)
	}
	return text
}

// outcome is what the job did to the champion, in one sentence.
func (r Report) outcome() string {
	does, keeps := "Deployed", "stays"
	if r.DryRun {
		does, keeps = "Dry run: nothing was changed. It would have deployed", "would have stayed"
	}
	switch {
	case r.Deployed && r.Champion == "":
		return does + " " + r.Version + ", the first champion"
	case r.Deployed && r.Champion == r.Version:
		return r.Version + " is the champion already"
	case r.Deployed:
		return fmt.Sprintf("%s %s in place of %s", does, r.Version, r.Champion)
	case r.Champion == "":
		return "There is still no champion"
	}
	return "The champion " + r.Champion + " " + keeps
}
