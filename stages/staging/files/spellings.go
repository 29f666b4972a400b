package files

import (
	"maps"
	"slices"
	"strings"
	"time"
)

// place is a club's match of a day: no club plays two at home, or two away.
type place struct {
	club string
	away bool
	date time.Time
}

// at are the two places of a row.
func (e *FileSeason) at(i int) (home, away place) {
	return place{e.homes[i], false, e.rows[i].Date}, place{e.aways[i], true, e.rows[i].Date}
}

// missing are the pairings of a season that a file season does not list, by their
// places.
func (s *schedule) missing(e *FileSeason, listed func(*pairing) bool) map[place]version {
	out := map[place]version{}
	for _, m := range s.bySeason[e.Season] {
		if listed(m) {
			continue
		}
		for _, v := range m.versions {
			home, away := v.season.at(v.at)
			out[home], out[away] = v, v
		}
	}
	return out
}

// learnSpellings finds out which clubs a file spells otherwise than the older files
// of its season, and gives its rows the identity by the older spelling: a club whose
// old spelling is gone from the file, and that has the old one's matches. Two
// spellings that stand together in one file are two clubs.
func (s *schedule) learnSpellings(e *FileSeason) {
	known := s.renamed[e.Season]
	if known == nil {
		known = map[string]string{}
		s.renamed[e.Season] = known
	}
	own := e.clubs()
	for now, before := range known {
		if own[now] && !own[before] {
			e.respell(now, before)
		}
	}
	for range own { // a match of two such clubs is found by the one that was found first
		learned := s.respelled(e)
		if len(learned) == 0 {
			learned = s.rematched(e)
		}
		if len(learned) == 0 {
			break
		}
		for _, now := range slices.Sorted(maps.Keys(learned)) {
			s.unify(e, learned[now], now)
		}
	}
	s.clubs[e.Season] = append(s.clubs[e.Season], e.clubs())
}

// unify gives a club of two spellings one identity, in a file and in those before it:
// that by the spelling that landed first. The first file that has the other one says so.
func (s *schedule) unify(e *FileSeason, before, now string) {
	files := append(s.older(e.Season), e)
	stands := func(club string) int {
		return slices.IndexFunc(files, func(f *FileSeason) bool { return f.clubs()[club] })
	}
	to, from := before, now
	if stands(now) < stands(before) {
		to, from = now, before
	}
	at := stands(from)
	for i, f := range files {
		if row := f.respell(from, to); i == at {
			f.rejects = append(f.rejects, Reject{Line: f.rows[row].Line, Reason: ClubRespelled, Detail: nameOf(to) + " → " + nameOf(from)})
		}
	}
	for _, clubs := range s.clubs[e.Season] {
		if clubs[from] {
			delete(clubs, from)
			clubs[to] = true
		}
	}
	known := s.renamed[e.Season]
	known[from] = to
	for spelling, club := range known {
		if club == from {
			known[spelling] = to
		}
	}
	for _, m := range s.bySeason[e.Season] {
		if p := m.pair.respelled(from, to); p != m.pair {
			m.pair = p
			s.byPair[p] = append(s.byPair[p], m)
		}
	}
}

// respelled is the pair with another identity of one club.
func (p pair) respelled(from, to string) pair {
	for _, club := range []*string{&p.home, &p.away} {
		if *club == from {
			*club = to
		}
	}
	return p
}

// older are the files of a season so far, as they landed.
func (s *schedule) older(season string) (files []*FileSeason) {
	seen := map[*FileSeason]bool{}
	for _, m := range s.bySeason[season] {
		for _, v := range m.versions {
			if !seen[v.season] {
				seen[v.season] = true
				files = append(files, v.season)
			}
		}
	}
	slices.SortStableFunc(files, byLanding)
	return files
}

// nameOf is the club's name in its identity, country/name.
func nameOf(team string) string { return team[strings.Index(team, "/")+1:] }

func (e *FileSeason) clubs() map[string]bool {
	out := map[string]bool{}
	for i := range e.rows {
		out[e.homes[i]], out[e.aways[i]] = true, true
	}
	return out
}

// respell gives a club another identity in all rows, and returns its first row.
func (e *FileSeason) respell(from, to string) int {
	first := -1
	for i := range e.rows {
		for _, club := range []*string{&e.homes[i], &e.aways[i]} {
			if *club == from {
				*club = to
				if first < 0 {
					first = i
				}
			}
		}
	}
	return first
}

