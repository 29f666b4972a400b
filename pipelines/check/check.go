// Package check runs the checks of sql/checks for people, and holds the files of
// the lake and of the models against their manifests.
package check

import (
	"context"
	"fmt"
	"io"
	"strings"

	"matchday/pipelines/job"
	"matchday/pipelines/staged"
	"matchday/warehouse"
)

// Report is what the checks of sql/checks and of the files found.
type Report struct {
	Checks []warehouse.Finding `json:"checks"`
	job.Copied
}

// Run runs every check over the published tables, and the checks of the files.
func Run(ctx context.Context, env job.Env) (Report, error) {
	home, err := env.Open("check")
	if err != nil {
		return Report{}, err
	}
	findings, err := warehouse.Check(ctx, home)
	if err != nil {
		return Report{}, err
	}
	lakeFiles, err := checkLake(home)
	if err != nil {
		return Report{}, err
	}
	modelFiles, err := checkModels(env)
	r := Report{Checks: append(findings, lakeFiles, modelFiles)}
	r.Compare(ctx, env, home)
	staged.WarnOfUnknownBookmakers(ctx, env)
	return r, err
}

// Err is a Refused if a check failed that holds what the jobs guarantee.
func (r Report) Err() error {
	var broken []string
	for _, f := range r.Checks {
		if f.Severity == warehouse.Broken && f.Rows > 0 {
			broken = append(broken, f.Check)
		}
	}
	if len(broken) == 0 {
		return nil
	}
	return job.Refused{Reason: "checks failed: " + strings.Join(broken, ", ")}
}

// WriteText prints the checks that found rows, each with a few of the rows.
func (r Report) WriteText(w io.Writer) error {
	var b strings.Builder
	b.WriteString(r.OlderLine())
	clean := 0
	for _, f := range r.Checks {
		if f.Rows == 0 {
			clean++
			continue
		}
		fmt.Fprintf(&b, "%s: %s, %d rows: %s\n  hint: %s\n", f.Severity, f.Check, f.Rows, f.Sentence, f.Hint)
		fmt.Fprintf(&b, "  %s\n", strings.Join(f.Columns, " | "))
		for _, row := range f.Sample {
			fmt.Fprintf(&b, "  %s\n", strings.Join(row, " | "))
		}
	}
	fmt.Fprintf(&b, "%d of %d checks found nothing\n", clean, len(r.Checks))
	_, err := io.WriteString(w, b.String())
	return err
}
