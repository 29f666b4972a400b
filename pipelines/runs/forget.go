// Package runs is what a person does about past runs.
package runs

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"matchday/pipelines/job"
	"matchday/warehouse"
)

// Job takes back runs. It decides nothing by its clock: it comes after runs whose clock
// was wrong.
var Job = job.Job{Name: "runs", Slot: time.Second, AnyOrder: true}

// ForgetReport says which run was taken back.
type ForgetReport struct {
	RunID   string    `json:"run_id"`
	AsOf    time.Time `json:"as_of"`   // its last commit's clock
	Commits int       `json:"commits"` // that count no more
	By      string    `json:"by"`      // run that took it back
	At      time.Time `json:"at"`      // that run's clock
	Why     string    `json:"why"`
	Before  bool      `json:"before"` // it had been taken back before, and nothing was done
	// Predictions stay: nobody's money went by them.
	Predictions int `json:"predictions"`
	job.Committed
}

// Forget takes back a run that changed no book, so that runs of an earlier clock are in
// order again. A run that placed or settled bets, moved money or wrote results is
// Refused. One that was taken back before is left as it is.
func Forget(ctx context.Context, env job.Env, runID, why string) (report ForgetReport, err error) {
	home, err := env.Open(Job.Name)
	if err != nil {
		return report, err
	}
	// A second word for the same run is no second run.
	err = warehouse.ReadLive(ctx, home, func(ctx context.Context, tx *warehouse.Transaction) error {
		report, err = survey(ctx, tx, runID)
		return err
	})
	if err != nil || report.Before {
		return report, err
	}
	report.Committed, err = job.Execute(ctx, env, Job, nil, func(ctx context.Context, r *job.Run) error {
		r.Inputs.Arguments.Forget, r.Inputs.Arguments.Why = runID, why
		return r.Write(ctx, func(ctx context.Context, tx *warehouse.Transaction) error {
			if report, err = survey(ctx, tx, runID); err != nil || report.Before {
				return err
			}
			report.By, report.At, report.Why = r.ID(), r.Now, why
			return tx.Forget(ctx, runID, r.Now, r.ID(), why)
		})
	})
	return report, err
}

// survey says what there is to take back, or why it cannot be.
func survey(ctx context.Context, tx *warehouse.Transaction, runID string) (report ForgetReport, err error) {
	report.RunID = runID
	commits, err := tx.CommitsOf(ctx, runID)
	if err != nil {
		return report, err
	}
	if len(commits) == 0 {
		return report, job.BadInput{Reason: fmt.Sprintf("no commit of a run %q counts: the run does not exist (see the table runs), failed, was refused, or is of a job that nothing has to follow", runID)}
	}
	for _, c := range commits {
		report.AsOf = c.AsOf
		if c.By == "" {
			report.Commits++
		} else {
			report.By, report.At, report.Why = c.By, c.At, c.Why
		}
	}
	if report.Commits == 0 {
		report.Before, report.Commits = true, len(commits)
		return report, nil
	}
	changes, err := tx.ChangesOf(ctx, runID)
	var books []string
	for _, c := range changes {
		if c.Books {
			books = append(books, fmt.Sprintf("%d %s", c.N, c.What))
		} else {
			report.Predictions = c.N
		}
	}
	if err == nil && len(books) > 0 {
		err = job.Refused{Reason: fmt.Sprintf("run %s changed the books, and they are not taken back: %s; put back a backup of the home from before it, or wait until %s has passed",
			runID, strings.Join(books, ", "), report.AsOf.UTC().Format(time.RFC3339))}
	}
	return report, err
}

// WriteText prints a sentence.
func (r ForgetReport) WriteText(w io.Writer) error {
	if r.Before {
		_, err := fmt.Fprintf(w, "%s was forgotten already, at %s by %s: %s\n", r.RunID, r.At.UTC().Format(time.RFC3339), r.By, r.Why)
		return err
	}
	stay := ""
	if r.Predictions > 0 {
		stay = fmt.Sprintf("; its %d predictions stay", r.Predictions)
	}
	_, err := fmt.Fprintf(w, "Forgot %s, which was as of %s: runs need not come after it any more%s\n%s", r.RunID, r.AsOf.UTC().Format(time.RFC3339), stay, r.WarningLines())
	return err
}
