package files

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"matchday"
	"matchday/stages/staging/parallel"
)

// FileSeason is what one landed file says of one division and season.
type FileSeason struct {
	File             *Landed
	fileIndex        int32
	Division, Season string
	league           League
	rows             []*Row   // in the file's order, without duplicates
	homes, aways     []string // team ids of rows
	results          int
	winner           bool // of its division and season

	duplicates []Reject
}

// divisionSeason is the key of files of the same season.
type divisionSeason struct{ division, season string }

// byLanding is the order in which file seasons are gone through to give fixtures their
// ids: as they landed, and of those that landed together the one with fewer
// results first, as it would have landed.
func byLanding(a, b *FileSeason) int {
	return cmp.Or(
		cmp.Compare(a.File.LandedAt, b.File.LandedAt),
		cmp.Compare(a.results, b.results),
		strings.Compare(a.File.SHA256, b.File.SHA256),
	)
}

// byPrecedence is the order in which file seasons are asked for a cell: more
// results first, ties to the later landed.
func byPrecedence(a, b *FileSeason) int {
	return cmp.Or(
		cmp.Compare(b.results, a.results),
		cmp.Compare(b.File.LandedAt, a.File.LandedAt),
		strings.Compare(b.File.SHA256, a.File.SHA256),
	)
}

// seasonsOfFiles splits the files into file seasons, in the order of byLanding.
func seasonsOfFiles(files []Landed, aliases Aliases) []*FileSeason {
	perFile := make([][]*FileSeason, len(files))
	parallel.Each(len(files), func(i int) {
		perFile[i] = splitFile(&files[i], int32(i))
	})
	seasons := slices.Concat(perFile...)
	// A division is one country's, whatever later files call that country.
	slices.SortFunc(seasons, byLanding)
	leagues := map[string]League{}
	for _, e := range seasons {
		if l, ok := leagues[e.Division]; ok {
			l.Name = e.league.Name
			e.league = l
		}
		leagues[e.Division] = e.league
	}
	parallel.Each(len(seasons), func(i int) {
		seasons[i].identify(aliases)
		seasons[i].dropDuplicates()
	})
	// Duplicates may have held results.
	slices.SortFunc(seasons, byLanding)
	return seasons
}

// splitFile groups a file's rows by division and season. The first layout does not
// say its season: it follows from the division's earliest date in the file.
func splitFile(f *Landed, index int32) []*FileSeason {
	earliest := map[string]time.Time{}
	for i := range f.parsed.Rows {
		r := &f.parsed.Rows[i]
		if d, ok := earliest[r.Division]; !ok || r.Date.Before(d) {
			earliest[r.Division] = r.Date
		}
	}
	known := map[divisionSeason]*FileSeason{}
	var out []*FileSeason
	for i := range f.parsed.Rows {
		r := &f.parsed.Rows[i]
		key := divisionSeason{r.Division, r.Season}
		if key.season == "" {
			key.season = matchday.SeasonOf(earliest[r.Division])
		}
		e, ok := known[key]
		if !ok {
			e = &FileSeason{File: f, fileIndex: index, Division: key.division, Season: key.season, league: r.leagueOf()}
			known[key] = e
			out = append(out, e)
		}
		if r.League != "" {
			e.league.Name = r.League
		}
		e.rows = append(e.rows, r)
		if r.Played() {
			e.results++
		}
	}
	return out
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

// dropDuplicates keeps one row of each pair of teams and date: the first, or
// the first with a result.
func (e *FileSeason) dropDuplicates() {
	type key struct {
		home, away string
		date       time.Time
	}
	kept := map[key]int{}
	n := 0
	for i, r := range e.rows {
		k := key{e.homes[i], e.aways[i], r.Date}
		at, seen := kept[k]
		if !seen {
			kept[k] = n
			e.rows[n], e.homes[n], e.aways[n] = r, e.homes[i], e.aways[i]
			n++
			continue
		}
		dropped := r
		if r.Played() && !e.rows[at].Played() {
			dropped, e.rows[at] = e.rows[at], r
		}
		if dropped.Played() {
			e.results--
		}
		e.duplicates = append(e.duplicates, Reject{
			Line: dropped.Line, Reason: Duplicate,
			Detail: dropped.Home + " - " + dropped.Away + " " + dropped.Date.Format(time.DateOnly),
		})
	}
	e.rows, e.homes, e.aways = e.rows[:n], e.homes[:n], e.aways[:n]
}

// bySeason groups file seasons by division and season, keeping their order within,
// and marks each group's winner.
func bySeason(seasons []*FileSeason) [][]*FileSeason {
	place := map[divisionSeason]int{}
	var groups [][]*FileSeason
	for _, e := range seasons {
		key := divisionSeason{e.Division, e.Season}
		i, ok := place[key]
		if !ok {
			i = len(groups)
			place[key] = i
			groups = append(groups, nil)
		}
		groups[i] = append(groups[i], e)
	}
	for _, g := range groups {
		slices.MinFunc(g, byPrecedence).winner = true
	}
	return groups
}
