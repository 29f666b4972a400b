package train

import (
	"io"
	"math"
	"time"

	"matchday"
	"matchday/stages/train/belief"
)

// beliefFile is the file of the weights.
const beliefFile = "belief"

// Belief is how far the ensemble's forecast of a fixture is believed against the
// sharp price, by market. Versions that were saved before the weights were learned
// have those of their market group before anything is known.
func (m Models) Belief(f *matchday.Fixture) matchday.Belief { return m.Beliefs().Of(f.Country) }

// Beliefs are the weights of all groups of divisions.
func (m Models) Beliefs() *belief.Model {
	if m.belief == nil {
		return belief.Default(m.Market)
	}
	return m.belief
}

// beliefsOf are the beliefs of the rows at, parallel to at; rows share maps.
func (m Models) beliefsOf(rows *matchday.Rows, at []int) []matchday.Belief {
	model, groups := m.Beliefs(), map[string]matchday.Belief{}
	out := make([]matchday.Belief, len(at))
	for k, i := range at {
		group := rows.Fixtures[i].Country
		b, ok := groups[group]
		if !ok {
			b = model.Of(group)
			groups[group] = b
		}
		out[k] = b
	}
	return out
}

// believing is what the weights of belief are learned from.
type believing struct {
	sharp    [][]belief.Price // by row; nil: nothing is learned
	observed map[matchday.Market][]belief.Observation
}

// Against lets the walk learn how far its forecasts are believed against sharp
// prices, which are parallel to the rows.
func (w *WalkForward) Against(sharp [][]belief.Price) {
	w.believing = believing{sharp: sharp, observed: map[matchday.Market][]belief.Observation{}}
}

// learnBelief fits the weights on what was known at t.
func (w *WalkForward) learnBelief(t time.Time) {
	if w.believing.sharp != nil {
		w.models.belief = belief.Learn(w.market, w.believing.observed, t)
	}
}

// observe keeps what the ensemble and the sharp prices said of the rows at, of which
// none was learned from.
func (w *WalkForward) observe(at []int, said []matchday.Probs, goals []Goals) {
	b := &w.believing
	if b.sharp == nil {
		return
	}
	for k, i := range at {
		if w.rows.Outcome(i) == matchday.NoOutcome || len(b.sharp[i]) == 0 {
			continue
		}
		f := opinion{probs: said[k], goals: goals[k]}
		for _, price := range b.sharp[i] {
			o := belief.Observation{Group: w.rows.Fixtures[i].Country, KnownAt: w.rows.KnownAt[i]}
			copy(o.Sharp[:], price.Probs)
			if f.on(price, int(w.rows.HomeGoals[i]), int(w.rows.AwayGoals[i]), &o) {
				b.observed[price.Market] = append(b.observed[price.Market], o)
			}
		}
	}
}

// opinion is what was forecast of a fixture.
type opinion struct {
	probs matchday.Probs
	goals Goals
	lines *matchday.Lines // that follow; nil before they are asked for
}

// on fills in what the opinion says of a market, and what came of it with the goals
// of the sides. It is false where it says nothing.
func (f *opinion) on(price belief.Price, home, away int, o *belief.Observation) bool {
	if price.Market == matchday.Market1X2 {
		o.Model = f.probs
		o.Won[matchday.OutcomeOf(home, away).Index()] = 1
		return true
	}
	if f.lines == nil {
		scores := f.goals.Scores(f.probs)
		if scores == nil {
			return false
		}
		f.lines = scores.Lines()
	}
	played := &matchday.Scores{}
	played[min(home, matchday.MaxGoals)][min(away, matchday.MaxGoals)] = 1
	chances, ended := f.lines.Over(price.Line), played.Lines().Over(price.Line)
	if price.Market == matchday.MarketAsian {
		chances, ended = f.lines.Handicap(price.Line), played.Lines().Handicap(price.Line)
	}
	q := chances.Probability()
	o.Model = [matchday.NumOutcome]float64{q, 1 - q}
	o.Won = [matchday.NumOutcome]float64{ended.Win + ended.HalfWin/2, ended.Loss + ended.HalfLoss/2}
	return q > 0 && q < 1 && !math.IsNaN(q)
}

func (m *Models) beliefPart() part {
	p := part{name: beliefFile, load: func(r io.Reader) (err error) { m.belief, err = belief.Load(r); return err }}
	if m.belief != nil {
		p.save = m.belief.Save
	}
	return p
}
