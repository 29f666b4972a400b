package train

import (
	"cmp"
	"slices"
	"time"

	"matchday"
	"matchday/stages/train/goalslevel"
)

// online is how far a state that follows results has come among what was gathered.
type online struct {
	seen   int   // places that it has looked at
	places []int // of them, those whose result was not known then
}

// known are the places whose result was known at t and that were not given before,
// in the order in which the results became known: one that comes late is given
// late, and each is given once.
func (o *online) known(w *WalkForward, t time.Time) (known []int) {
	for ; o.seen < len(w.seen.at); o.seen++ {
		o.places = append(o.places, o.seen)
	}
	var later []int
	for _, k := range o.places {
		if at := w.rows.KnownAt[w.seen.at[k]]; at.IsZero() || at.After(t) {
			later = append(later, k)
		} else {
			known = append(known, k)
		}
	}
	o.places = later
	slices.SortFunc(known, func(a, b int) int {
		i, j := w.seen.at[a], w.seen.at[b]
		return cmp.Or(w.rows.KnownAt[i].Compare(w.rows.KnownAt[j]), cmp.Compare(i, j))
	})
	return known
}

// learnOnline moves the states that follow results by those known at t.
func (w *WalkForward) learnOnline(t time.Time) error {
	for _, k := range w.levelled.known(w, t) {
		if i := w.seen.at[k]; w.seen.goals[k] > 0 {
			w.level.Learn(w.rows.Fixtures[i].Country, w.seen.goals[k], w.rows.HomeGoals[i]+w.rows.AwayGoals[i])
		}
	}
	if w.market != MarketOn {
		return nil
	}
	learn := slices.DeleteFunc(w.mixed.known(w, t), func(k int) bool { return !w.seen.probs[stacked][k].Valid() })
	at := matchday.Pick(w.seen.at, learn)
	opinions, err := expertOpinions(w.rows, at, map[string][]matchday.Probs{
		XGBoost: matchday.Pick(w.seen.probs[XGBoost], learn), stacked: matchday.Pick(w.seen.probs[stacked], learn),
	})
	for k, i := range at {
		if err == nil && opinions[k] != nil {
			w.mix.Learn(mixtureGroup(&w.rows.Fixtures[i]), opinions[k], w.rows.Outcome(i))
		}
	}
	return err
}

// gather keeps what was said of the rows at, for the stack and the states that
// follow results to learn from.
func (w *WalkForward) gather(at []int, said map[string][]matchday.Probs) error {
	if w.market == MarketOn && w.own.stack == nil {
		said[stacked] = make([]matchday.Probs, len(at)) // no stack has said anything
	}
	result := said[XGBoost]
	if w.market == MarketOn {
		result = said[pastTrees] // so that goals are as MarketPast has them
	}
	goals, err := Models{dc: w.models.dc}.Goals(w.rows, at)
	if err != nil {
		return err
	}
	for k := range at {
		expected := 0.0
		if s := goals[k].Scores(result[k]); s != nil {
			expected = goalslevel.Expected(s)
		}
		w.seen.goals = append(w.seen.goals, expected)
	}
	w.seen.add(at, said)
	return nil
}
