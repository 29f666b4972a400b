package pipelines

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"matchday/stages/deploy"
	"matchday/stages/land/sportmonks"
	"matchday/stages/validate"
)

// WeeklyReport is what the weekly job made and what became of it.
type WeeklyReport struct {
	Version  string `json:"version"`  // of the candidate
	Champion string `json:"champion"` // before the job; "" if there was none
	Deployed bool   `json:"deployed"`
	Forced   bool   `json:"forced"`  // over the gate's no
	DryRun   bool   `json:"dry_run"` // nothing was changed: Deployed is what would have been
	// Rows are the fixtures that the serving models learned from, Validation is
	// what the gate saw and said.
	Rows       int        `json:"rows"`
	Validation validation `json:"validation"`
	Asked
	Merged  sportmonks.Merged  `json:"merged"` // small landed files into few
	Seconds map[string]float64 `json:"seconds"`

	stages []StageSeconds
}

func (w *weekly) reported(m deploy.Manifest, deployed bool) WeeklyReport {
	return WeeklyReport{
		Version: m.Version, Champion: w.champion.Version, Deployed: deployed, Forced: deployed && !w.verdict.Passed,
		Rows: m.Training.Rows, Validation: w.validation(), Asked: w.asked, Merged: w.merged,
	}
}

// Err is a Refused if the gate said no and was not overruled.
func (r WeeklyReport) Err() error {
	if r.Deployed {
		return nil
	}
	stays := "no model serves"
	if r.Champion != "" {
		stays = "the champion " + r.Champion + " stays"
	}
	return Refused{Reason: fmt.Sprintf("the gate rejects %s, %s: %s", r.Version, stays, joined(r.Validation.Reasons))}
}

// WriteText prints the scores beside the limits, and what follows.
func (r WeeklyReport) WriteText(w io.Writer) error {
	v := r.Validation
	fmt.Fprintf(w, "Trained %s on %d fixtures; judged on %d of %s to %s that it had not seen\n\n",
		r.Version, r.Rows, v.Scores[validate.Candidate].N, dateText(v.WindowStart), dateText(v.WindowEnd))
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "\tn\tlog loss\tBrier\taccuracy\t")
	line := func(name string, f validate.Figures) {
		fmt.Fprintf(t, "%s\t%d\t%.4f\t%.4f\t%.1f %%\t\n", name, f.N, f.LogLoss, f.Brier, 100*f.Accuracy)
	}
	for _, name := range []string{validate.Candidate, validate.Champion, validate.BaseRate, validate.Market} {
		if f, ok := v.Scores[name]; ok {
			line(name, f)
		}
	}
	line("limit", v.Limits)
	if err := t.Flush(); err != nil {
		return err
	}
	var b strings.Builder
	fmt.Fprintln(&b)
	if d := v.Difference; d != nil {
		fmt.Fprintf(&b, "Log loss against the champion's: %+.4f (95 %% interval %+.4f to %+.4f, %d fixtures)\n", d.Value, d.Low, d.High, d.N)
	}
	for _, note := range v.Notes {
		fmt.Fprintf(&b, "Note: %s\n", note)
	}
	for _, reason := range v.Reasons {
		fmt.Fprintf(&b, "Rejected: %s\n", reason)
	}
	fmt.Fprintln(&b, r.outcome())
	b.WriteString(r.line())
	if r.Merged.Files > 0 {
		fmt.Fprintf(&b, "Merged: %d landed files into %d, %d rows\n", r.Merged.Files, r.Merged.Into, r.Merged.Rows)
	}
	var seconds []string
	for _, s := range r.stages {
		seconds = append(seconds, fmt.Sprintf("%s %.1f", s.Stage, s.Seconds))
	}
	fmt.Fprintf(&b, "Seconds: %s\n", strings.Join(seconds, ", "))
	_, err := io.WriteString(w, b.String())
	return err
}

// outcome is what the job did to the champion, in one sentence.
func (r WeeklyReport) outcome() string {
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
