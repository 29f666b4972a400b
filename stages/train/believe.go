package train

import (
	"matchday"
	"matchday/stages/train/belief"
)

// Belief is how far the ensemble's forecast of a fixture is believed against the
// sharp price, by market. Versions that were saved before the weights were learned
// have those of their market group before anything is known.
func (m Models) Belief(f *matchday.Fixture) matchday.Belief { return m.beliefs().Of(f.Country) }

func (m Models) beliefs() *belief.Model {
	if m.belief == nil {
		return belief.Default(m.Market)
	}
	return m.belief
}

// beliefsOf are the beliefs of the rows at, parallel to at; rows share maps.
func (m Models) beliefsOf(rows *matchday.Rows, at []int) []matchday.Belief {
	model, groups := m.beliefs(), map[string]matchday.Belief{}
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