// respelled lists the clubs of a file that are clubs of the older files by another
// spelling: newer identity → older.
func (s *schedule) respelled(e *FileSeason) map[string]string {
	if len(s.bySeason[e.Season]) == 0 {
		return nil
	}
	pairs := map[pair]bool{}
	for i := range e.rows {
		pairs[pair{e.homes[i], e.aways[i]}] = true
	}
	missing := s.missing(e, func(m *pairing) bool { return pairs[m.pair] })
	own := e.clubs()
	votes := map[pair]int{} // old and new identity
	for i := range e.rows {
		if s.has(pair{e.homes[i], e.aways[i]}, e.Season) {
			continue
		}
		home, away := e.at(i)
		if v, ok := missing[home]; ok {
			votes[pair{v.season.aways[v.at], e.aways[i]}]++
		}
		if v, ok := missing[away]; ok {
			votes[pair{v.season.homes[v.at], e.homes[i]}]++
		}
	}
	for p, n := range votes {
		if p.home == p.away || own[p.home] || s.together(e.Season, p) || e.results == 0 && n == 1 && !alike(nameOf(p.home), nameOf(p.away)) {
			delete(votes, p)
		}
	}
	return mutual(votes)
}

// has says whether a pair has a pairing in a season.
func (s *schedule) has(p pair, season string) bool {
	return slices.ContainsFunc(s.byPair[p], func(m *pairing) bool { return m.season == season })
}

// together says whether two clubs stand in one file of a season.
func (s *schedule) together(season string, p pair) bool {
	return slices.ContainsFunc(s.clubs[season], func(clubs map[string]bool) bool { return clubs[p.home] && clubs[p.away] })
}

// mutual are the pairs of an old and a new identity of which each has most votes of
// the other, and no second has as many: new → old.
func mutual(votes map[pair]int) map[string]string {
	type choice struct {
		other string
		votes int
		tied  bool
	}
	best := func(of func(pair) (string, string)) map[string]choice {
		out := map[string]choice{}
		for p, n := range votes {
			club, other := of(p)
			switch c := out[club]; {
			case n > c.votes:
				out[club] = choice{other, n, false}
			case n == c.votes:
				out[club] = choice{c.other, n, true}
			}
		}
		return out
	}
	byOld := best(func(p pair) (string, string) { return p.home, p.away })
	byNew := best(func(p pair) (string, string) { return p.away, p.home })
	out := map[string]string{}
	for now, c := range byNew {
		if back := byOld[c.other]; !c.tied && !back.tied && back.other == now {
			out[now] = c.other
		}
	}
	return out
}

// Limits within which a row with the sides exchanged is the same match: the days by
// which its date may differ, and those around in which neither the row nor the match
// may have a row of its own.
const (
	sameDay    = oneDay
	exchanging = 14 * oneDay
)

// matchSwapped gives a row whose sides an older file has the other way round the
// pairing of that row.
func (s *schedule) matchSwapped(e *FileSeason) {
	rows, _ := e.byPair()
	near := func(m *pairing, date time.Time, limit time.Duration) bool {
		return m.season == e.Season && slices.ContainsFunc(m.versions, func(v version) bool { return v.row().Date.Sub(date).Abs() <= limit })
	}
	for i, r := range e.rows {
		p := pair{e.homes[i], e.aways[i]}
		ownRow := func(j int) bool { return e.rows[j].Date.Sub(r.Date).Abs() <= exchanging }
		known := func(m *pairing) bool { return near(m, r.Date, exchanging) }
		if slices.ContainsFunc(rows[p.swapped()], ownRow) || slices.ContainsFunc(s.byPair[p], known) {
			continue
		}
		at := slices.IndexFunc(s.byPair[p.swapped()], func(m *pairing) bool { return near(m, r.Date, sameDay) && !e.lists[m] })
		if at >= 0 {
			e.take(i, s.byPair[p.swapped()][at])
		}
	}
}

// matchReplaced gives a row that is left the pairing that has its place and its
// score, if the file lists that no more: the other club was mistaken or is spelled in
// two ways.
func (s *schedule) matchReplaced(e *FileSeason) {
	if !slices.Contains(e.listed, nil) {
		return
	}
	missing := s.missing(e, func(m *pairing) bool { return e.lists[m] })
	for i, r := range e.rows {
		if e.listed[i] != nil || !r.Played() {
			continue
		}
		home, away := e.at(i)
		for _, at := range []place{home, away} {
			v, ok := missing[at]
			if !ok || e.listed[i] != nil {
				continue
			}
			m := v.season.listed[v.at]
			if known := v.row(); !e.lists[m] && known.Played() && known.HomeGoals == r.HomeGoals && known.AwayGoals == r.AwayGoals {
				e.take(i, m)
			}
		}
	}
}
