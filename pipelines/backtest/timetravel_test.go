package backtest_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"matchday"
	"matchday/invented/matchfiles"
	"matchday/pipelines/backtest"
	"matchday/pipelines/hometest"
	"matchday/pipelines/ingest"
	"matchday/pipelines/job"
	"matchday/stages/features"
	"matchday/warehouse"
	"matchday/warehouse/lake"
)

// The whole job is run twice on the invented world: once as it is, once with
// everything changed that became known after a moment. Whatever was said or
// staked up to that moment must be the same, byte for byte.

// theMoment is a Friday's collection moment in the middle of a season.
var theMoment = time.Date(2025, 2, 7, 13, 0, 0, 0, matchday.London).UTC()

// cells says which columns of a file become known when.
var (
	resultCells    = regexp.MustCompile(`^(FTHG|FTAG|FTR|HTHG|HTAG|HTR)$`)
	statisticCells = regexp.MustCompile(`^(HS|AS|HST|AST|HC|AC|HF|AF|HY|AY|HR|AR)$`)
	closingCells   = regexp.MustCompile(`^(B365|PS|WH|BW|VC|IW|Max|Avg|P)C([HDA]|>2\.5|<2\.5|AHH|AHA)$|^AHCh$`)
	preMatchCells  = regexp.MustCompile(`^(B365|PS|WH|BW|VC|IW|Max|Avg|P)([HDA]|>2\.5|<2\.5|AHH|AHA)$`)
)

func TestALaterResultMovesNothing(t *testing.T) {
	holdsAgainst(t, func(row row) {
		row.each(resultCells, func(name, _ string) string {
			return map[string]string{"FTHG": "0", "FTAG": "4", "FTR": "A", "HTHG": "0", "HTAG": "3", "HTR": "A"}[name]
		})
	})
}

func TestALaterStatisticMovesNothing(t *testing.T) {
	holdsAgainst(t, func(row row) {
		row.each(statisticCells, func(_, v string) string { return v + "7" })
	})
}

func TestAClosingPriceAfterTheMomentMovesNothing(t *testing.T) {
	holdsAgainst(t, func(row row) {
		row.each(closingCells, func(_, _ string) string { return "2.75" })
	})
}

func TestAPreMatchPriceCollectedLaterMovesNothing(t *testing.T) {
	holdsAgainst(t, func(row row) {
		if row.asOf.After(theMoment) {
			row.each(preMatchCells, func(_, _ string) string { return "3.05" })
		}
	})
}

func TestADeletedLaterResultMovesNothing(t *testing.T) {
	holdsAgainst(t, func(row row) {
		for _, cells := range []*regexp.Regexp{resultCells, statisticCells, closingCells} {
			row.each(cells, func(_, _ string) string { return "" })
		}
	})
}

func TestADeletedLaterFixtureMovesNothing(t *testing.T) {
	holdsAgainst(t, func(row row) {
		if row.asOf.After(theMoment) {
			row.delete()
		}
	})
}

// row is one played fixture of a file whose result was not known at theMoment.
type row struct {
	header, cells []string
	asOf          time.Time
	deleted       *bool
}

func (r row) cell(name string) string {
	for i, h := range r.header {
		if h == name && i < len(r.cells) {
			return r.cells[i]
		}
	}
	return ""
}

// each rewrites the non-empty cells of the columns that match.
func (r row) each(columns *regexp.Regexp, f func(name, value string) string) {
	before := append([]string{}, r.cells...)
	for i, h := range r.header {
		if i < len(before) && before[i] != "" && columns.MatchString(h) {
			r.cells[i] = f(h, before[i])
		}
	}
}

func (r row) delete() { *r.deleted = true }

// said is all that a run left about the time up to theMoment.
type said struct{ features, predictions, bets string }

// holdsAgainst compares the job on the world with the job on the world as
// tamper leaves it; tamper is called for every fixture whose result became
// known after theMoment.
func holdsAgainst(t *testing.T, tamper func(row)) {
	t.Parallel()
	world := matchfiles.New(5)
	touched := 0
	want := untouched(t)
	got := run(t, world.Files(), func(r row) { touched++; tamper(r) })
	if touched < 100 {
		t.Fatalf("only %d fixtures became known after the moment: the test would show nothing", touched)
	}
	for _, c := range []struct{ what, want, got string }{
		{"features", want.features, got.features}, {"predictions", want.predictions, got.predictions}, {"bets", want.bets, got.bets},
	} {
		if strings.Count(c.want, "\n") < 20 {
			t.Errorf("only %d lines of %s up to the moment: the test would show nothing", strings.Count(c.want, "\n"), c.what)
		}
		if c.want != c.got {
			t.Errorf("%s as of %s moved: %s", c.what, theMoment, firstDifference(c.want, c.got))
		}
	}
}

func firstDifference(want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range w {
		if i >= len(g) || w[i] != g[i] {
			return fmt.Sprintf("line %d\nwant %.300s\ngot  %.300s", i+1, w[i], append(g, "")[min(i, len(g))])
		}
	}
	return fmt.Sprintf("%d lines more", len(g)-len(w))
}

var theUntouched = make(chan said, 1) // holds the one run on the world as it is

func untouched(t *testing.T) said {
	t.Helper()
	s := <-theUntouched
	if s.predictions == "" {
		s = run(t, matchfiles.New(5).Files(), func(row) {})
	}
	theUntouched <- s
	return s
}

