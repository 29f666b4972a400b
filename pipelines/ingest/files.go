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
)

// FilesReport counts what was landed from match files, and what the lake holds
// after staging.
type FilesReport struct {
	FileCounts
	Fixtures int `json:"fixtures"`
	Results  int `json:"results"`
	Prices   int `json:"prices"`
	Teams    int `json:"teams"`
	Blank    int `json:"blank_rows"`
	Rejections
}

// FileCounts counts the files that a job was given.
type FileCounts struct {
	Landed  int      `json:"landed"`  // new in the lake
	Skipped int      `json:"skipped"` // landed before, byte for byte
	Bytes   int64    `json:"bytes"`
	Refused []string `json:"refused"` // not landed, each with the reason
	// Warnings are what a person should look at in files that landed, by file, and what
	// failed once all was staged.
	Warnings []string `json:"warnings"`
}

// Rejections are the rows that staging did not accept, of all that has landed.
type Rejections struct {
	Rejected map[string]int     `json:"rejected"` // rows by reason
	Hints    map[string]string  `json:"hints"`    // what the reasons mean
	Seconds  map[string]float64 `json:"seconds"`
}

// LandFiles lands match files of football-data.co.uk, stages the whole lake and
// publishes, unless nothing is new. A kill leaves the published tables as they were; the next call goes on
// behind the files that had landed.
func LandFiles(ctx context.Context, env job.Env, paths []string) (FilesReport, error) {
	counts, rejections, staged, err := landFiles(ctx, env, paths, land.FootballData)
	return FilesReport{
		FileCounts: counts, Rejections: rejections,
		Fixtures: staged.Fixtures, Results: staged.Results, Prices: staged.Prices, Teams: staged.Teams, Blank: staged.Blank,
	}, err
}

// landFiles lands files with one of the landing stages, stages and publishes.
func landFiles(
	ctx context.Context, env job.Env, paths []string, stage func(context.Context, land.Input) (land.Result, error),
) (counts FileCounts, rejections Rejections, staged staging.Result, err error) {
	home, err := env.Make("land")
	if err == nil {
		err = env.ClockIsNotAhead()
	}
	if err != nil {
		return counts, rejections, staged, err
	}
	lock, err := home.LockLake(ctx)
	if err != nil {
		return counts, rejections, staged, err
	}
	defer func() { err = errors.Join(err, lock.Release()) }()

	watch := job.NewTimer(env)
	landed, err := stage(ctx, land.Input{Lake: env.Lake(), Paths: paths, Now: env.Now().UTC()})
	if err != nil {
		return counts, rejections, staged, err
	}
	watch.Lap("land")
	if staged, err = staging.Run(ctx, staging.Input{Lake: env.Lake()}); err != nil {
		return counts, rejections, staged, err
	}
	watch.Lap("stage")
	var after job.Committed
	after.PublishDue(ctx, env, home)
	watch.Lap("publish")
	counts = FileCounts{Landed: landed.Landed, Skipped: landed.Skipped, Bytes: landed.Bytes, Refused: []string{}, Warnings: []string{}}
	for _, w := range landed.Warnings {
		counts.Warnings = append(counts.Warnings, w.String())
	}
	counts.Warnings = append(counts.Warnings, after.Warnings...)
	for _, r := range landed.Refused {
		counts.Refused = append(counts.Refused, r.Error())
	}
	return counts, Rejections{Rejected: staged.Rejected, Hints: staged.Hints, Seconds: watch.ByStage()}, staged, nil
}

// AfterCommit is what did not keep the files from landing.
func (c FileCounts) AfterCommit() []string { return c.Warnings }

// Err is non-nil if a file was refused; the others are landed.
func (c FileCounts) Err() error { return refusedFiles(c.Refused) }

func refusedFiles(refused []string) error {
	if len(refused) == 0 {
		return nil
	}
	return fmt.Errorf("%d files were refused, all others are landed: %s", len(refused), strings.Join(refused, "; "))
}

func (c FileCounts) text(what string) string {
	text := fmt.Sprintf("Landed %d %s (%.1f MB), %d landed before, %d refused\n", c.Landed, what, float64(c.Bytes)/1e6, c.Skipped, len(c.Refused))
	for _, refusal := range c.Refused {
		text += fmt.Sprintf("  refused: %s\n", refusal)
	}
	for _, warning := range c.Warnings {
		text += fmt.Sprintf("  warning: %s\n", warning)
	}
	return text
}

func (r Rejections) text() string {
	if len(r.Rejected) == 0 {
		return ""
	}
	text := "Rejected rows, by reason:\n"
	for _, reason := range slices.Sorted(maps.Keys(r.Rejected)) {
		text += fmt.Sprintf("  %7d  %s: %s\n", r.Rejected[reason], reason, r.Hints[reason])
	}
	return text + "  List them with their file and line: matchday sql \"SELECT * FROM rejected\"\n"
}

// WriteText prints the counts, and what to do about what was rejected.
func (r FilesReport) WriteText(w io.Writer) error {
	staged := fmt.Sprintf("Staged %d fixtures, %d results, %d prices of %d teams; %d blank rows\n", r.Fixtures, r.Results, r.Prices, r.Teams, r.Blank)
	_, err := io.WriteString(w, r.FileCounts.text("files")+staged+r.Rejections.text())
	return err
}
