package live

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"matchday"
	"matchday/pipelines/job"
)

// Report is what a run of hourly or lineups did, and why it did not bet more.
type Report struct {
	Job       string             `json:"job"`
	RunID     string             `json:"run_id"`
	Now       time.Time          `json:"now"`
	Model     string             `json:"model"`    // version that predicted; "" if nothing was to be predicted
	Fixtures  int                `json:"fixtures"` // in the window
	Lineups   int                `json:"lineups"`  // of them, with both line-ups complete
	Already   int                `json:"already"`  // of them, predicted before and not again
	Predicted []PredictedFixture `json:"predicted"`
	Bets      []PlacedBet        `json:"bets"`
	Skipped   []Skipped          `json:"skipped"`  // by strategy and reason
	Outliers  map[string]int     `json:"outliers"` // books that were not believed, by reason
	Open      matchday.Money     `json:"open"`     // stakes of all open bets, on paper
	// RealOpen are the stakes of the bets that are really open; nil if no strategy has a
	// real account.
	RealOpen *matchday.Money `json:"real_open"`
	job.APIUsage
	job.Committed
	Seconds map[string]float64 `json:"seconds"`
}

// PredictedFixture is one new prediction.
type PredictedFixture struct {
	PredictionID string         `json:"prediction_id"`
	FixtureID    string         `json:"fixture_id"`
	Kickoff      time.Time      `json:"kickoff"`
	Home         string         `json:"home"`
	Away         string         `json:"away"`
	Probs        matchday.Probs `json:"probs"` // home, draw, away
	Lineups      bool           `json:"lineups"`
	CoverageHome *float64       `json:"coverage_home"`
	CoverageAway *float64       `json:"coverage_away"`
	// Before is the prediction before this one, Moved the change of the three
	// probabilities since; nil for a first prediction.
	Before *matchday.Probs `json:"before"`
	Moved  *[3]float64     `json:"moved"`
}

// PlacedBet is one new bet.
type PlacedBet struct {
	Number        string          `json:"number"`
	BetID         string          `json:"bet_id"`
	FixtureID     string          `json:"fixture_id"`
	Strategy      string          `json:"strategy"`
	Market        matchday.Market `json:"market"`
	Line          *float64        `json:"line"` // null for 1x2
	Selection     string          `json:"selection"`
	Bookmaker     string          `json:"bookmaker"`
	Price         matchday.Price  `json:"price"`
	Stake         matchday.Money  `json:"stake"`         // on paper
	AdvisedStake  matchday.Money  `json:"advised_stake"` // that a person is told
	ExpectedValue float64         `json:"expected_value"`

	name string // of the selection, for people
}

// Skipped counts the selections that a strategy did not bet on for a reason.
type Skipped struct {
	Strategy string              `json:"strategy"`
	Reason   matchday.SkipReason `json:"reason"`
	N        int                 `json:"n"`
}

func (r *Report) begin(p *liveRun) {
	*r = Report{
		Job: p.Job.Name, RunID: p.ID(), Now: p.Now,
		Predicted: []PredictedFixture{}, Bets: []PlacedBet{}, Skipped: []Skipped{}, Outliers: map[string]int{},
	}
}

func (r *Report) end(p *liveRun, watch *job.Timer) {
	r.Fixtures, r.Model, r.Seconds = len(p.coming), p.version, watch.ByStage()
	r.APIUsage = p.APIUsage
	for _, e := range p.lineups {
		if e.Complete() {
			r.Lineups++
		}
	}
}

// addPrediction adds a prediction, and its change since the one before.
func (r *Report) addPrediction(p matchday.Prediction, before []matchday.PriorPrediction) {
	f := PredictedFixture{
		PredictionID: p.ID, FixtureID: p.FixtureID, Kickoff: p.Kickoff, Home: p.HomeTeam, Away: p.AwayTeam, Probs: p.Probs,
		Lineups: p.LineupAvailable, CoverageHome: matchday.Pointer(p.LineupCoverageHome), CoverageAway: matchday.Pointer(p.LineupCoverageAway),
	}
	if len(before) > 0 {
		last := before[len(before)-1].Probs
		f.Before = &last
		f.Moved = &[3]float64{p.Probs[0] - last[0], p.Probs[1] - last[1], p.Probs[2] - last[2]}
	}
	r.Predicted = append(r.Predicted, f)
}

