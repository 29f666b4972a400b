package ingest

import (
	"context"
	"fmt"
	"io"

	"matchday/pipelines/job"
	"matchday/stages/land"
)

// AppearancesReport counts what was landed from tables of who played.
type AppearancesReport struct {
	FileCounts
	Lineups int `json:"lineups"` // rows of the staged line-ups that come from tables
	Rejections
}

// LandAppearances is LandFiles for tables of who played. rating names the column
// that says how well a player played; empty: "rating", if there is one. A table that
// landed with another rating lands again.
func LandAppearances(ctx context.Context, env job.Env, paths []string, rating string) (AppearancesReport, error) {
	counts, rejections, staged, err := landFiles(ctx, env, paths, func(ctx context.Context, in land.Input) (land.Result, error) {
		return land.Appearances(ctx, in, rating)
	})
	return AppearancesReport{FileCounts: counts, Lineups: staged.Lineups, Rejections: rejections}, err
}

// WriteText prints the counts, and what to do about what was rejected.
func (r AppearancesReport) WriteText(w io.Writer) error {
	staged := fmt.Sprintf("Staged %d rows of line-ups from tables\n", r.Lineups)
	_, err := io.WriteString(w, r.FileCounts.text("tables")+staged+r.Rejections.text())
	return err
}
