package features

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"matchday"
	"matchday/stages/features/columns"
	"matchday/stages/features/exact"
	"matchday/stages/features/ratings"
)

// summary sums up the results of a partition, so that few partitions must be read.
type summary struct {
	first, last int64 // when the first and the last of them was known, Unix µs; 0 without any
	clubs       []string
	tallies     map[place]*tally
}

// place is where a match is played, as far as results are counted.
type place struct{ country, division string }

func summaryOf(matches []ratings.Match) summary {
	out := summary{tallies: map[place]*tally{}}
	for i := range matches {
		m := &matches[i]
		if m.KnownAt.IsZero() {
			continue
		}
		at := m.KnownAt.UnixMicro()
		if len(out.clubs) == 0 {
			out.first, out.last = at, at
		}
		out.first, out.last = min(out.first, at), max(out.last, at)
		out.clubs = append(out.clubs, m.HomeTeamID, m.AwayTeamID)
		where := place{m.Country, m.Division}
		if out.tallies[where] == nil {
			out.tallies[where] = &tally{}
		}
		out.tallies[where].add(m, 1)
	}
	slices.Sort(out.clubs)
	out.clubs = slices.Compact(out.clubs)
	return out
}

func (p *summary) write(w *exact.Writer) {
	w.Int(p.first)
	w.Int(p.last)
	w.Int(int64(len(p.clubs)))
	for _, club := range p.clubs {
		w.Text(club)
	}
	w.Int(int64(len(p.tallies)))
	for where, t := range p.tallies {
		w.Text(where.country)
		w.Text(where.division)
		for _, n := range []int{t.results, t.homeWins, t.draws, t.homeGoals, t.awayGoals} {
			w.Int(int64(n))
		}
	}
}

func readSummary(r *exact.Reader) summary {
	out := summary{first: r.Int(), last: r.Int(), tallies: map[place]*tally{}}
	for range r.Count() {
		out.clubs = append(out.clubs, r.Text())
	}
	for range r.Count() {
		where, t := place{r.Text(), r.Text()}, &tally{}
		for _, n := range []*int{&t.results, &t.homeWins, &t.draws, &t.homeGoals, &t.awayGoals} {
			*n = int(r.Int())
		}
		out.tallies[where] = t
	}
	return out
}

// reading reads the results of closed partitions, each at most once.
type reading struct {
	*inputs
	read map[*partition][]ratings.Match
}

// of are the matches of a closed partition, with what records are made of.
func (r *reading) of(ctx context.Context, p *partition) ([]ratings.Match, error) {
	if matches, done := r.read[p]; done {
		return matches, nil
	}
	matches, err := readKept(ctx, r.inputs, p, readResults)
	r.read[p] = matches
	return matches, err
}

// readResults reads of a file of int_rating_input what records are made of.
func readResults(path string) ([]ratings.Match, error) {
	p, err := columns.Open(path)
	if err != nil {
		return nil, err
	}
	matches := make([]ratings.Match, p.Rows())
	text := func(name string, of func(m *ratings.Match) *string) {
		p.Texts(name, func(row int, s string) { *of(&matches[row]) = s })
	}
	text("fixture_id", func(m *ratings.Match) *string { return &m.ID })
	text("country", func(m *ratings.Match) *string { return &m.Country })
	text("division", func(m *ratings.Match) *string { return &m.Division })
	text("home_team_id", func(m *ratings.Match) *string { return &m.HomeTeamID })
	text("away_team_id", func(m *ratings.Match) *string { return &m.AwayTeamID })
	p.Times("kickoff", func(row int, t time.Time) { matches[row].Kickoff = t })
	p.Times("as_of", func(row int, t time.Time) { matches[row].AsOf = t })
	resultsIn(p, matches)
	return matches, p.Wait()
}

// resultsIn begins to read results and what records count of the statistics.
func resultsIn(p *columns.File, matches []ratings.Match) {
	number := func(name string, set func(m *ratings.Match, v float64)) {
		p.Numbers(name, func(row int, v float64) { set(&matches[row], v) })
	}
	p.Times("result_known_at", func(row int, t time.Time) { matches[row].KnownAt = t })
	number("home_goals", func(m *ratings.Match, v float64) { m.HomeGoals = goals(v) })
	number("away_goals", func(m *ratings.Match, v float64) { m.AwayGoals = goals(v) })
	number("home_shots", func(m *ratings.Match, v float64) { m.HomeShots = v })
	number("away_shots", func(m *ratings.Match, v float64) { m.AwayShots = v })
	number("home_shots_on_target", func(m *ratings.Match, v float64) { m.HomeOnTarget = v })
	number("away_shots_on_target", func(m *ratings.Match, v float64) { m.AwayOnTarget = v })
	number("home_corners", func(m *ratings.Match, v float64) { m.HomeCorners = v })
	number("away_corners", func(m *ratings.Match, v float64) { m.AwayCorners = v })
}

