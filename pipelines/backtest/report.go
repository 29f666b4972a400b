package backtest

import (
	"fmt"
	"io"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/shopspring/decimal"

	"matchday"
	"matchday/pipelines/job"
	"matchday/stages/settle"
	"matchday/stages/train"
	"matchday/stages/validate"
)

// scoredModel is a model's forecast of each fixture of the backtest; invalid where it
// has none.
type scoredModel struct {
	name  string
	probs []matchday.Probs
}

// TableOrder lists the models in the order of the printed tables.
var TableOrder = []string{validate.Uniform, validate.BaseRate, validate.MarketPre, validate.MarketClose, train.Elo, train.DixonColes, train.XGBoost, train.EnsemblePast, train.Ensemble}

// Report is the result of a backtest.
type Report struct {
	Matches int                         `json:"matches"` // fixtures predicted
	From    string                      `json:"from"`    // first and last day of the range
	To      string                      `json:"to"`
	Models  map[string]validate.Metrics `json:"models"`
	// Common scores every model on the fixtures that all models predicted.
	Common  map[string]validate.Metrics `json:"common"`
	Bets    BetsReport                  `json:"bets"`
	Seconds map[string]float64          `json:"seconds"`

	Market    string
	home      string
	stages    []job.StageSeconds
	bankrolls map[string]decimal.Decimal
	warnings  []string
}

// BetsReport sums up the settled bets of all strategies and of each.
type BetsReport struct {
	settle.Summary
	// ROICI95 is the 95 % interval of the return, by a seeded bootstrap over match
	// days; nil without bets.
	ROICI95 *[2]float64 `json:"roi_ci95"`
}

func sortedByName(models []scoredModel) []scoredModel {
	out := slices.Clone(models)
	slices.SortFunc(out, func(a, b scoredModel) int { return strings.Compare(a.name, b.name) })
	return out
}

// score fills Models and Common from the predictions of fixtures with a result.
func (r *Report) score(rows *matchday.Rows, at []int, models []scoredModel) {
	r.Models, r.Common = map[string]validate.Metrics{}, map[string]validate.Metrics{}
	everyone := make([]bool, len(at))
	for k := range at {
		everyone[k] = true
		for _, m := range models {
			everyone[k] = everyone[k] && m.probs[k].Valid()
		}
	}
	pick := func(m scoredModel, common bool) validate.Metrics {
		var p []matchday.Probs
		var o []matchday.Outcome
		for k, i := range at {
			outcome := rows.Outcome(i)
			if outcome == matchday.NoOutcome || !m.probs[k].Valid() || (common && !everyone[k]) {
				continue
			}
			p, o = append(p, m.probs[k]), append(o, outcome)
		}
		return validate.Score(p, o)
	}
	for _, m := range models {
		if s := pick(m, false); s.N > 0 {
			r.Models[m.name] = s
		}
		if s := pick(m, true); s.N > 0 {
			r.Common[m.name] = s
		}
	}
}

// WriteText prints the scores and the bets.
func (r Report) WriteText(w io.Writer) error {
	fmt.Fprintf(w, "Walk-forward backtest, %s to %s, market=%s: %d fixtures predicted\n\n", r.From, r.To, r.Market, r.Matches)
	if err := r.writeScores(w, "All fixtures that the model predicted, with a result", r.Models); err != nil {
		return err
	}
	if err := r.writeScores(w, "The fixtures that all models predicted", r.Common); err != nil {
		return err
	}
	if err := r.writeBets(w); err != nil {
		return err
	}
	fmt.Fprint(w, job.SecondsLine(r.stages))
	fmt.Fprintf(w, "Warehouse: %s\n", filepath.Join(r.home, "analytics.duckdb"))
	for _, note := range r.warnings {
		fmt.Fprintf(w, "Note: %s\n", note)
	}
	return nil
}

func (r Report) writeScores(w io.Writer, title string, scores map[string]validate.Metrics) error {
	if len(scores) == 0 {
		_, err := fmt.Fprintf(w, "%s: none\n\n", title)
		return err
	}
	fmt.Fprintln(w, title)
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "model\tn\tlog loss\tBrier\tRPS\taccuracy\tECE\t")
	for _, name := range TableOrder {
		s, ok := scores[name]
		if !ok {
			continue
		}
		fmt.Fprintf(t, "%s\t%d\t%.4f\t%.4f\t%.4f\t%.1f %%\t%.1f %%\t\n", name, s.N, s.LogLoss, s.Brier, s.RPS, 100*s.Accuracy, 100*s.ECE)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintln(w)
	return err
}

func (r Report) writeBets(w io.Writer) error {
	b := r.Bets
	if b.N == 0 {
		_, err := fmt.Fprint(w, "Bets: none settled\n\n")
		return err
	}
	fmt.Fprintln(w, "Settled bets at quoted pre-match prices")
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "bets\tn\tstaked\tprofit\treturn\tbankroll\t")
	line := func(name string, f settle.Return, bankroll string) {
		roi := "-"
		if f.ROI != nil {
			roi = fmt.Sprintf("%.1f %%", 100**f.ROI)
		}
		fmt.Fprintf(t, "%s\t%d\t%s\t%s\t%s\t%s\t\n", name, f.N, f.Staked.StringFixed(2), f.Profit.StringFixed(2), roi, bankroll)
	}
	for _, name := range slices.Sorted(maps.Keys(b.Strategies)) {
		line(name, b.Strategies[name].Return, r.bankrolls[name].StringFixed(2))
	}
	for _, o := range matchday.Outcomes {
		line("on "+string(o), b.ByOutcome[string(o)], "")
	}
	for _, o := range slices.Sorted(maps.Keys(b.ByOutcome)) {
		if matchday.Outcome(o).Index() < 0 {
			line("on "+o, b.ByOutcome[o], "")
		}
	}
	line("all", b.Return, "")
	if err := t.Flush(); err != nil {
		return err
	}
	clv := "unknown, because there are no closing prices"
	if b.CLVMean != nil {
		clv = fmt.Sprintf("%.1f %%", 100**b.CLVMean)
	}
	_, err := fmt.Fprintf(w, "95 %% interval of the return %.1f %% to %.1f %%; mean closing-line value %s; largest drawdown %.1f %%\n\n",
		100*b.ROICI95[0], 100*b.ROICI95[1], clv, 100*b.MaxDrawdown)
	return err
}
