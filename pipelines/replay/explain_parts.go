package replay

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"matchday"
	"matchday/stages/features"
	"matchday/stages/train"
	"matchday/stages/train/lineupweights"
	"matchday/warehouse"
)

// beforeLineups names the ensemble without the move by line-ups.
const beforeLineups = "ensemble_before_lineups"

// ExplainReport explains one prediction.
type ExplainReport struct {
	FixtureID    string    `json:"fixture_id"`
	Home         string    `json:"home"`
	Away         string    `json:"away"`
	Kickoff      time.Time `json:"kickoff"`
	AsOf         time.Time `json:"as_of"`
	Model        string    `json:"model"`         // version
	Market       string    `json:"market"`        // off, past or on
	PredictionID string    `json:"prediction_id"` // "" if nobody has predicted it yet
	RunID        string    `json:"run_id"`
	// Stored is the stored prediction, nil if there is none. Identical says whether
	// the explained one equals it to the bit.
	Stored    *matchday.Probs `json:"stored"`
	Identical *bool           `json:"identical"`
	Probs     []ModelProbs    `json:"said"`
	Ensemble  Weighing        `json:"ensemble"`
	// Mixture has the last word in place of the weighing; nil where the weighing has it.
	Mixture *Mixing         `json:"mixture"`
	Belief  matchday.Belief `json:"belief"` // against the sharp price, by market
	// Trees are nil if the version has no trees.
	Trees   *TreeMoves  `json:"trees"`
	Lineups LineupMoves `json:"lineups"`
	Bets    []Decided   `json:"bets"`  // that rest on the prediction
	Skips   []Decided   `json:"skips"` // selections without a bet
}

// SaidBy is what one model, benchmark or market says.
type ModelProbs struct {
	Model string         `json:"model"`
	Probs matchday.Probs `json:"probs"` // home, draw, away
}

// Mixing is how the ensemble of market=on is mixed: the mean of what the experts say,
// by their weights.
type Mixing struct {
	Group   string   `json:"group"`   // of fixtures, for which weights are learned together
	Learned int      `json:"learned"` // results of the group that they were learned from
	Experts []Expert `json:"experts"`
}

// Expert is one of a mixture.
type Expert struct {
	Expert string         `json:"expert"`
	Weight float64        `json:"weight"`
	Probs  matchday.Probs `json:"probs"` // home, draw, away
}

// Weighing is how the stack combines models, which is the ensemble or one of the
// experts of its mixture: the logits are Bias plus the sum of
// each model's Weight times the logarithms of its probabilities. Slope and Offset
// calibrate them, unless they are nil.
type Weighing struct {
	How     string        `json:"how"` // "weighted", or "plain mean" of the logarithms
	Weights []ModelWeight `json:"weights"`
	Bias    [3]float64    `json:"bias"` // home, draw, away
	Slope   *[3]float64   `json:"slope"`
	Offset  *[3]float64   `json:"offset"`
}

// ModelWeight is the weight of one model.
type ModelWeight struct {
	Model  string  `json:"model"`
	Weight float64 `json:"weight"`
}

// TreeMoves are XGBoost's own contributions. Start and the moves of all features sum
// to Margin, whose softmax is XGBoost's prediction. All are log odds of home, draw and
// away, against the mean of the three.
type TreeMoves struct {
	Start    [3]float64  `json:"start"` // what the trees correct: a simpler model's logits
	Margin   [3]float64  `json:"margin"`
	Features []TreeMoved `json:"features"` // the largest moves first
}

// TreeMoved is what one feature moved.
type TreeMoved struct {
	Feature string     `json:"feature"`
	Group   string     `json:"group"`
	Meaning string     `json:"meaning"`
	Value   *float64   `json:"value"` // nil if missing
	Moved   [3]float64 `json:"moved"`
}

// size is the largest change of the log odds of one outcome against another.
func (m TreeMoved) size() float64 { return slices.Max(m.Moved[:]) - slices.Min(m.Moved[:]) }

// LineupMoves is what the line-ups did to the ensemble: Move is added to the log odds
// of a home win and subtracted from those of an away win.
type LineupMoves struct {
	Move      float64       `json:"move"`
	Announced bool          `json:"announced"` // both line-ups; else they are expected ones
	Parts     []LineupMoved `json:"parts"`
}

// LineupMoved is one column's part of the move.
type LineupMoved struct {
	Column string   `json:"column"`
	Value  *float64 `json:"value"` // home less away; nil if unknown, which moves nothing
	Weight float64  `json:"weight"`
}

// Decided is a strategy's bet, or its reason not to bet.
type Decided struct {
	Strategy      string          `json:"strategy"`
	Market        matchday.Market `json:"market"`
	Line          *float64        `json:"line"` // of totals and handicaps
	Selection     string          `json:"selection"`
	Reason        string          `json:"reason"`         // the rule that chose a bet, or why there is none
	ExpectedValue *float64        `json:"expected_value"` // per unit staked, at the best price
	Probability   *float64        `json:"probability"`    // of bets: the believed one
	// Model and Sharp are what was pooled to Probability: the model's, and the sharp
	// price's without margin. They are nil for bets of rules 1.
	Model     *float64        `json:"model_probability"`
	Sharp     *float64        `json:"sharp_probability"`
	Bookmaker string          `json:"bookmaker"`
	Price     *matchday.Price `json:"price"`
	Stake     *matchday.Money `json:"stake"`
}

