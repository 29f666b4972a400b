package features

import (
	"maps"
	"math"
	"slices"
	"time"

	"matchday/stages/features/exact"
	"matchday/stages/features/ratings"
)

// Attack and defence by goals alone, after Maher (1982), "Modelling association
// football scores", and Dixon & Coles (1997), "Modelling association football
// scores and inefficiencies in the football betting market": the home side's
// expected goals are its attack times the away side's defence times the
// division's mean. Where they maximise a likelihood, each fixture here adds to
// sums of goals and of expected goals that decay at their rate; attack is the
// ratio of the two. That is one step of the likelihood's fixed-point iteration a
// fixture.
const (
	decayPerDay  = 0.0018 // Dixon & Coles' xi, in days: a half-life of 385
	priorGoals   = 5      // expected goals that a team without history brings along, at strength 1
	priorMatches = 20     // fixtures that a division without history brings along
	usualHome    = 1.5    // goals of the home side in these
	usualAway    = 1.1    // and of the away side
	eloScale     = 400    // points that make the odds ten to one (Elo 1978)
	formGames    = 10     // over which adjusted form is a mean
)

// sum is a decaying sum of goals beside what was expected.
type sum struct{ goals, expected float64 }

func (s *sum) decay(factor float64) { s.goals, s.expected = s.goals*factor, s.expected*factor }

func (s *sum) ratio(prior float64) float64 { return (s.goals + prior) / (s.expected + prior) }

// team is what is known of a team, or of a division: its means per fixture
// stand where a team has attack and defence.
type team struct {
	at             int64 // Unix seconds of the last change
	scored         sum
	conceded       sum
	surprises      [formGames]float64 // of the last fixtures, in a ring
	surprisesKnown int
}

// advance lets what is known decay until a moment.
func (t *team) advance(at int64) {
	if t.at != 0 && at > t.at {
		factor := math.Exp(-decayPerDay * float64(at-t.at) / (24 * 60 * 60))
		t.scored.decay(factor)
		t.conceded.decay(factor)
	}
	t.at = max(t.at, at)
}

// after is the team at a later moment, a copy: who asks changes nothing.
func (t *team) after(at int64) *team {
	later := *t
	later.advance(at)
	return &later
}

// form is the mean of the last surprises, oldest first; NaN if there are none.
func (t *team) form() float64 {
	n := min(t.surprisesKnown, formGames)
	total := 0.0
	for k := t.surprisesKnown - n; k < t.surprisesKnown; k++ {
		total += t.surprises[k%formGames]
	}
	return total / float64(n)
}

func (t *team) surprise(by float64) {
	t.surprises[t.surprisesKnown%formGames] = by
	t.surprisesKnown++
}

// strengths follows every team through its results in the order in which they were
// learned, from what was known before, and writes, for matches sorted by as-of, what was
// known then: attack, defence, expected goals and form against what Elo expected.
// eloDiff is the difference of ratings when a match was predicted, home advantage
// included. Rows as of before the beginning are NaN. kept is what was known at each of
// some later moments, which are in order.
func strengths(past *history, matches []ratings.Match, eloDiff []float64, moments []time.Time) (out []column, kept [][]byte) {
	names := []string{
		"attack_home", "attack_away", "defence_home", "defence_away",
		"expected_goals_home", "expected_goals_away", "adjusted_form_10_home", "adjusted_form_10_away",
	}
	out = make([]column, len(names))
	for i, name := range names {
		out[i] = column{name, missing(len(matches))}
	}
	results := inOrder(matches, past.until, (*ratings.Match).LearnedAt)
	// learn shows the results that are learned before a moment.
	learn := func(before time.Time) {
		for len(results) > 0 && matches[results[0]].LearnedAt().Before(before) {
			k := results[0]
			past.learn(&matches[k], eloDiff[k])
			results = results[1:]
		}
	}
	reach := func(at time.Time) {
		for len(moments) > 0 && !moments[0].After(at) {
			learn(moments[0])
			past.until, moments = moments[0], moments[1:]
			kept = append(kept, past.encode())
		}
	}
	for i := range matches {
		m := &matches[i]
		if m.AsOf.Before(past.until) {
			continue
		}
		reach(m.AsOf)
		learn(m.AsOf.Add(1)) // what is known at that moment counts
		for c, v := range past.row(m) {
			out[c].values[i] = v
		}
	}
	if n := len(moments); n > 0 {
		reach(moments[n-1])
	}
	return out, kept
}

// inOrder lists the matches that have a moment at or after another, in its order; those
// of one moment keep the order of the rows.
func inOrder(matches []ratings.Match, from time.Time, moment func(m *ratings.Match) time.Time) []int {
	var out []int
	for i := range matches {
		if at := moment(&matches[i]); !at.IsZero() && !at.Before(from) {
			out = append(out, i)
		}
	}
	slices.SortStableFunc(out, func(a, b int) int { return moment(&matches[a]).Compare(moment(&matches[b])) })
	return out
}

