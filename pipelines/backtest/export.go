package backtest

import (
	"encoding/csv"
	"fmt"
	"io"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"matchday/warehouse/wholefile"

	"github.com/parquet-go/parquet-go"

	"matchday"
)

// exportRow is one row of --out: one model's prediction of one fixture.
type exportRow struct {
	FixtureID string  `parquet:"fixture_id"`
	Division  string  `parquet:"division,dict"`
	Season    string  `parquet:"season,dict"`
	Kickoff   string  `parquet:"kickoff"` // RFC 3339 in UTC; the bare date where the file has no time
	HomeTeam  string  `parquet:"home_team,dict"`
	AwayTeam  string  `parquet:"away_team,dict"`
	Model     string  `parquet:"model,dict"`
	PHome     float64 `parquet:"p_home"`
	PDraw     float64 `parquet:"p_draw"`
	PAway     float64 `parquet:"p_away"`
	AsOf      string  `parquet:"as_of"`
	Outcome   string  `parquet:"outcome,dict"` // H, D, A; empty if unplayed
}

// export writes one row for each fixture and model to a .parquet or .csv file, sorted
// by as-of, fixture and model. The file appears whole.
func export(path string, rows *matchday.Rows, at []int, models []scoredModel) error {
	write := writeExportCSV
	if strings.ToLower(filepath.Ext(path)) == ".parquet" {
		write = writeExportParquet
	}
	err := wholefile.Writer{}.Create(path, func(w io.Writer) error { return write(w, exportRows(rows, at, models)) })
	if err != nil {
		return fmt.Errorf("write --out %s: %w", path, err)
	}
	return nil
}

// exportRows returns the rows in order: the feature rows are sorted by as-of and
// fixture already, the models by name.
func exportRows(rows *matchday.Rows, at []int, models []scoredModel) []exportRow {
	models = sortedByName(models)
	var out []exportRow
	for k, i := range at {
		f := &rows.Fixtures[i]
		for _, m := range models {
			p := m.probs[k]
			if !p.Valid() {
				continue
			}
			out = append(out, exportRow{
				FixtureID: f.ID, Division: f.Division, Season: f.Season, Kickoff: kickoffText(f),
				HomeTeam: f.HomeTeam, AwayTeam: f.AwayTeam, Model: m.name,
				PHome: p[0], PDraw: p[1], PAway: p[2],
				AsOf: f.AsOf.UTC().Format(time.RFC3339), Outcome: string(rows.Outcome(i)),
			})
		}
	}
	return out
}

func kickoffText(f *matchday.Fixture) string {
	if !f.KickoffKnown {
		return f.MatchDate.Format(time.DateOnly)
	}
	return f.Kickoff.UTC().Format(time.RFC3339)
}

func writeExportParquet(w io.Writer, rows []exportRow) error {
	pw := parquet.NewGenericWriter[exportRow](w, parquet.Compression(&parquet.Zstd))
	if _, err := pw.Write(rows); err != nil {
		return err
	}
	return pw.Close()
}

func writeExportCSV(w io.Writer, rows []exportRow) error {
	cw := csv.NewWriter(w)
	if err := cw.Write(strings.Split("fixture_id,division,season,kickoff,home_team,away_team,model,p_home,p_draw,p_away,as_of,outcome", ",")); err != nil {
		return err
	}
	prob := func(p float64) string { return strconv.FormatFloat(p, 'f', 9, 64) }
	for _, r := range rows {
		if err := cw.Write([]string{
			r.FixtureID, r.Division, r.Season, r.Kickoff, r.HomeTeam, r.AwayTeam, r.Model,
			prob(r.PHome), prob(r.PDraw), prob(r.PAway), r.AsOf, r.Outcome,
		}); err != nil {
			return err
		}
	}
	cw.Flush()
	return cw.Error()
}
