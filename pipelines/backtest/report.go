package backtest

import (
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"matchday"
	"matchday/pipelines/job"
	"matchday/pipelines/returns"
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
	// Common scores every model on the fixtures that all models predicted. A model that
	// predicted none, as the market where the files have no such prices, does not count.
	Common map[string]validate.Metrics `json:"common"`
	// ToMarket is each model's log loss less that of the pre-match prices, on the fixtures
	// that both have.
	ToMarket map[string]Difference `json:"to_market"`
	Bets     BetsReport            `json:"bets"`
	Looks    Looks                 `json:"looks"`
	Seconds  map[string]float64    `json:"seconds"`
	job.Committed

	Market   string
	home     string
	stages   []job.StageSeconds
	warnings []string
}

// Difference is a mean difference with its interval over match days.
type Difference struct {
	N int `json:"n"` // fixtures
	returns.Estimate
}

// BetsReport sums up the settled bets of all strategies and of each.
type BetsReport struct {
	settle.Summary
	// ROICI95 is the 95 % interval of the return, by a seeded bootstrap over match
	// days; nil without bets.
	ROICI95 *[2]float64    `json:"roi_ci95"`
	Returns returns.Report `json:"returns"`
}

func sortedByName(models []scoredModel) []scoredModel {
	out := slices.Clone(models)
	slices.SortFunc(out, func(a, b scoredModel) int { return strings.Compare(a.name, b.name) })
	return out
}

// score fills Models, Common and ToMarket from the predictions of fixtures with a result.
func (r *Report) score(rows *matchday.Rows, at []int, models []scoredModel, seed int64) {
	r.Models, r.Common, r.ToMarket = map[string]validate.Metrics{}, map[string]validate.Metrics{}, map[string]Difference{}
	models = slices.DeleteFunc(models, func(m scoredModel) bool { return !slices.ContainsFunc(m.probs, matchday.Probs.Valid) })
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
	market := slices.IndexFunc(models, func(m scoredModel) bool { return m.name == validate.MarketPre })
	for _, m := range models {
		if s := pick(m, false); s.N > 0 {
			r.Models[m.name] = s
		}
		if s := pick(m, true); s.N > 0 {
			r.Common[m.name] = s
		}
		if market < 0 || m.name == validate.MarketPre {
			continue
		}
		if d := difference(rows, at, m, models[market], seed); d.N > 0 {
			r.ToMarket[m.name] = d
		}
	}
}

// difference compares the log losses of two models on the fixtures that both have.
func difference(rows *matchday.Rows, at []int, m, other scoredModel, seed int64) Difference {
	var days []time.Time
	var a, b []matchday.Probs
	var outcomes []matchday.Outcome
	for k, i := range at {
		if outcome := rows.Outcome(i); outcome != matchday.NoOutcome && m.probs[k].Valid() && other.probs[k].Valid() {
			days, outcomes = append(days, rows.Fixtures[i].MatchDate), append(outcomes, outcome)
			a, b = append(a, m.probs[k]), append(b, other.probs[k])
		}
	}
	d := validate.MeanByDay(days, validate.LogLossDifferences(a, b, outcomes), rand.New(rand.NewPCG(uint64(seed), uint64(seed))))
	return Difference{len(days), returns.Estimate{Value: d.Value, Low: d.Low, High: d.High}}
}

// WriteText prints the scores and the bets.
func (r Report) WriteText(w io.Writer) error {
	fmt.Fprintf(w, "Walk-forward backtest, %s to %s, market=%s: %d fixtures predicted\n\n", r.From, r.To, r.Market, r.Matches)
	if err := r.writeScores(w, "All fixtures that the model predicted, with a result", r.Models); err != nil {
		return err
	}
	if !maps.Equal(r.Models, r.Common) {
		if err := r.writeScores(w, "The fixtures that all models predicted", r.Common); err != nil {
			return err
		}
	}
	if err := r.Bets.Returns.WriteText(w); err != nil {
		return err
	}
	if _, err := fmt.Fprintln(w, r.Looks.text()); err != nil {
		return err
	}
	fmt.Fprint(w, job.SecondsLine(r.stages))
	fmt.Fprintf(w, "Warehouse: %s\n", filepath.Join(r.home, "analytics.duckdb"))
	for _, note := range r.warnings {
		fmt.Fprintf(w, "Note: %s\n", note)
	}
	_, err := io.WriteString(w, r.WarningLines())
	return err
}

func (r Report) writeScores(w io.Writer, title string, scores map[string]validate.Metrics) error {
	if len(scores) == 0 {
		_, err := fmt.Fprintf(w, "%s: none\n\n", title)
		return err
	}
	fmt.Fprintln(w, title)
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "model\tn\tlog loss\tBrier\tRPS\taccuracy\tECE\tlog loss to the market's\t")
	for _, name := range TableOrder {
		s, ok := scores[name]
		if !ok {
			continue
		}
		toMarket := ""
		if d, there := r.ToMarket[name]; there {
			toMarket = fmt.Sprintf("%+.4f [%+.4f, %+.4f]", d.Value, d.Low, d.High)
		}
		fmt.Fprintf(t, "%s\t%d\t%.4f\t%.4f\t%.4f\t%.1f %%\t%.1f %%\t%s\t\n", name, s.N, s.LogLoss, s.Brier, s.RPS, 100*s.Accuracy, 100*s.ECE, toMarket)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintln(w)
	return err
}
