package files

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"matchday"
	"matchday/stages/staging/parallel"
	"matchday/stages/staging/table"
)

// Fixture is one fixture with the cells of its best versions.
type Fixture struct {
	ID             string
	Season         *FileSeason // the winner's
	Day            int32       // of the match
	HomeID, AwayID string
	Kickoff        time.Time // nominal if not KickoffKnown
	KickoffKnown   bool
	FirstLanded    int64 // µs
	Played         bool
	Withdrawn      bool     // a newer edition lacks it; it was known while it was coming
	Prices         int      // how many there are
	Digest         [16]byte // of all that the files tell of it

	*detail        // nil until Load, if the fixture was merged by an earlier pass
	kept    keptAt // where its detail is kept
}

// detail is what only a fixture's own rows ask for.
type detail struct {
	row                  *Row // until the fixture is merged
	home, away           string
	asOf                 time.Time
	referee              string
	attendance           int32
	Landed               int64 // µs
	HomeGoals, AwayGoals int16
	stated               matchday.Outcome
	scoreLanded          int64
	statistics           [NumStatistics]int16
	HasStatistics        bool
	statisticsLanded     int64
	odds                 []pricedQuote // in the order of the table odds
	numbers              *numbered     // of odds
	listing              listing
}

// pricedQuote is a price with the quote and the landing that it comes from, by their
// numbers.
type pricedQuote struct {
	quote   uint16
	line    int16
	price   int32
	landing int32
}

// numbered is what the numbers of prices mean.
type numbered struct {
	quotes   []Quote // in the order of compareQuotes; details that were kept have another
	landings []int64 // µs
}

// mergeDivision makes the fixtures of a division from its file seasons, which come in
// the order of byLanding. Rows that the newest edition of their season lacks come back
// as rejects of their file season.
func mergeDivision(seasons []*FileSeason, quotes *quoteIndex, numbers *numbered, coming comingFiles) []*Fixture {
	pairings := pairingsOf(seasons)
	editions := map[string][]*FileSeason{}
	for _, g := range groupBy(seasons, func(e *FileSeason) string { return e.Season }) {
		rankEditions(g)
		editions[g[0].Season] = g
	}
	withdraw(pairings, editions)
	out := make([]*Fixture, 0, len(pairings))
	prices := newPriceMerger(quotes)
	for _, m := range pairings {
		slices.SortFunc(m.versions, byVersion)
		f := m.identity()
		if m.withdrawnBy != nil {
			m.versions[0].reject(m.withdrawnBy)
			if m.gone = !m.wasComing(); m.gone {
				continue
			}
			f.Withdrawn = true
		} else {
			f.mergeScore(m.versions)
		}
		f.mergeStatistics(m.versions)
		f.odds = prices.merge(m.versions)
		f.numbers, f.Prices = numbers, len(f.odds)
		if f.Coming() {
			f.listing = prices.listing(f, m.versions, coming, editions[f.Season.Season])
		}
		f.row = nil
		out = append(out, f)
	}
	return out
}

// identity takes what the version that counts says, and from the others what it
// lacks: the time (of the same date only), referee and attendance.
func (m *pairing) identity() *Fixture {
	w := m.word()
	row := w.row()
	f := &Fixture{
		ID: m.id, Season: w.season, Day: table.Days(row.Date), HomeID: w.season.homes[w.at], AwayID: w.season.aways[w.at],
		FirstLanded: m.firstLanded,
		detail:      &detail{row: row, home: row.Home, away: row.Away, attendance: Missing, Landed: w.season.File.LandedAt},
	}
	took := func(v version) { f.Landed = max(f.Landed, v.season.File.LandedAt) }
	for _, v := range append([]version{w}, m.versions...) {
		r := v.row()
		if !f.KickoffKnown && !r.Kickoff.IsZero() && r.Date.Equal(row.Date) {
			f.Kickoff, f.KickoffKnown = r.Kickoff, true
			took(v)
		}
		if f.referee == "" && r.Referee != "" {
			f.referee = r.Referee
			took(v)
		}
		if f.attendance == Missing && r.Attendance != Missing {
			f.attendance = r.Attendance
			took(v)
		}
	}
	if !f.KickoffKnown {
		f.Kickoff = matchday.NominalKickoff(row.Date)
	}
	f.asOf = matchday.CollectionMoment(f.Kickoff)
	return f
}