// addBets adds the bets, and counts the skips by strategy and reason.
func (r *Report) addBets(d *betPlacer) {
	for _, b := range d.choice.Bets {
		r.Bets = append(r.Bets, PlacedBet{
			Number: b.Number(), BetID: b.ID, FixtureID: b.FixtureID, Strategy: b.Strategy,
			Market: b.Market, Line: matchday.Pointer(b.Line), Selection: b.Selection, name: matchday.SelectionText(b.Market, b.Selection, b.Line),
			Bookmaker: b.Bookmaker, Price: matchday.Price{Decimal: b.Price}, Stake: matchday.Money{Decimal: b.Stake}, AdvisedStake: matchday.Money{Decimal: b.AdvisedStake}, ExpectedValue: b.ExpectedValue,
		})
	}
	counts := map[Skipped]int{}
	for _, s := range d.choice.Skips() {
		counts[Skipped{Strategy: s.Strategy, Reason: s.Reason}]++
	}
	for _, s := range d.run.Env.Config.Strategies {
		reasons := map[matchday.SkipReason]int{}
		for k, n := range counts {
			if k.Strategy == s.Name {
				reasons[k.Reason] = n
			}
		}
		for _, reason := range slices.Sorted(maps.Keys(reasons)) {
			r.Skipped = append(r.Skipped, Skipped{s.Name, reason, reasons[reason]})
		}
	}
	r.Outliers = d.outliers
	r.Open, r.RealOpen = matchday.Money{Decimal: d.accounts.Exposure()}, d.realOpen()
}

// WriteText prints what was predicted and bet, and in one line why it did not bet more.
func (r Report) WriteText(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s as of %s: %d fixtures, %d predicted, %d predicted before, %d with line-ups", r.Job, r.Now.Format(time.RFC3339), r.Fixtures, len(r.Predicted), r.Already, r.Lineups)
	if r.Model != "" {
		fmt.Fprintf(&b, " (model %s)", r.Model)
	}
	fmt.Fprintln(&b)
	t := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	for _, f := range r.Predicted {
		fmt.Fprintf(t, "  %s\t%s - %s\t%.3f\t%.3f\t%.3f", f.Kickoff.Format("02 Jan 15:04"), f.Home, f.Away, f.Probs[0], f.Probs[1], f.Probs[2])
		if f.Moved != nil && f.Lineups {
			fmt.Fprintf(t, "\tline-ups moved it by %+.3f %+.3f %+.3f", f.Moved[0], f.Moved[1], f.Moved[2])
		}
		fmt.Fprintln(t)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	fmt.Fprintf(&b, "Bets: %d placed, %s staked in all open bets", len(r.Bets), r.Open.StringFixed(2))
	if r.RealOpen != nil {
		fmt.Fprintf(&b, " on paper, %s of real money", r.RealOpen.StringFixed(2))
	}
	fmt.Fprintln(&b)
	for _, x := range r.Bets {
		fmt.Fprintf(&b, "  %s  %s on %s, %s at %s, expected value %+.3f (%s)\n", x.Number, x.stakes(), x.FixtureID+" "+x.name, x.Price, x.Bookmaker, x.ExpectedValue, x.Strategy)
	}
	if len(r.Predicted) > 0 {
		fmt.Fprintf(&b, "Not bet on: %s\n", WhyNot(r.Skipped))
	}
	if r.Job == "lineups" && r.Lineups == 0 && r.Fixtures > 0 {
		fmt.Fprintln(&b, "No line-ups of these fixtures are staged yet")
	}
	b.WriteString(r.Line() + r.WarningLines())
	_, err := io.WriteString(w, b.String())
	return err
}

// stakes is what a person is told to stake, and what is staked on paper if that differs.
func (b PlacedBet) stakes() string {
	if b.AdvisedStake.Equal(b.Stake.Decimal) {
		return b.Stake.StringFixed(2)
	}
	return fmt.Sprintf("%s (on paper %s)", b.AdvisedStake.StringFixed(2), b.Stake.StringFixed(2))
}

// WhyNot lists the counts of all reasons in one line.
func WhyNot(skipped []Skipped) string {
	var parts []string
	for _, s := range skipped {
		parts = append(parts, fmt.Sprintf("%s %s %d", s.Strategy, s.Reason, s.N))
	}
	if len(parts) == 0 {
		return "nothing, every selection has its bet"
	}
	return strings.Join(parts, ", ")
}
