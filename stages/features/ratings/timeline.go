package ratings

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
)

// The kinds of events, in the order in which those of one moment happen. What
// became known at a moment comes before the predictions of that moment. A fixture's
// own price and result come after its own prediction, whatever their stamps.
// fixtureAsked is a question of a live run, which leaves no trace.
type eventKind uint8

const (
	priceLearned eventKind = iota
	resultLearned
	fixturePredicted
	fixtureAsked
	ownPriceLearned
	ownResultLearned
)

// event is something that happens to one match.
type event struct {
	at   int64 // Unix seconds
	kind eventKind
	rank int32 // of the match in its country, by fixture id
}

// timeline is what happens in one country, in order.
type timeline struct {
	name      string  // of the country
	matches   []Match // of all countries
	rank      []int32 // index into matches by rank
	events    []event
	country   *country
	predicted []prediction // by rank
	waiting   waiting      // of other fixtures, to which nothing happens any more
	points    []int        // scratch
}

// prediction is what a fixture's prediction saw and its own price and result need.
type prediction struct {
	made    bool
	offset  float64 // what is at stake, as a difference of log rates
	eloDiff float64
}

// waiting are predictions of fixtures by id.
type waiting map[string]prediction

// eventsOf are what happens to a match, in no order.
func eventsOf(m *Match, rank int32) (out []event) {
	asked := m.AsOf.Unix()
	asOf := m.predictedAt().Unix()
	if asOf <= asked {
		out = append(out, event{asOf, fixturePredicted, rank})
	}
	if asOf != asked {
		out = append(out, event{asked, fixtureAsked, rank})
	}
	learn := func(at int64, kind, own eventKind) {
		if at <= asOf {
			at, kind = asOf, own
		}
		out = append(out, event{at, kind, rank})
	}
	if m.HasPrice {
		at := m.PriceKnownAt.Unix()
		if m.played() { // after it nothing is to come: a prediction that has its result is forgotten
			at = min(at, m.KnownAt.Unix())
		}
		learn(at, priceLearned, ownPriceLearned)
	}
	if m.played() {
		learn(m.KnownAt.Unix(), resultLearned, ownResultLearned)
	}
	return out
}

// newTimeline orders the events of a country's matches from a moment on; what was
// before is in the state and in the predictions that wait.
func newTimeline(name string, matches []Match, members []int32, from *State) (*timeline, error) {
	state, before, err := from.country(name)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(members, func(a, b int32) int { return strings.Compare(matches[a].ID, matches[b].ID) })
	t := &timeline{
		name: name, matches: matches, rank: members, country: state, waiting: before,
		events: make([]event, 0, 3*len(members)), predicted: make([]prediction, len(members)),
	}
	for r, i := range members {
		m := &matches[i]
		if r > 0 && matches[members[r-1]].ID == m.ID {
			return nil, fmt.Errorf("fixture %q stands twice among the matches", m.ID)
		}
		t.predicted[r] = before[m.ID]
		delete(before, m.ID)
		for _, e := range eventsOf(m, int32(r)) {
			if e.at >= from.until {
				t.events = append(t.events, e)
			}
		}
	}
	slices.SortFunc(t.events, func(a, b event) int {
		if c := cmp.Compare(a.at, b.at); c != 0 {
			return c
		}
		if c := cmp.Compare(a.kind, b.kind); c != 0 {
			return c
		}
		return cmp.Compare(a.rank, b.rank)
	})
	return t, nil
}

// run goes through the events in order and writes the rows of its matches. It keeps
// what is known at each of the moments, which are in order.
func (t *timeline) run(ctx context.Context, out *Ratings, moments []int64, keep func(moment int)) {
	next := 0
	for i := 0; i < len(t.events) && ctx.Err() == nil; {
		for ; next < len(moments) && moments[next] <= t.events[i].at; next++ {
			keep(next)
		}
		j := i + 1
		for j < len(t.events) && t.events[j].at == t.events[i].at && t.events[j].kind == t.events[i].kind {
			j++
		}
		moment := t.events[i:j]
		switch moment[0].kind {
		case fixturePredicted:
			t.predict(moment, out)
		case fixtureAsked:
			t.ask(moment, out)
		case priceLearned, ownPriceLearned:
			for _, e := range moment {
				t.learnPrice(e)
			}
		case resultLearned, ownResultLearned:
			for _, e := range moment {
				t.learnResult(e, out)
			}
		}
		i = j
	}
	for ; next < len(moments); next++ {
		keep(next)
	}
}

// enter finds the place of an event's match in the country.
func (t *timeline) enter(e event) (*Match, pairing) {
	m := &t.matches[t.rank[e.rank]]
	return m, t.country.enter(m, e.at)
}

// predict writes the rows of all fixtures of a moment. All enter first, so that
// no row depends on its place among them.
func (t *timeline) predict(moment []event, out *Ratings) {
	for _, e := range moment {
		t.enter(e)
	}
	for _, e := range moment {
		_, p := t.enter(e)
		offset := t.row(e, p, out)
		i := t.rank[e.rank]
		out.Predicted[i] = out.Columns[eloDiff][i]
		t.predicted[e.rank] = prediction{true, offset, out.Predicted[i]}
	}
}