func (r *ExplainReport) addProbs(model string, p matchday.Probs) {
	if p.Valid() {
		r.Probs = append(r.Probs, ModelProbs{model, p})
	}
}

// weigh fills in the ensemble's weights.
func (r *ExplainReport) weigh(e train.Explanation) {
	if m := e.Mixture; m != nil {
		r.Mixture = &Mixing{Group: m.Group, Learned: m.Learned}
		for k, name := range m.Experts {
			r.Mixture.Experts = append(r.Mixture.Experts, Expert{name, m.Weights[k], m.Probs[k]})
		}
	}
	if e.Stack == nil {
		r.Ensemble = Weighing{How: "plain mean", Weights: []ModelWeight{}}
		return
	}
	b := e.Stack.Blend
	r.Ensemble = Weighing{How: "weighted", Bias: [3]float64{b.Home, 0, b.Away}}
	for j, k := range b.Models {
		r.Ensemble.Weights = append(r.Ensemble.Weights, ModelWeight{e.StackInputs[k], b.Weights[j]})
	}
	if s := e.Stack.Scaling; s != nil {
		r.Ensemble.Slope, r.Ensemble.Offset = &s.Slope, &[3]float64{s.Home, 0, s.Away}
	}
}

// derivedGroup is the group of features that XGBoost's input derives from columns.
const derivedGroup = "derived"

// trees fills in what the features moved.
func (r *ExplainReport) trees(e train.Explanation) error {
	if e.Trees == nil {
		return nil
	}
	catalogue, err := features.Catalogue()
	if err != nil {
		return err
	}
	t := &TreeMoves{Start: centred(e.Trees.Start)}
	t.Margin = t.Start
	for k, name := range e.TreeFeatures {
		m := TreeMoved{Feature: name, Group: derivedGroup, Value: matchday.Pointer(matchday.UnlessNaN(e.Trees.Values[k]))}
		for c := range m.Moved {
			m.Moved[c] = e.Trees.ByFeature[c][k]
		}
		m.Moved = centred(m.Moved)
		for c := range m.Moved {
			t.Margin[c] += m.Moved[c]
		}
		if at := slices.IndexFunc(catalogue, func(f features.Feature) bool { return f.Name == name }); at >= 0 {
			m.Group, m.Meaning = catalogue[at].Group, catalogue[at].Meaning
		}
		t.Features = append(t.Features, m)
	}
	slices.SortFunc(t.Features, func(a, b TreeMoved) int {
		return cmp.Or(cmp.Compare(b.size(), a.size()), strings.Compare(a.Feature, b.Feature))
	})
	r.Trees = t
	return nil
}

// centred subtracts the mean, which no probability depends on.
func centred(z [3]float64) [3]float64 {
	mean := (z[0] + z[1] + z[2]) / 3
	return [3]float64{z[0] - mean, z[1] - mean, z[2] - mean}
}

// lineups fills in what the line-ups did.
func (r *ExplainReport) lineups(e train.Explanation, rows *matchday.Rows, i int) error {
	r.Lineups = LineupMoves{Move: e.Move, Parts: []LineupMoved{}}
	if e.LineupWeights == nil {
		return nil
	}
	cols, err := rows.Select(append(slices.Clone(lineupweights.Columns), "lineup_announced_home", "lineup_announced_away"))
	if err != nil {
		return err
	}
	n := len(lineupweights.Columns)
	r.Lineups.Announced = cols[n][i] == 1 && cols[n+1][i] == 1
	for k, w := range []float64{e.LineupWeights.Rating, e.LineupWeights.Missing, e.LineupWeights.Regularity} {
		r.Lineups.Parts = append(r.Lineups.Parts, LineupMoved{lineupweights.Columns[k], matchday.Pointer(matchday.UnlessNaN(cols[k][i])), w})
	}
	return nil
}

// decisions fills in what the strategies made of the prediction.
func (r *ExplainReport) decisions(s warehouse.PredictionRecord) {
	r.Bets, r.Skips = []Decided{}, []Decided{}
	for _, b := range s.Bets {
		r.Bets = append(r.Bets, Decided{
			Strategy: b.Strategy, Market: b.Market, Line: matchday.Pointer(b.Line), Selection: b.Selection, Reason: b.Rule, ExpectedValue: &b.ExpectedValue,
			Probability: &b.Probability, Model: matchday.Pointer(b.ModelProbability), Sharp: matchday.Pointer(b.SharpProbability), Bookmaker: b.Bookmaker, Price: &matchday.Price{Decimal: b.AskedPrice}, Stake: &matchday.Money{Decimal: b.AskedStake},
		})
	}
	for _, k := range s.Skips {
		r.Skips = append(r.Skips, Decided{Strategy: k.Strategy, Market: k.Market, Line: matchday.Pointer(k.Line), Selection: k.Selection, Reason: string(k.Reason), ExpectedValue: matchday.Pointer(k.ExpectedValue)})
	}
}
