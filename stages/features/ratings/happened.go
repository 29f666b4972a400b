package ratings

import "matchday/stages/features/exact"

// Happened tells all that happens to the match and may leave a trace in a State: that
// it is predicted, its price and its result, each with its moment in Unix seconds and
// the bytes of all that is learned then. A question of a live run leaves none.
func (m *Match) Happened(tell func(at int64, event []byte)) {
	for _, e := range eventsOf(m, 0) {
		if e.kind == fixtureAsked {
			continue
		}
		var w exact.Writer
		w.Int(int64(e.kind))
		w.Int(e.at)
		for _, s := range []string{m.ID, m.Country, m.Division, m.Season, m.HomeTeamID, m.AwayTeamID} {
			w.Text(s)
		}
		w.Int(int64(m.Level))
		switch e.kind {
		case priceLearned, ownPriceLearned:
			w.Floats(m.Price[:]...)
		case resultLearned, ownResultLearned:
			w.Int(m.LearnedAt().UnixNano())
			w.Int(int64(m.HomeGoals))
			w.Int(int64(m.AwayGoals))
			w.Floats(m.HomeShots, m.AwayShots, m.HomeOnTarget, m.AwayOnTarget, m.HomeCorners, m.AwayCorners, m.HomeReds, m.AwayReds)
		}
		tell(e.at, w.Bytes)
	}
}

// Last is when the last of that happens, in Unix seconds; ok is false if nothing does.
func (m *Match) Last() (at int64, ok bool) {
	for _, e := range eventsOf(m, 0) {
		if e.kind != fixtureAsked && (!ok || e.at > at) {
			at, ok = e.at, true
		}
	}
	return at, ok
}
