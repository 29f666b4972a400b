package files

import (
	"cmp"
	"path"
	"slices"
	"strings"
	"time"

	"matchday"
)

// staleAfter is how far an edition's last result may lie before that of another of
// its season until it counts as an old copy.
const staleAfter = 7 * oneDay

// byPrecedence is the order in which the editions of a division and season are
// believed: old copies last, then the one landed last first; of those that landed
// together the one that goes on longer, with more results.
func byPrecedence(a, b *FileSeason) int {
	if a.stale != b.stale {
		if a.stale {
			return 1
		}
		return -1
	}
	return cmp.Or(newer(a, b), strings.Compare(a.File.SHA256, b.File.SHA256))
}

// newer is byPrecedence as far as there is a reason for it.
func newer(a, b *FileSeason) int {
	return cmp.Or(
		cmp.Compare(b.File.newest(), a.File.newest()),
		b.lastResult.Compare(a.lastResult),
		cmp.Compare(b.results, a.results),
	)
}

// rankEditions marks the old copies of a season and its winner, and sorts the
// editions by precedence.
func rankEditions(editions []*FileSeason) {
	var last time.Time
	for _, e := range editions {
		if e.lastResult.After(last) {
			last = e.lastResult
		}
	}
	for _, e := range editions {
		e.stale = e.results > 0 && last.Sub(e.lastResult) > staleAfter
	}
	slices.SortFunc(editions, byPrecedence)
	winner := slices.IndexFunc(editions, func(e *FileSeason) bool { return e.results > 0 })
	editions[max(winner, 0)].winner = true
}

// byVersion is the order in which the versions of a pairing are asked: with a result
// first, and what a file of coming fixtures says of a match that had kicked off when
// it landed last.
func byVersion(a, b version) int {
	rank := func(v version) int {
		switch {
		case v.row().Played():
			return 0
		case v.season.results == 0 && v.kickedOff():
			return 2
		}
		return 1
	}
	return cmp.Or(cmp.Compare(rank(a), rank(b)), byPrecedence(a.season, b.season))
}

// kickedOff says whether the match had kicked off when its file landed.
func (v version) kickedOff() bool { return v.row().kickoff().UnixMicro() <= v.season.File.newest() }

// kickoff is the row's kick-off, nominal if it has no time.
func (r *Row) kickoff() time.Time {
	if r.Kickoff.IsZero() {
		return matchday.NominalKickoff(r.Date)
	}
	return r.Kickoff
}

// word is the version that tells the fixture's teams, date and kick-off: the first by
// byVersion, unless a newer file of coming fixtures tells another kick-off on the day that
// it landed, or later. A match that was brought forward has begun by then. A row of a
// day that was over when it landed may be of an old list.
func (m *pairing) word() version {
	first := slices.MinFunc(m.versions, byVersion)
	newest := first
	for _, v := range m.versions {
		if !v.dayOver() && byPrecedence(v.season, newest.season) < 0 {
			newest = v
		}
	}
	if first.row().Played() || first.row().agrees(newest.row()) {
		return first
	}
	return newest
}

// dayOver says whether the match's day was over, in London, when its file landed.
func (v version) dayOver() bool {
	y, month, d := time.UnixMicro(v.season.File.newest()).In(matchday.London).Date()
	return v.row().Date.Before(matchday.Date(y, month, d))
}

// agrees says that another row tells the same day, and no other time.
func (r *Row) agrees(other *Row) bool {
	return r.Date.Equal(other.Date) && (other.Kickoff.IsZero() || other.Kickoff.Equal(r.Kickoff))
}

// wasComing says whether the match had landed before it kicked off: then it may have
// been bet on, and stays as one that is not played.
func (m *pairing) wasComing() bool {
	return slices.ContainsFunc(m.versions, func(v version) bool { return m.firstLanded < v.row().kickoff().UnixMicro() })
}

// reject rejects the row of a version that a newer edition lacks.
func (v version) reject(newer *FileSeason) {
	v.season.rejects = append(v.season.rejects, rejectOf(v.row(), Withdrawn, "not in "+newer.File.ID))
}

// withdraw marks the pairings that the newest edition of their season lacks, of those
// that it speaks for. editions come by precedence.
func withdraw(pairings []*pairing, editions map[string][]*FileSeason) {
	for _, m := range pairings {
		for _, v := range m.versions {
			if m.newest == nil || byPrecedence(v.season, m.newest) < 0 {
				m.newest = v.season
			}
		}
		for _, e := range editions[m.newest.Season] {
			if e == m.newest || e.stale {
				break
			}
			if e.lists[m] || newer(e, m.newest) == 0 || !e.speaksFor(m) {
				continue
			}
			m.withdrawnBy = e
			break
		}
	}
}

// lateResult is how long after its date the files may lack the result of a coming
// fixture that was played.
const lateResult = 3 * oneDay

