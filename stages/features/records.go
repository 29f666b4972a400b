package features

import (
	"fmt"
	"math"
	"time"

	"matchday/stages/features/ratings"
)

// windows are the numbers of last fixtures over which form is a mean.
var windows = [...]int{3, 5, 10, 20}

// playedDays are in how many days before kick-off games are counted.
var playedDays = [...]int{14, 28}

// longest is the longest window.
const longest = 20

// measures are what form is told of; points and goals are told of every fixture.
var measures = [...]string{"points", "goals_for", "goals_against", "shots", "shots_on_target", "corners"}

// totals are sums over a club's fixtures, and how many of them tell. All values are
// whole numbers, so that no order of summation can change them.
type totals struct {
	sum   [len(measures)]float64
	count [len(measures)]int32
}

// record is what is known of a club's fixtures, wherever they were played or at one venue.
type record struct {
	games   int
	kickoff time.Time           // of the last of them
	after   [longest + 1]totals // each of the last games, in a ring
}

// add adds a game of which so much is told; NaN is untold.
func (r *record) add(told [len(measures)]float64, kickoff time.Time) {
	now := r.after[r.games%len(r.after)]
	for k, v := range told {
		if !math.IsNaN(v) {
			now.sum[k], now.count[k] = now.sum[k]+v, now.count[k]+1
		}
	}
	r.games++
	r.kickoff, r.after[r.games%len(r.after)] = kickoff, now
}

// mean is that of a measure over the last games that tell, NaN if none does.
func (r *record) mean(measure, window int) float64 {
	now, then := &r.after[r.games%len(r.after)], &r.after[(r.games-min(window, r.games))%len(r.after)]
	return (now.sum[measure] - then.sum[measure]) / float64(now.count[measure]-then.count[measure])
}

// rest is how many days lie between the last game and a kick-off; NaN before the first.
func (r *record) rest(kickoff time.Time) float64 {
	if r.games == 0 {
		return nan
	}
	seconds := func(t time.Time) float64 { return float64(t.UnixMicro()) / 1e6 }
	return (seconds(kickoff) - seconds(r.kickoff)) / (24 * 60 * 60)
}

// club has its records wherever it played, at home, and away.
type club struct {
	all, home, away record
	known           []int64 // when each game became known, microseconds since 1970
}

// playedSince counts the games that became known after a moment; NaN before the first.
func (c *club) playedSince(t time.Time) float64 {
	if len(c.known) == 0 {
		return nan
	}
	micros := t.UnixMicro()
	n := 0
	for n < len(c.known) && c.known[len(c.known)-1-n] > micros {
		n++
	}
	return float64(n)
}

// recordColumn is a column of the table records: what it is of a match whose clubs and
// division have such records.
type recordColumn struct {
	name  string
	value func(m *ratings.Match, home, away *club, division *shares) float64
}

// recordColumns are those that may be wanted.
func recordColumns() (out []recordColumn) {
	add := func(name string, value func(m *ratings.Match, home, away *club, division *shares) float64) {
		out = append(out, recordColumn{name, value})
	}
	for k, measure := range measures {
		for _, window := range windows {
			form := fmt.Sprintf("%s_%d_", measure, window)
			add(form+"home", func(_ *ratings.Match, home, _ *club, _ *shares) float64 { return home.all.mean(k, window) })
			add(form+"away", func(_ *ratings.Match, _, away *club, _ *shares) float64 { return away.all.mean(k, window) })
			add("venue_"+form+"home", func(_ *ratings.Match, home, _ *club, _ *shares) float64 { return home.home.mean(k, window) })
			add("venue_"+form+"away", func(_ *ratings.Match, _, away *club, _ *shares) float64 { return away.away.mean(k, window) })
		}
	}
	add("rest_home", func(m *ratings.Match, home, _ *club, _ *shares) float64 { return home.all.rest(m.Kickoff) })
	add("rest_away", func(m *ratings.Match, _, away *club, _ *shares) float64 { return away.all.rest(m.Kickoff) })
	for _, days := range playedDays {
		since := func(m *ratings.Match) time.Time { return earlier(m.AsOf, m.Kickoff.AddDate(0, 0, -days)) }
		add(fmt.Sprintf("played_%d_home", days), func(m *ratings.Match, home, _ *club, _ *shares) float64 { return home.playedSince(since(m)) })
		add(fmt.Sprintf("played_%d_away", days), func(m *ratings.Match, _, away *club, _ *shares) float64 { return away.playedSince(since(m)) })
	}
	for k, name := range shareNames {
		add(name, func(_ *ratings.Match, _, _ *club, division *shares) float64 { return division[k] })
	}
	return out
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

// records are the columns of the table records of matches sorted by as-of: what was known
// at each match's as-of. Those that are not wanted have no values.
func records(past *past, matches []ratings.Match, wanted func(name string) bool) []column {
	specs := recordColumns()
	out := make([]column, len(specs))
	var computed []int
	for j, c := range specs {
		out[j].name = c.name
		if wanted(c.name) {
			out[j].values = make([]float64, len(matches))
			computed = append(computed, j)
		}
	}
	if len(computed) == 0 {
		return out
	}
	for k := range matches {
		m := &matches[k]
		past.advance(m.AsOf)
		home, away, division := past.club(m.HomeTeamID), past.club(m.AwayTeamID), past.results.shares(m)
		for _, j := range computed {
			out[j].values[k] = specs[j].value(m, home, away, &division)
		}
	}
	return out
}

// past are the records of clubs and the counts of results at a moment.
type past struct {
	matches []ratings.Match
	coming  []int // played matches whose result is not known yet, in the order in which it will be
	clubs   map[string]*club
	results *results
}

func pastOf(matches []ratings.Match) *past {
	played := inOrder(matches, time.Time{}, func(m *ratings.Match) time.Time { return m.KnownAt })
	return &past{matches: matches, coming: played, clubs: map[string]*club{}, results: resultsOf(matches, played)}
}

func (p *past) club(id string) *club {
	c := p.clubs[id]
	if c == nil {
		c = &club{}
		p.clubs[id] = c
	}
	return c
}

// advance adds what became known up to a moment.
func (p *past) advance(asOf time.Time) {
	for len(p.coming) > 0 && !p.matches[p.coming[0]].KnownAt.After(asOf) {
		m := &p.matches[p.coming[0]]
		homePoints, awayPoints := points(m)
		home, away := p.club(m.HomeTeamID), p.club(m.AwayTeamID)
		told := [len(measures)]float64{homePoints, float64(m.HomeGoals), float64(m.AwayGoals), m.HomeShots, m.HomeOnTarget, m.HomeCorners}
		home.all.add(told, m.Kickoff)
		home.home.add(told, m.Kickoff)
		told = [len(measures)]float64{awayPoints, float64(m.AwayGoals), float64(m.HomeGoals), m.AwayShots, m.AwayOnTarget, m.AwayCorners}
		away.all.add(told, m.Kickoff)
		away.away.add(told, m.Kickoff)
		home.known, away.known = append(home.known, m.KnownAt.UnixMicro()), append(away.known, m.KnownAt.UnixMicro())
		p.coming = p.coming[1:]
	}
	p.results.advance(asOf)
}

// points of both sides.
func points(m *ratings.Match) (home, away float64) {
	switch {
	case m.HomeGoals > m.AwayGoals:
		return 3, 0
	case m.HomeGoals < m.AwayGoals:
		return 0, 3
	}
	return 1, 1
}