func TestMain(m *testing.M) {
	theUntouched <- said{}
	os.Exit(m.Run())
}

// run lands the files as tamper leaves them, backtests, and returns what was
// said up to theMoment.
func run(t *testing.T, files []matchfiles.File, tamper func(row)) said {
	t.Helper()
	dir := t.TempDir()
	for _, f := range files {
		path := filepath.Join(dir, "files", filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, tampered(f.Content, tamper), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	env := hometest.DefaultEnv(filepath.Join(dir, "home"))
	ctx := context.Background()
	if _, err := ingest.LandFiles(ctx, env, []string{filepath.Join(dir, "files")}); err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(dir, "out.csv")
	if _, err := backtest.Run(ctx, env, backtest.Options{
		From: matchday.Date(2024, 11, 1), To: matchday.Date(2025, 3, 31), Market: "on", Out: out,
	}); err != nil {
		t.Fatal(err)
	}
	return said{features: featuresUntil(t, env), predictions: predictionsUntil(t, out), bets: betsUntil(t, env)}
}

// tampered rewrites the rows of a file that became known after theMoment; rows
// that are no sound rows stay as they are.
func tampered(content []byte, tamper func(row)) []byte {
	lines := bytes.SplitAfter(content, []byte("\n"))
	header := split(lines[0])
	var out []byte
	for n, line := range lines {
		if n > 0 {
			line = tamperedLine(header, line, tamper)
		}
		out = append(out, line...)
	}
	return out
}

func tamperedLine(header []string, line []byte, tamper func(row)) []byte {
	deleted := false
	r := row{header: header, cells: split(line), deleted: &deleted}
	date, err := time.Parse("02/01/2006", r.cell("Date"))
	if err != nil {
		if date, err = time.Parse("02/01/06", r.cell("Date")); err != nil {
			return line
		}
	}
	kickoff, known := matchday.NominalKickoff(date), false
	if at, err := time.Parse("15:04", r.cell("Time")); err == nil {
		kickoff, known = matchday.KickoffAt(date, at.Hour(), at.Minute()), true
	}
	r.asOf = matchday.CollectionMoment(kickoff)
	if !matchday.ResultKnownAt(kickoff, known, date).After(theMoment) || r.cell("FTR") == "" {
		return line
	}
	tamper(r)
	if deleted {
		return nil
	}
	return []byte(strings.Join(r.cells, ",") + "\n")
}

func split(line []byte) []string {
	return strings.Split(strings.TrimPrefix(strings.TrimRight(string(line), "\r\n"), "\ufeff"), ",")
}

func featuresUntil(t *testing.T, env job.Env) string {
	t.Helper()
	rows, err := features.Read(context.Background(), lake.Lake{Dir: filepath.Join(env.Home, "lake")})
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for i, f := range rows.Fixtures {
		if f.AsOf.After(theMoment) {
			continue
		}
		fmt.Fprint(&b, f.ID, f.AsOf)
		for _, column := range rows.Columns {
			fmt.Fprintf(&b, " %x", column[i])
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func predictionsUntil(t *testing.T, path string) string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	records, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, r := range records[1:] {
		asOf, err := time.Parse(time.RFC3339, r[10])
		if err != nil {
			t.Fatal(err)
		}
		// The closing market is no prediction of ours, and outcomes are what
		// the tests change.
		if !asOf.After(theMoment) && r[6] != "market_close" {
			fmt.Fprintln(&b, strings.Join(r[:11], ","))
		}
	}
	return b.String()
}

func betsUntil(t *testing.T, env job.Env) string {
	t.Helper()
	home := warehouse.Home{Dir: env.Home}
	var b bytes.Buffer
	table, err := warehouse.FormatTo(&b, "csv")
	if err != nil {
		t.Fatal(err)
	}
	err = warehouse.Query(context.Background(), home, fmt.Sprintf(`
		SELECT bet_id, bet_time, market, line, bet_outcome, stake, odds, expected_value, rule_applied, bookmaker, probability, decided, bankroll
		FROM bets WHERE bet_time <= '%s' ORDER BY bet_time, bet_id`, theMoment.Format(time.RFC3339)), table)
	if err != nil {
		t.Fatal(err)
	}
	for _, market := range []string{"1x2", "total", "handicap"} {
		if !bytes.Contains(b.Bytes(), []byte(","+market+",")) {
			t.Fatalf("no bet on %s by %v: its prices are not held to anything", market, theMoment)
		}
	}
	// What was stored of the matrix that decided the bets gives the same probabilities.
	var furthest float64
	err = warehouse.Ask(context.Background(), home, `SELECT max(abs(b.model_probability
			- (m.probability + m.half_win_prob / 2) / (1 - m.push_prob - (m.half_win_prob + m.half_loss_prob) / 2)))
		FROM bets b JOIN market_predictions m ON m.prediction_id = b.prediction_id AND m.market = b.market AND m.selection = b.bet_outcome AND m.line = b.line`,
		func(scan func(...any) error) error { return scan(&furthest) })
	if err != nil || !(furthest < 1e-12) {
		t.Errorf("a bet on a line went by another probability than market_predictions has, by %v (%v)", furthest, err)
	}
	err = warehouse.Query(context.Background(), home, fmt.Sprintf(`
		SELECT prediction_id, home_rate, away_rate, rho, width FROM predictions
		WHERE prediction_time <= '%s' AND home_rate IS NOT NULL ORDER BY ALL`, theMoment.Format(time.RFC3339)), table)
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}
