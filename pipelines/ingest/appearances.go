package ingest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"matchday/pipelines/job"
	"matchday/stages/land"
	"matchday/stages/staging"
	"matchday/warehouse"
)

// AppearancesReport is what became of tables of who played that were landed and
// staged.
type AppearancesReport struct {
	Landed   int                `json:"landed"`  // files new in the lake
	Skipped  int                `json:"skipped"` // landed before, byte for byte, with the same rating
	Bytes    int64              `json:"bytes"`
	Refused  []string           `json:"refused"`  // files that are no such table, each with its reason
	Lineups  int                `json:"lineups"`  // rows that tables gave to the staged line-ups
	Rejected map[string]int     `json:"rejected"` // rows by reason, of all sources
	Hints    map[string]string  `json:"hints"`    // what the reasons mean
	Seconds  map[string]float64 `json:"seconds"`
}

// Err is non-nil if a file was refused: the others are landed, and the command
// exits with 1.
func (r AppearancesReport) Err() error {
	if len(r.Refused) == 0 {
		return nil
	}
	return fmt.Errorf("refused, while all other files are landed: %s", strings.Join(r.Refused, "; "))
}

// LandAppearances lands tables of who played, stages all that has ever landed, and
// publishes the copy that people query. rating names the tables' column of the
// players' rating; empty: "rating", if there is one. Killed anywhere it leaves
// the tables of yesterday; run again it goes on from the files that had landed.
func LandAppearances(ctx context.Context, env job.Env, paths []string, rating string) (report AppearancesReport, err error) {
	home, err := env.Open("land")
	if err != nil {
		return AppearancesReport{}, err
	}
	lock, err := home.LockLake(ctx)
	if err != nil {
		return AppearancesReport{}, err
	}
	defer func() { err = errors.Join(err, lock.Release()) }()

	watch := job.NewTimer(env)
	landed, err := land.Appearances(ctx, land.Input{Lake: env.Lake(), Paths: paths, Now: env.Now().UTC()}, rating)
	if err != nil {
		return AppearancesReport{}, err
	}
	watch.Lap("land")
	staged, err := staging.Run(ctx, staging.Input{Lake: env.Lake()})
	if err != nil {
		return AppearancesReport{}, err
	}
	watch.Lap("stage")
	if err := warehouse.Publish(ctx, home); err != nil {
		return AppearancesReport{}, err
	}
	watch.Lap("publish")
	report = AppearancesReport{
		Landed: landed.Landed, Skipped: landed.Skipped, Bytes: landed.Bytes, Refused: []string{},
		Lineups: staged.Lineups, Rejected: staged.Rejected, Hints: staged.Hints, Seconds: watch.ByStage(),
	}
	for _, r := range landed.Refused {
		report.Refused = append(report.Refused, r.Error())
	}
	return report, nil
}

// WriteText prints the counts, and where to read what was rejected.
func (r AppearancesReport) WriteText(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "Landed %d tables (%.1f MB), %d landed before, %d refused\n", r.Landed, float64(r.Bytes)/1e6, r.Skipped, len(r.Refused))
	for _, refusal := range r.Refused {
		fmt.Fprintf(&b, "  refused: %s\n", refusal)
	}
	fmt.Fprintf(&b, "Staged %d rows of line-ups from tables\n", r.Lineups)
	if len(r.Rejected) > 0 {
		fmt.Fprintln(&b, "Rejected, of all sources:")
		for _, reason := range slices.Sorted(maps.Keys(r.Rejected)) {
			fmt.Fprintf(&b, "  %7d  %s: %s\n", r.Rejected[reason], reason, r.Hints[reason])
		}
		fmt.Fprintf(&b, "  Each with its file and line: matchday sql \"SELECT * FROM rejected\"\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}
