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

// FilesReport is what became of files that were landed and staged.
type FilesReport struct {
	Landed  int   `json:"landed"`  // files new in the lake
	Skipped int   `json:"skipped"` // landed before, byte for byte
	Bytes   int64 `json:"bytes"`
	// Refused are the files that are no such CSV, each with its reason.
	Refused  []string           `json:"refused"`
	Fixtures int                `json:"fixtures"` // in the lake, after staging
	Results  int                `json:"results"`
	Prices   int                `json:"prices"`
	Teams    int                `json:"teams"`
	Blank    int                `json:"blank_rows"`
	Rejected map[string]int     `json:"rejected"` // rows by reason
	Hints    map[string]string  `json:"hints"`    // what the reasons mean
	Seconds  map[string]float64 `json:"seconds"`

	home string
}

// Err is non-nil if a file was refused: the others are landed, and the command
// exits with 1.
func (r FilesReport) Err() error {
	if len(r.Refused) == 0 {
		return nil
	}
	return fmt.Errorf("refused, while all other files are landed: %s", strings.Join(r.Refused, "; "))
}

// LandFiles lands files of football-data.co.uk, stages all that has ever landed, and
// publishes the copy that people query. Killed anywhere it leaves the tables of
// yesterday; run again it goes on from the files that had landed.
func LandFiles(ctx context.Context, env job.Env, paths []string) (report FilesReport, err error) {
	home, err := env.Open("land")
	if err != nil {
		return FilesReport{}, err
	}
	lock, err := home.LockLake(ctx)
	if err != nil {
		return FilesReport{}, err
	}
	defer func() { err = errors.Join(err, lock.Release()) }()

	watch := job.NewTimer(env)
	landed, err := land.FootballData(ctx, land.Input{Lake: env.Lake(), Paths: paths, Now: env.Now().UTC()})
	if err != nil {
		return FilesReport{}, err
	}
	watch.Lap("land")
	staged, err := staging.Run(ctx, staging.Input{Lake: env.Lake()})
	if err != nil {
		return FilesReport{}, err
	}
	watch.Lap("stage")
	if err := warehouse.Publish(ctx, home); err != nil {
		return FilesReport{}, err
	}
	watch.Lap("publish")
	report = FilesReport{
		Landed: landed.Landed, Skipped: landed.Skipped, Bytes: landed.Bytes, Refused: []string{},
		Fixtures: staged.Fixtures, Results: staged.Results, Prices: staged.Prices, Teams: staged.Teams,
		Blank: staged.Blank, Rejected: staged.Rejected, Hints: staged.Hints, Seconds: watch.ByStage(), home: env.Home,
	}
	for _, r := range landed.Refused {
		report.Refused = append(report.Refused, r.Error())
	}
	return report, nil
}

// WriteText prints the counts, and what to do about what was rejected.
func (r FilesReport) WriteText(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "Landed %d files (%.1f MB), %d landed before, %d refused\n", r.Landed, float64(r.Bytes)/1e6, r.Skipped, len(r.Refused))
	for _, refusal := range r.Refused {
		fmt.Fprintf(&b, "  refused: %s\n", refusal)
	}
	fmt.Fprintf(&b, "Staged %d fixtures, %d results, %d prices of %d teams; %d blank rows\n", r.Fixtures, r.Results, r.Prices, r.Teams, r.Blank)
	if len(r.Rejected) > 0 {
		fmt.Fprintln(&b, "Rejected:")
		for _, reason := range slices.Sorted(maps.Keys(r.Rejected)) {
			fmt.Fprintf(&b, "  %7d  %s: %s\n", r.Rejected[reason], reason, r.Hints[reason])
		}
		fmt.Fprintf(&b, "  Each with its file and line: matchday sql \"SELECT * FROM rejected\"\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}
