package files

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"matchday/stages/staging/parallel"
)

// FileSeason is what one landed file says of one division and season.
type FileSeason struct {
	File             *Landed
	fileIndex        int32
	Division, Season string
	league           League
	part             part
	rows             []*Row     // in the file's order, one a meeting
	homes, aways     []string   // team ids of rows
	listed           []*pairing // of rows
	lists            map[*pairing]bool
	results          int
	lastResult       time.Time
	first, last      time.Time // dates of any row
	stale            bool
	repeated         map[*FileSeason]bool
	winner           bool // of its division and season

	misplaced []Reject // rows of the file that belong to no season
	rejects   []Reject // of this season's rows
}

// byLanding is the order in which file seasons are gone through to give fixtures their
// ids: as they first landed, and of those that landed together the one with fewer
// results first, as it would have landed.
func byLanding(a, b *FileSeason) int {
	return cmp.Or(
		cmp.Compare(a.File.LandedAt, b.File.LandedAt),
		cmp.Compare(a.results, b.results),
		strings.Compare(a.File.SHA256, b.File.SHA256),
	)
}

// seasonsOfFiles splits the rows of divisions, in all files that have some, into file
// seasons, in the order of byLanding. What belongs to no season, of whichever division,
// comes back as rejects, by file.
func seasonsOfFiles(files []Landed, of []string, aliases Aliases) (seasons []*FileSeason, rejects [][]Reject) {
	perFile := make([][]*FileSeason, len(files))
	rejects = make([][]Reject, len(files))
	parallel.Each(len(files), func(i int) {
		var parts []part
		parts, rejects[i] = partsOf(&files[i])
		for _, p := range parts {
			if slices.Contains(of, p.division) {
				perFile[i] = append(perFile[i], newFileSeason(&files[i], int32(i), p))
			}
		}
	})
	byDivision := groupBy(slices.Concat(perFile...), func(e *FileSeason) string { return e.Division })
	for i, g := range byDivision {
		var past []*FileSeason
		byDivision[i], past = dropLongPast(dropOneClub(g, aliases, rejects))
		for _, e := range past {
			rejects[e.fileIndex] = append(rejects[e.fileIndex], e.part.reject("it had kicked off more than 300 days before the landing")...)
		}
	}
	parallel.Each(len(byDivision), func(i int) {
		g := byDivision[i]
		nameSeasons(g)
		g = joinParts(g)
		// A division is one country's, whatever later files call that country.
		slices.SortFunc(g, byLanding)
		for _, e := range g {
			e.misplaced = rejects[e.fileIndex]
			name := e.league.Name
			e.league = g[0].league
			e.league.Name = name
			e.identify(aliases)
			e.dropDuplicates()
		}
		once := meetOnce(g)
		for _, e := range g {
			e.dropSecondDates(once)
			e.summarise()
		}
		byDivision[i] = g
	})
	seasons = slices.Concat(byDivision...)
	slices.SortFunc(seasons, byLanding) // duplicates may have held results
	return seasons, rejects
}

func newFileSeason(f *Landed, index int32, p part) *FileSeason {
	e := &FileSeason{File: f, fileIndex: index, Division: p.division, part: p, rows: p.rows, league: p.rows[0].leagueOf()}
	for _, r := range p.rows {
		if r.League != "" {
			e.league.Name = r.League
		}
		if r.Played() {
			e.results++
		}
	}
	return e
}

// joinParts makes one file season of the parts of a file that bear one name.
func joinParts(seasons []*FileSeason) []*FileSeason {
	type key struct {
		file   int32
		season string
	}
	known := map[key]*FileSeason{}
	return slices.DeleteFunc(seasons, func(e *FileSeason) bool {
		k := key{e.fileIndex, e.Season}
		first := known[k]
		if first == nil {
			known[k] = e
			return false
		}
		first.rows = append(slices.Clone(first.rows), e.rows...)
		slices.SortFunc(first.rows, func(a, b *Row) int { return cmp.Compare(a.Line, b.Line) })
		first.results += e.results
		return true
	})
}

// dropOneClub takes out of a division the rows whose two names are one club by the aliases,
// and the file seasons of nothing else. It adds them to their files' rejects.
func dropOneClub(seasons []*FileSeason, aliases Aliases, rejects [][]Reject) []*FileSeason {
	country := slices.MinFunc(seasons, byLanding).league.Country
	return slices.DeleteFunc(seasons, func(e *FileSeason) bool {
		oneClub := func(r *Row) bool { return aliases.TeamID(country, r.Home) == aliases.TeamID(country, r.Away) }
		if !slices.ContainsFunc(e.rows, oneClub) {
			return false
		}
		e.rows = slices.DeleteFunc(slices.Clone(e.rows), func(r *Row) bool {
			if oneClub(r) {
				rejects[e.fileIndex] = append(rejects[e.fileIndex], rejectOf(r, NoTeams, "both names are "+aliases.TeamID(country, r.Home)))
				return true
			}
			return false
		})
		return len(e.rows) == 0
	})
}

// identify gives each row's teams their identity.
func (e *FileSeason) identify(aliases Aliases) {
	ids := map[string]string{}
	id := func(spelling string) string {
		if known, ok := ids[spelling]; ok {
			return known
		}
		ids[spelling] = aliases.TeamID(e.league.Country, spelling)
		return ids[spelling]
	}
	e.homes, e.aways = make([]string, len(e.rows)), make([]string, len(e.rows))
	for i, r := range e.rows {
		e.homes[i], e.aways[i] = id(r.Home), id(r.Away)
	}
}

// summarise fills in what follows from the rows that are left.
func (e *FileSeason) summarise() {
	e.results, e.first, e.last, e.lastResult = 0, e.rows[0].Date, time.Time{}, time.Time{}
	for _, r := range e.rows {
		if r.Date.Before(e.first) {
			e.first = r.Date
		}
		if r.Date.After(e.last) {
			e.last = r.Date
		}
		if r.Played() {
			e.results++
			if r.Date.After(e.lastResult) {
				e.lastResult = r.Date
			}
		}
	}
}

// groupBy groups in the order of first appearance, keeping the order within.
func groupBy[K comparable](seasons []*FileSeason, key func(*FileSeason) K) [][]*FileSeason {
	place := map[K]int{}
	var groups [][]*FileSeason
	for _, e := range seasons {
		k := key(e)
		i, ok := place[k]
		if !ok {
			i = len(groups)
			place[k] = i
			groups = append(groups, nil)
		}
		groups[i] = append(groups[i], e)
	}
	return groups
}