// records are the columns of the table records of coming fixtures, which are all as of
// the clock.
func (in *inputs) records(ctx context.Context, coming []ratings.Match, wanted func(name string) bool) ([]column, error) {
	if len(coming) == 0 {
		return records(pastOf(nil), nil, wanted), nil
	}
	var clubs, venue, base bool
	for _, c := range recordColumns() {
		switch {
		case !wanted(c.name):
		case slices.Contains(shareNames[:], c.name):
			base = true
		default:
			clubs, venue = true, venue || strings.HasPrefix(c.name, "venue_")
		}
	}
	r, p := &reading{in, map[*partition][]ratings.Match{}}, pastOf(nil)
	if clubs {
		matches, err := r.clubMatches(ctx, coming, venue)
		if err != nil {
			return nil, err
		}
		p = pastOf(matches)
	}
	if base {
		var err error
		if p.results, err = r.results(ctx, coming[0].AsOf); err != nil {
			return nil, err
		}
	}
	return records(p, coming, wanted), nil
}

// results are the counts of the years before the clock: of partitions all of whose
// results were known in these years, the sums.
func (r *reading) results(ctx context.Context, asOf time.Time) (*results, error) {
	since := yearsBefore(asOf, sharedYears).UnixMicro()
	matches := slices.Clone(r.open.matches)
	out := &results{division: map[string]*tally{}, countries: map[string]*tally{}}
	for _, p := range r.partitions {
		switch {
		case !p.closed || p.events.played.last <= since:
		case p.events.played.first > since:
			for where, t := range p.events.played.tallies {
				for _, sum := range out.of(&ratings.Match{Fixture: matchday.Fixture{Country: where.country, Division: where.division}}) {
					sum.join(t)
				}
			}
		default:
			rows, err := r.of(ctx, p)
			if err != nil {
				return nil, err
			}
			matches = append(matches, rows...)
		}
	}
	out.matches = matches
	out.coming = inOrder(matches, time.Time{}, func(m *ratings.Match) time.Time { return m.KnownAt })
	out.going = out.coming
	return out, nil
}

// clubMatches are the matches of the clubs of coming fixtures, in order, as far back as
// their records tell of them: the last twenty, at home and away if venue is asked for, and
// those of the last weeks.
func (r *reading) clubMatches(ctx context.Context, coming []ratings.Match, venue bool) (out []ratings.Match, err error) {
	clubs := map[string]*clubGames{}
	for i := range coming {
		clubs[coming[i].HomeTeamID], clubs[coming[i].AwayTeamID] = &clubGames{}, &clubGames{}
	}
	add := func(matches []ratings.Match) {
		for i := range matches {
			m := &matches[i]
			home, away := clubs[m.HomeTeamID], clubs[m.AwayTeamID]
			if m.KnownAt.IsZero() || home == nil && away == nil {
				continue
			}
			out = append(out, *m)
			if home != nil {
				home.home = append(home.home, m.KnownAt.UnixMicro())
			}
			if away != nil {
				away.away = append(away.away, m.KnownAt.UnixMicro())
			}
		}
	}
	add(r.open.matches)
	recent := coming[0].AsOf.AddDate(0, 0, -playedDays[len(playedDays)-1]).UnixMicro()
	newestFirst := slices.Clone(r.partitions)
	slices.SortStableFunc(newestFirst, func(a, b *partition) int { return cmp.Compare(b.events.played.last, a.events.played.last) })
	for _, p := range newestFirst {
		last := p.events.played.last
		tells := func(id string) bool {
			games := clubs[id]
			return games != nil && (last >= recent || games.lack(last, venue))
		}
		if !p.closed || !slices.ContainsFunc(p.events.played.clubs, tells) {
			continue
		}
		rows, err := r.of(ctx, p)
		if err != nil {
			return nil, err
		}
		add(rows)
	}
	slices.SortFunc(out, func(a, b ratings.Match) int { return cmp.Or(a.AsOf.Compare(b.AsOf), strings.Compare(a.ID, b.ID)) })
	return out, nil
}

// clubGames are when the results of a club were known, Unix µs.
type clubGames struct{ home, away []int64 }

// lack says that a club has fewer games than records count of which all were known after
// a moment.
func (c *clubGames) lack(moment int64, venue bool) bool {
	after := func(known []int64) (n int) {
		for _, at := range known {
			if at > moment {
				n++
			}
		}
		return n
	}
	home, away := after(c.home), after(c.away)
	return home+away < longest || venue && min(home, away) < longest
}