// stakeWeight is how far the log rates of the two sides move apart, per unit of
// difference in what is at stake for them.
func stakeWeight(division string) float64 {
	switch letters(division) {
	case "I", "SP", "P", "G", "T":
		return 1.2
	}
	return .5
}

// row writes the features of one fixture as of an event and gives what is at stake in it.
func (t *timeline) row(e event, p pairing, out *Ratings) (offset float64) {
	i := t.rank[e.rank]
	set := func(column int, value float64) { out.Columns[column][i] = value }

	set(eloHome, p.home.elo)
	set(eloAway, p.away.elo)
	set(eloDiff, p.home.elo-p.away.elo+eloHomeAdvantage)

	t.points = p.table.sortedPoints(t.points)
	home := stakeOf(*p.table.of(p.home), t.points, p.division.code)
	away := stakeOf(*p.table.of(p.away), t.points, p.division.code)
	offset = stakeWeight(p.division.code) * (home.value - away.value)
	set(stakeHome, home.value)
	set(stakeAway, away.value)
	set(deadHome, flag(home.dead))
	set(deadAway, flag(away.dead))
	set(drawOK, flag(drawSuits(home, away)))

	for side, k := range []*club{p.home, p.away} { // columns stand in pairs, home first
		s, games := p.table.standing(k), p.table.of(k).games
		if games > 0 {
			set(positionHome+side, float64(s.position))
			set(pointsPerGameHome+side, s.pointsPerGame)
			set(gapAboveHome+side, s.gapAbove)
			set(gapBelowHome+side, s.gapBelow)
		}
		set(gamesHome+side, float64(games))
		promoted, relegated := t.country.movement(p, k)
		set(newlyPromotedHome+side, promoted)
		set(newlyRelegatedHome+side, relegated)
	}
	played := float64(p.table.of(p.home).games+p.table.of(p.away).games) / 2
	set(seasonProgress, played/float64(max(gamesOfFormat(p.table.size()), 1)))
	set(levelSum, t.levelSum(p))
	t.rates(e, offset, p, out)
	return offset
}

// rates writes what the filters expect of one fixture.
func (t *timeline) rates(e event, offset float64, p pairing, out *Ratings) {
	i := t.rank[e.rank]
	write := func(filter, column int) {
		home, away := p.division.filters[filter].predict(p.home.slot, p.away.slot, offset)
		out.Columns[column][i], out.Columns[column+1][i] = home, away
	}
	write(onMix, logRateHome)
	out.Columns[logRateVar][i] = p.division.filters[onMix].variance(p.home.slot, p.away.slot, e.at)
	write(onPricesAndMix, pastLogRateHome)
	if p.division.priced {
		write(onPrices, pastPriceLogRateHome)
	}
}

// levelSum is the sum of both clubs' strengths, attack and defence.
func (t *timeline) levelSum(p pairing) float64 {
	x := p.division.filters[onMix].x
	sum := 0.0
	for _, k := range []*club{p.home, p.away} {
		sum += x[clubState(k.slot, attack)] + x[clubState(k.slot, defence)]
	}
	return sum
}

// priceClip is beyond how many standard deviations the surprise of a price
// counts no more.
const priceClip = 2.5

// learnPrice shows the filters on prices, and nothing else, what the market
// thought. It teaches nothing if a club has moved on since the prediction, or is known
// of questions alone, which leave no trace.
func (t *timeline) learnPrice(e event) {
	m := &t.matches[t.rank[e.rank]]
	d := t.country.divisions[m.Division]
	hosts, guests := t.country.clubs[m.HomeTeamID], t.country.clubs[m.AwayTeamID]
	home, away, ok := impliedRates(m.Price)
	if !ok || hosts == nil || guests == nil || hosts.home != d || guests.home != d {
		return
	}
	d.priced = true
	for _, filter := range []int{onPricesAndMix, onPrices} {
		f := d.filters[filter]
		f.advance(e.at)
		f.observe(hosts.slot, guests.slot, t.predicted[e.rank].offset, home, away, evidence{variance: f.spec.priceVariance, clip: priceClip})
	}
}

// learnResult shows a result to everything that learns from it.
func (t *timeline) learnResult(e event, out *Ratings) {
	m, p := t.enter(e)
	d := p.division
	d.advance(e.at)
	homeGames, awayGames := p.table.of(p.home).games, p.table.of(p.away).games
	p.home.elo, p.away.elo = eloUpdate(p.home.elo, p.away.elo, eloMargin(m, &d.means), homeGames, awayGames, d.level)

	home, away, dispersion := d.means.observed(m, d.mix)
	out.HomeMix[t.rank[e.rank]], out.AwayMix[t.rank[e.rank]] = home, away
	for _, filter := range []int{onMix, onPricesAndMix} {
		d.filters[filter].observe(p.home.slot, p.away.slot, t.predicted[e.rank].offset, home, away, evidence{dispersion: dispersion})
	}
	d.means.observe(m)
	p.table.record(p.home, p.away, m)
	d.releaseLeavers(p.table)
	t.predicted[e.rank] = prediction{}
}