// history is everything known before a moment.
type history struct {
	until            time.Time
	teams, divisions map[string]*team
}

func newHistory() *history {
	return &history{teams: map[string]*team{}, divisions: map[string]*team{}}
}

// encode writes the teams and divisions of which something was learned.
func (past *history) encode() []byte {
	w := &exact.Writer{}
	w.Int(past.until.Unix())
	for _, all := range []map[string]*team{past.teams, past.divisions} {
		names := slices.DeleteFunc(slices.Sorted(maps.Keys(all)), func(name string) bool { return all[name].at == 0 })
		w.Int(int64(len(names)))
		for _, name := range names {
			t := all[name]
			w.Text(name)
			w.Int(t.at)
			w.Floats(t.scored.goals, t.scored.expected, t.conceded.goals, t.conceded.expected)
			w.Floats(t.surprises[:]...)
			w.Int(int64(t.surprisesKnown))
		}
	}
	return w.Bytes
}

// readHistory reads what encode wrote.
func readHistory(b []byte) (*history, error) {
	past, r := newHistory(), exact.Read(b)
	past.until = time.Unix(r.Int(), 0).UTC()
	for _, all := range []map[string]*team{past.teams, past.divisions} {
		for range r.Count() {
			name := r.Text()
			t := &team{at: r.Int()}
			t.scored, t.conceded = sum{r.Float(), r.Float()}, sum{r.Float(), r.Float()}
			r.Floats(t.surprises[:])
			t.surprisesKnown = int(r.Int())
			all[name] = t
		}
	}
	return past, r.End()
}

// of finds the two sides and the division of a match.
func (past *history) of(m *ratings.Match) (home, away, division *team) {
	find := func(in map[string]*team, key string) *team {
		t := in[key]
		if t == nil {
			t = &team{}
			in[key] = t
		}
		return t
	}
	return find(past.teams, m.HomeTeamID), find(past.teams, m.AwayTeamID), find(past.divisions, m.Country+"/"+m.Division)
}

// expected goals of both sides.
func expected(home, away, division *team) (float64, float64) {
	mean := func(s sum, usual float64) float64 {
		return (s.goals + priorMatches*usual) / (s.expected + priorMatches)
	}
	return home.scored.ratio(priorGoals) * away.conceded.ratio(priorGoals) * mean(division.scored, usualHome),
		away.scored.ratio(priorGoals) * home.conceded.ratio(priorGoals) * mean(division.conceded, usualAway)
}

// row is what was known of a match at its as-of, in the order of the columns.
func (past *history) row(m *ratings.Match) [8]float64 {
	home, away, division := past.of(m)
	asOf := m.AsOf.Unix()
	home, away, division = home.after(asOf), away.after(asOf), division.after(asOf)
	homeGoals, awayGoals := expected(home, away, division)
	return [8]float64{
		home.scored.ratio(priorGoals), away.scored.ratio(priorGoals),
		home.conceded.ratio(priorGoals), away.conceded.ratio(priorGoals),
		homeGoals, awayGoals, home.form(), away.form(),
	}
}

// learn adds a result.
func (past *history) learn(m *ratings.Match, eloDiff float64) {
	home, away, division := past.of(m)
	for _, t := range []*team{home, away, division} {
		t.advance(m.LearnedAt().Unix())
	}
	homeGoals, awayGoals := float64(m.HomeGoals), float64(m.AwayGoals)
	homeExpected, awayExpected := expected(home, away, division)
	// What a side was expected to score leaves out its own attack, and what it
	// was expected to concede its own defence.
	homeAttack, homeDefence := home.scored.ratio(priorGoals), home.conceded.ratio(priorGoals)
	awayAttack, awayDefence := away.scored.ratio(priorGoals), away.conceded.ratio(priorGoals)
	home.scored.add(homeGoals, homeExpected/homeAttack)
	home.conceded.add(awayGoals, awayExpected/homeDefence)
	away.scored.add(awayGoals, awayExpected/awayAttack)
	away.conceded.add(homeGoals, homeExpected/awayDefence)
	division.scored.add(homeGoals, 1)
	division.conceded.add(awayGoals, 1)

	score := 0.5
	switch {
	case m.HomeGoals > m.AwayGoals:
		score = 1
	case m.HomeGoals < m.AwayGoals:
		score = 0
	}
	surprise := score - 1/(1+math.Pow(10, -eloDiff/eloScale))
	home.surprise(surprise)
	away.surprise(-surprise)
}

func (s *sum) add(goals, expected float64) {
	s.goals += goals
	s.expected += expected
}

// missing are n values that are not there.
func missing(n int) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = nan
	}
	return out
}