// mergeScore takes both goals from one version, and the result letter from it
// or from an older one with the same goals.
func (f *Fixture) mergeScore(versions []version) {
	for _, v := range versions {
		r := v.row()
		switch {
		case !r.Played():
		case !f.Played:
			f.Played, f.HomeGoals, f.AwayGoals = true, r.HomeGoals, r.AwayGoals
			f.stated, f.scoreLanded = r.Stated, v.season.File.LandedAt
		case f.stated == matchday.NoOutcome && r.HomeGoals == f.HomeGoals && r.AwayGoals == f.AwayGoals:
			f.stated = r.Stated
		}
	}
}

func (f *Fixture) mergeStatistics(versions []version) {
	for s := range f.statistics {
		f.statistics[s] = Missing
		for _, v := range versions {
			if n := v.row().Statistics[s]; n != Missing {
				f.statistics[s], f.HasStatistics = n, true
				f.statisticsLanded = max(f.statisticsLanded, v.season.File.LandedAt)
				break
			}
		}
	}
}

// quoteIndex numbers the quotes of all files in the order of the table odds.
type quoteIndex struct {
	all  []Quote
	rank [][]uint16 // [file][the file's own number]
}

func indexQuotes(files []Landed) quoteIndex {
	var x quoteIndex
	for _, f := range files {
		x.all = append(x.all, f.parsed.Quotes...)
	}
	slices.SortFunc(x.all, compareQuotes)
	x.all = slices.Compact(x.all)
	x.rank = make([][]uint16, len(files))
	for i, f := range files {
		x.rank[i] = make([]uint16, len(f.parsed.Quotes))
		for j, q := range f.parsed.Quotes {
			k, _ := slices.BinarySearchFunc(x.all, q, compareQuotes)
			x.rank[i][j] = uint16(k)
		}
	}
	return x
}

func compareQuotes(a, b Quote) int {
	return cmp.Or(cmp.Compare(a.Bookmaker, b.Bookmaker), cmp.Compare(a.Market, b.Market),
		cmp.Compare(a.Selection, b.Selection), cmp.Compare(a.Moment, b.Moment))
}

// priceMerger takes each quote of a fixture from the first version that has it.
// The line belongs to the price, so a quote has one line. A price has been on offer
// since the file that showed it first: a newer one that repeats it makes it no
// younger.
type priceMerger struct {
	*quoteIndex
	seen   []int32 // by quote: the last fixture that has it
	at     []int   // by quote: its place in room
	landed []int64 // by quote: when the file landed that it is taken from, µs
	number int32   // of the fixture at hand
	room   []pricedQuote
}

func newPriceMerger(quotes *quoteIndex) *priceMerger {
	n := len(quotes.all)
	return &priceMerger{quoteIndex: quotes, seen: make([]int32, n), at: make([]int, n), landed: make([]int64, n)}
}

// cellBlock is how many cells are allocated at a time.
const cellBlock = 1 << 13

func (p *priceMerger) merge(versions []version) []pricedQuote {
	if cap(p.room)-len(p.room) < len(p.all) {
		p.room = make([]pricedQuote, 0, max(cellBlock, len(p.all)))
	}
	p.number++
	from := len(p.room)
	for _, v := range versions {
		file, landed := v.season.fileIndex, v.season.File.LandedAt
		for _, price := range v.row().Prices {
			q := p.rank[file][price.Quote]
			if p.seen[q] != p.number {
				p.seen[q], p.at[q], p.landed[q] = p.number, len(p.room), landed
				p.room = append(p.room, pricedQuote{q, price.Line, price.Price, file})
				continue
			}
			c := &p.room[p.at[q]]
			if landed < p.landed[q] && c.line == price.Line && c.price == price.Price {
				c.landing, p.landed[q] = file, landed
			}
		}
	}
	cells := p.room[from:len(p.room):len(p.room)]
	slices.SortFunc(cells, p.compare)
	return cells
}