// speaksFor says whether a newer edition without a pairing takes it away. A file of
// coming fixtures speaks for what it could have listed: the days between its first
// and its last, and matches that have not kicked off. A file with results speaks for
// all that was played, for a club that it has elsewhere on that day, and for what it
// would list by now: older files with results listed it before its last date, or its
// results go on for days. One that repeats less than half of the other edition is an
// excerpt, and speaks for nothing else. A file that was cut off takes nothing away,
// because nobody knows what it would have said; nor does one that has the match in a
// row that cannot be used.
func (e *FileSeason) speaksFor(m *pairing) bool {
	v := m.word()
	r := v.row()
	if e.File.parsed.Cut || e.rejected(r) {
		return false
	}
	if e.results == 0 {
		return !r.Played() && !r.Date.Before(e.first) && !r.Date.After(e.last) && r.kickoff().UnixMicro() > e.File.newest()
	}
	listed := m.newest.results > 0
	if listed && !e.repeats(m.newest) {
		return false
	}
	return r.Played() || listed && r.Date.Before(e.last) || e.lastResult.Sub(r.Date) > lateResult ||
		e.plays(v.season.homes[v.at], r.Date) || e.plays(v.season.aways[v.at], r.Date)
}

// plays says whether a club has a match on a day.
func (e *FileSeason) plays(club string, date time.Time) bool {
	for i, r := range e.rows {
		if r.Date.Equal(date) && (e.homes[i] == club || e.aways[i] == club) {
			return true
		}
	}
	return false
}

// rejected says whether a row of the file that cannot be used names both sides of a
// match, in the order of its columns.
func (e *FileSeason) rejected(r *Row) bool {
	for _, list := range [][]Reject{e.File.parsed.Rejects, e.misplaced} {
		for _, reject := range list {
			if !dropsRow[reject.Reason] && reject.Row != "" {
				continue // a cell's
			}
			if _, after, found := strings.Cut(reject.Row+reject.Detail, r.Home); found && strings.Contains(after, r.Away) {
				return true
			}
		}
	}
	return false
}

// repeats says that an edition has at least half of the fixtures of another.
func (e *FileSeason) repeats(other *FileSeason) bool {
	if known, ok := e.repeated[other]; ok {
		return known
	}
	n := 0
	for _, m := range other.listed {
		if e.lists[m] {
			n++
		}
	}
	if e.repeated == nil {
		e.repeated = map[*FileSeason]bool{}
	}
	e.repeated[other] = 2*n >= len(other.listed)
	return e.repeated[other]
}

// Coming says whether the files list a fixture as one that is still to be played.
func (f *Fixture) Coming() bool { return !f.Played && !f.Withdrawn }

// listing is what the newest edition of a file says of a coming fixture.
type listing struct {
	seen     int64 // landing of the newest edition that lists it, µs
	unlisted int64 // landing of a newer one that lacks it, or has it on a day that was over; 0: there is none
	gone     []int // prices of earlier editions that the newest one does not show: places in Odds
}

// comingFiles says when the newest file of coming fixtures landed, by the name that its
// editions share: it tells of divisions too by not naming them.
type comingFiles map[string]int64

func comingOf(landed []Landed) comingFiles {
	newest := comingFiles{}
	for i := range landed {
		f := &landed[i]
		if !f.says.played {
			newest[f.name()] = max(newest[f.name()], f.newest())
		}
	}
	return newest
}

// name is what all editions of a file are called, from whichever folder or address.
func (f *Landed) name() string { return path.Base(f.ID) }

// newest is when the newest edition of the file of a version landed. An edition of a
// season's file is one of the same division and season; old copies are none.
func (c comingFiles) newest(v version, ofSeason []*FileSeason) int64 {
	file := v.season.File
	newest := file.newest()
	if v.season.results == 0 {
		newest = max(newest, c[file.name()])
	}
	for _, e := range ofSeason {
		if !e.stale && e.File.name() == file.name() {
			newest = max(newest, e.File.newest())
		}
	}
	return newest
}

// listing asks the newest editions of the files that have a coming fixture. One that has
// it at another kick-off, and is not believed because that was past, confirms nothing.
func (p *priceMerger) listing(f *Fixture, versions []version, coming comingFiles, ofSeason []*FileSeason) (l listing) {
	var newest []version // that stand in the newest edition of their file
	var doubted int64    // landing of the newest edition that is not believed
	for _, v := range versions {
		at := v.season.File.newest()
		last := coming.newest(v, ofSeason)
		switch {
		case v.season.results == 0 && v.kickedOff() && !f.row.agrees(v.row()):
			doubted = max(doubted, at)
		case v.season.stale || last > at:
			if len(newest) == 0 && at > l.seen {
				l.seen, l.unlisted = at, last
			}
		case len(newest) == 0:
			newest, l.seen, l.unlisted = []version{v}, at, 0
		default:
			newest, l.seen = append(newest, v), max(l.seen, at)
		}
	}
	if l.unlisted == 0 && doubted > l.seen {
		l.unlisted = doubted
	}
	if len(newest) == 0 {
		return l
	}
	for i, c := range f.odds {
		if !slices.ContainsFunc(newest, func(v version) bool { return p.shows(v, c) }) {
			l.gone = append(l.gone, i)
		}
	}
	return l
}

// shows says whether a version has a price as it was merged.
func (p *priceMerger) shows(v version, c pricedQuote) bool {
	rank := p.rank[v.season.fileIndex]
	return slices.ContainsFunc(v.row().Prices, func(x Price) bool {
		return rank[x.Quote] == c.quote && x.Line == c.line && x.Price == c.price
	})
}
