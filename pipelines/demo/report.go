package demo

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"text/tabwriter"
	"time"

	"matchday/pipelines/returns"
	"matchday/pipelines/schedule"
	"matchday/warehouse"
)

// Report is the demo's summary.
type Report struct {
	From        time.Time   `json:"from"`
	To          time.Time   `json:"to"`
	Fixtures    int         `json:"fixtures"` // predicted
	Predictions int         `json:"predictions"`
	Lineups     LineupMoves `json:"lineups"`
	Bets        BetAudit    `json:"bets"`
	// Returns says what the bets brought, and Worth what they were worth at the true
	// probabilities.
	Returns   returns.Report `json:"returns"`
	Worth     Worth          `json:"worth"`
	Scores    []Score        `json:"scores"`
	Jobs      []Job          `json:"jobs"`
	Seconds   float64        `json:"seconds"` // of all jobs, those of interrupted demos too
	Warehouse string         `json:"warehouse"`
	Try       []string       `json:"try"` // commands that query it
}

// Job counts the ticks of a job.
type Job struct {
	Job string `json:"job"`
	tally
}

// summary is made from the published warehouse, the world's true probabilities and the
// counts.
func (d *demo) summary(ctx context.Context) (r Report, err error) {
	if d.home, err = d.env.Open("demo"); err != nil {
		return r, err
	}
	predictions, err := d.readPredictions(ctx)
	if err != nil {
		return r, err
	}
	fixtures := byFixture(predictions)
	r = Report{
		From: d.state.Start, To: d.state.end(), Fixtures: len(fixtures), Predictions: len(predictions),
		Lineups: lineupMoves(fixtures), Scores: scores(fixtures), Warehouse: d.home.Analytics(),
	}
	slips, err := warehouse.Slips(ctx, d.home)
	if err != nil {
		return r, err
	}
	if r.Bets, err = d.bets(ctx, slips); err != nil {
		return r, err
	}
	if r.Returns, err = d.returns(ctx, slips); err != nil {
		return r, err
	}
	r.Worth = worth(slips, predictions)
	for _, job := range append([]string{"land"}, schedule.Names()...) {
		t := d.state.of(job)
		r.Jobs = append(r.Jobs, Job{job, *t})
		r.Seconds += t.Seconds
	}
	for _, query := range demoQueries {
		r.Try = append(r.Try, fmt.Sprintf("matchday --home %s sql \"%s\"", filepath.Clean(d.env.Home), query))
	}
	return r, nil
}

// demoQueries are three queries to start with.
var demoQueries = []string{
	"SELECT kickoff, home_team, away_team, round(home_win_prob, 3) AS home, round(draw_prob, 3) AS draw, round(away_win_prob, 3) AS away, lineup_available FROM predictions ORDER BY prediction_time DESC, fixture_id LIMIT 10",
	"SELECT bet_outcome, count(*) AS bets, sum(stake) AS staked, sum(profit_loss) AS profit, round(avg(clv), 4) AS clv FROM bets WHERE status = 'settled' GROUP BY bet_outcome ORDER BY bet_outcome",
	"SELECT strategy, reason, count(*) AS selections FROM skips GROUP BY strategy, reason ORDER BY strategy, selections DESC",
}

// Err is non-nil if the ledger and the raw answers do not agree.
func (r Report) Err() error {
	if b := r.Bets; !b.Profit.Equal(b.Recomputed.Decimal) || b.Unseen > 0 {
		return fmt.Errorf("the profit is %s by the ledger and %s by the raw answers, and %d bets have no raw answer with their score and price", b.Profit.StringFixed(2), b.Recomputed.StringFixed(2), b.Unseen)
	}
	return nil
}

// WriteText prints the summary.
func (r Report) WriteText(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s to %s: %d fixtures predicted, %d predictions\n\n", r.From.Format(time.DateOnly), r.To.Format(time.DateOnly), r.Fixtures, r.Predictions)
	l := r.Lineups
	if l.Fixtures > 0 {
		fmt.Fprintf(&b, "Line-ups moved the probabilities of %d fixtures by %.4f on average (the true ones by %.4f);\n", l.Fixtures, l.Moved, l.TrueMove)
		fmt.Fprintf(&b, "log loss of the %d played: %.4f before, %.4f after (%+.4f)\n\n", l.Played, l.Without, l.With, l.With-l.Without)
	}
	x := r.Bets
	fmt.Fprintf(&b, "Bets: %d placed, %d settled, %d void, %d open\n", x.Placed, x.Settled, x.Void, x.Open)
	fmt.Fprintf(&b, "Staked %s, profit %s (%+.1f %%); recomputed from the raw scores and prices: %s\n\n",
		x.Staked.StringFixed(2), x.Profit.StringFixed(2), 100*x.Return, x.Recomputed.StringFixed(2))
	if err := r.Returns.WriteText(&b); err != nil {
		return err
	}
	fmt.Fprintf(&b, "%s\n\n", r.Worth)
	t := tabwriter.NewWriter(&b, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "\tn\tlog loss\tdivergence from the truth\t")
	for _, s := range r.Scores {
		fmt.Fprintf(t, "%s\t%d\t%.4f\t%.4f\t\n", s.Who, s.N, s.LogLoss, s.Divergence)
	}
	fmt.Fprintln(t, "\t\t\t\t")
	fmt.Fprintln(t, "job\tran\tnothing due\trequests\tseconds\t")
	for _, j := range r.Jobs {
		fmt.Fprintf(t, "%s\t%d\t%d\t%d\t%.1f\t\n", j.Job, j.Ran, j.Skipped, j.Requests, j.Seconds)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	fmt.Fprintf(&b, "\nThe warehouse is %s. Ask it:\n", r.Warehouse)
	for _, q := range r.Try {
		fmt.Fprintf(&b, "  %s\n", q)
	}
	_, err := io.WriteString(w, b.String())
	return err
}