// compare is the key of the table odds within a fixture: its line stands before
// its moment.
func (p *priceMerger) compare(a, b pricedQuote) int {
	x, y := &p.all[a.quote], &p.all[b.quote]
	if x.Bookmaker == y.Bookmaker && x.Market == y.Market && x.Selection == y.Selection {
		return cmp.Or(cmp.Compare(a.line, b.line), cmp.Compare(a.quote, b.quote))
	}
	return cmp.Compare(a.quote, b.quote)
}

// merged is what the files tell of some divisions.
type merged struct {
	fixtures []*Fixture        // by id
	leagues  map[string]League // by division
	teams    []table.Team
	editions []table.Edition
	rejected []table.Reject // rows that were read
	details  []string       // where the fixtures' details are kept
}

// mergeFiles gives the rows of divisions, in all files that have some, their fixtures, and
// each fixture the cells of its best versions. It reads nothing but its arguments.
func mergeFiles(landed []Landed, of []string, aliases Aliases, coming comingFiles) merged {
	quotes := indexQuotes(landed)
	numbers := &numbered{quotes: quotes.all}
	for _, f := range landed {
		numbers.landings = append(numbers.landings, f.LandedAt)
	}
	m := merged{leagues: map[string]League{}}
	seasons, ofNoSeason := seasonsOfFiles(landed, of, aliases)
	groups := groupBy(seasons, func(e *FileSeason) string { return e.Division })
	fixtures := make([][]*Fixture, len(groups))
	parallel.Each(len(groups), func(i int) {
		fixtures[i] = mergeDivision(groups[i], &quotes, numbers, coming)
		digest(fixtures[i], numbers)
	})
	m.fixtures = slices.Concat(fixtures...)
	slices.SortFunc(m.fixtures, byID)
	for _, e := range seasons {
		if e.winner {
			m.leagues[e.Division] = e.league
		}
	}
	m.teams, m.editions = teamsOf(seasons), editionRows(seasons)
	for i, rejects := range ofNoSeason {
		for _, r := range rejects {
			if slices.Contains(of, r.division) {
				m.rejected = append(m.rejected, landed[i].rejectRow(r))
			}
		}
	}
	for _, e := range seasons {
		for _, r := range e.rejects {
			m.rejected = append(m.rejected, e.File.rejectRow(r))
		}
		// What was merged is not needed any more.
		*e = FileSeason{File: &Landed{ID: e.File.ID}, Division: e.Division, Season: e.Season, league: e.league}
	}
	return m
}

func byID(f, g *Fixture) int { return strings.Compare(f.ID, g.ID) }

// Facts is what all landed files tell.
type Facts struct {
	Landed   []Landed          // by checksum
	Fixtures []*Fixture        // by id
	Leagues  map[string]League // by division
	Teams    []table.Team
	Editions []table.Edition
	Rejected []table.Reject
	Blank    int // rows with nothing in them
	kept     *kept
}

// join puts together what the files tell of all divisions.
func join(landed []Landed, all []merged) Facts {
	a := Facts{Landed: landed, Leagues: map[string]League{}}
	for i := range landed {
		f := &landed[i]
		a.Blank += f.says.blank
		for _, r := range slices.Concat(f.says.rejects, f.unknown) {
			a.Rejected = append(a.Rejected, f.rejectRow(r))
		}
	}
	for _, m := range all {
		a.Fixtures, a.Editions, a.Rejected = append(a.Fixtures, m.fixtures...), append(a.Editions, m.editions...), append(a.Rejected, m.rejected...)
		a.Teams = append(a.Teams, m.teams...)
		maps.Copy(a.Leagues, m.leagues)
	}
	a.Teams = joinTeams(a.Teams)
	slices.SortFunc(a.Fixtures, byID)
	slices.SortFunc(a.Editions, byEdition)
	return a
}
