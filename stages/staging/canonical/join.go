// Package canonical joins what files, the API and tables of who played say of one
// fixture, and gives leagues, teams and people one name each. Input are the facts of
// each source, output the rows of the staged tables.
package canonical

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"matchday/stages/staging/answers"
	"matchday/stages/staging/crosswalk"
	"matchday/stages/staging/files"
	"matchday/stages/staging/notes"
	"matchday/stages/staging/table"
)

// The entities of the crosswalk, and the evidence of what one source alone tells.
const (
	LeagueEntity  = "league"
	SeasonEntity  = "season"
	TeamEntity    = "team"
	FixtureEntity = "fixture"
	ownID         = "own"
)

// Joined is what both sources come to: the fixtures, leagues and teams under
// their canonical names.
type Joined struct {
	Fixtures  []*Fixture              // by id
	leagues   map[string]files.League // by division
	Teams     []table.Team
	Crosswalk []table.Crosswalk
	Ambiguous []table.Ambiguous

	files files.Facts
	api   *answers.Facts
	names sourceNames
}

// sourceNames are the canonical names of the API's leagues, seasons and teams.
type sourceNames struct {
	seasons   map[int64]sourceSeason
	divisions map[int64]string // league → division
	labels    map[int64]string // season → label
	clubs     map[int64]club
}

// club is a team of the API and its identity.
type club struct {
	answers.NamedTeam
	teamID   string
	how      string
	score    float64
	landedAt int64
}

// Join gives the fixtures of both sources their canonical ids, divisions,
// seasons and teams. book keeps what was found out of seasons.
func Join(a files.Facts, api *answers.Facts, aliases files.Aliases, decided Overrides, book *notes.Book) Joined {
	if !api.Any() {
		return Joined{Fixtures: withFiles(nil, a), leagues: a.Leagues, Teams: a.Teams, files: a, api: api}
	}
	x := &joiner{
		sourceNames: sourceNames{divisions: map[int64]string{}, labels: map[int64]string{}, clubs: map[int64]club{}},
		files:       a, api: api, decided: decided, ownLabels: map[int64]string{},
	}
	for _, f := range api.Fixtures {
		x.fixtures = append(x.fixtures, &Fixture{API: f, since: f.FirstLanded})
	}
	x.joinTwins()
	x.leagues, x.seasons = competitions(api)
	other, ids := x.sourceSeasons()
	canonical := fileSeasons(a, aliases, other)
	pairs := crosswalk.Join(canonical, other, crosswalk.Hints{Stable: true, Teams: decided.of(TeamEntity)}, book)
	x.joinLeagues(pairs, canonical, ids)
	x.joinSeasons(pairs, canonical, ids)
	x.joinTeams(pairs, other)
	x.joinFixtures(pairs)
	x.listTwins()
	for _, p := range pairs {
		for _, a := range p.Ambiguous {
			x.ambiguous = append(x.ambiguous, table.Ambiguous{
				Entity: a.Entity, Source: answers.Source, SourceID: a.Other, Candidates: a.Candidates, Reason: a.Reason,
			})
		}
	}
	x.sort()
	return Joined{
		Fixtures: withFiles(x.fixtures, a), leagues: x.allLeagues(), Teams: x.teamRows(), Crosswalk: x.crosswalk, Ambiguous: x.ambiguous,
		files: a, api: api, names: x.sourceNames,
	}
}

// joiner is a join on its way.
type joiner struct {
	sourceNames
	files     files.Facts
	api       *answers.Facts
	decided   Overrides
	leagues   map[int64]sourceLeague
	fixtures  []*Fixture       // of the API
	twins     []twin           // of the API's fixtures, under other ids
	ownLabels map[int64]string // season → the label in the ids of its fixtures
	crosswalk []table.Crosswalk
	ambiguous []table.Ambiguous
}

// sourceSeasons are the API's seasons as the crosswalk wants them, with their ids.
func (x *joiner) sourceSeasons() (other []crosswalk.Season, ids []int64) {
	place := map[int64]int{}
	for _, c := range x.fixtures {
		f := c.API
		season := f.Season
		i, ok := place[season]
		if !ok {
			i = len(other)
			place[season] = i
			ids = append(ids, season)
			other = append(other, crosswalk.Season{
				ID: answers.SourceID(season), Division: x.knownDivision(f.League), Names: map[string][]string{},
			})
		}
		t := &other[i]
		home, away := answers.SourceID(f.Teams[table.Home].ID), answers.SourceID(f.Teams[table.Away].ID)
		t.Names[home], t.Names[away] = []string{f.Teams[table.Home].Name}, []string{f.Teams[table.Away].Name}
		t.Fixtures = append(t.Fixtures, crosswalk.Fixture{ID: answers.SourceID(f.ID), Home: home, Away: away, Day: table.Days(f.KickoffTime())})
	}
	return other, ids
}

// knownDivision is the division of a league that is listed or decided; "" if the
// schedule has to tell.
func (x *joiner) knownDivision(league int64) string {
	if division, ok := x.decided[overrideKey{LeagueEntity, answers.SourceID(league)}]; ok {
		return division
	}
	return knownLeagues[league].division
}

// joinLeagues takes a league's division from the list or, if all its joined
// seasons agree, from them.
func (x *joiner) joinLeagues(joined []crosswalk.Joined, canonical []crosswalk.Season, ids []int64) {
	bySchedule := map[int64]map[string]float64{}
	leagueOfSeason := map[int64]int64{}
	landed := map[int64]int64{}
	for _, f := range x.fixtures {
		leagueOfSeason[f.API.Season] = f.API.League
		landed[f.API.League] = max(landed[f.API.League], f.API.Landed())
	}
	for i, j := range joined {
		if j.Canonical >= 0 {
			league := leagueOfSeason[ids[i]]
			if bySchedule[league] == nil {
				bySchedule[league] = map[string]float64{}
			}
			bySchedule[league][canonical[j.Canonical].Division] = j.Score
		}
	}
	for league, at := range landed {
		row := table.Crosswalk{
			Entity: LeagueEntity, Source: answers.Source, SourceID: answers.SourceID(league), CanonicalID: ownDivision(league), How: ownID,
			Score: 1, LandedAt: at,
		}
		if _, ok := x.decided[overrideKey{LeagueEntity, answers.SourceID(league)}]; ok {
			row.CanonicalID, row.How = x.knownDivision(league), string(crosswalk.ByOverride)
		} else if _, ok := knownLeagues[league]; ok {
			row.How = string(crosswalk.ByID)
		} else if len(bySchedule[league]) == 1 {
			for division, score := range bySchedule[league] {
				row.CanonicalID, row.How, row.Score = division, string(crosswalk.BySchedule), score
			}
		} else if len(bySchedule[league]) > 1 {
			x.ambiguous = append(x.ambiguous, table.Ambiguous{
				Entity: LeagueEntity, Source: answers.Source, SourceID: answers.SourceID(league),
				Candidates: slices.Sorted(maps.Keys(bySchedule[league])), Reason: crosswalk.TwoMeanings,
			})
		}
		x.divisions[league] = row.CanonicalID
		x.crosswalk = append(x.crosswalk, row)
	}
}

// allLeagues are the files' divisions and those that only the API tells of.
func (x *joiner) allLeagues() map[string]files.League {
	out := maps.Clone(x.files.Leagues)
	for _, id := range slices.Sorted(maps.Keys(x.divisions)) {
		division := x.divisions[id]
		if _, ok := out[division]; ok {
			continue
		}
		known, listed := knownLeagues[id]
		l := files.League{Country: known.country, Level: 1, Name: x.leagues[id].name}
		switch {
		case listed && !writesYears(division):
			l.Level = files.LeagueOf(division).Level
		case !listed && x.leagues[id].country != 0:
			l.Country = countryName(x.leagues[id].country)
		case !listed:
			l.Country = division
		}
		out[division] = l
	}
	return out
}

// joinSeasons labels the seasons: as the files do, or by their years.
func (x *joiner) joinSeasons(joined []crosswalk.Joined, canonical []crosswalk.Season, ids []int64) {
	bySeason := map[int64][]*Fixture{}
	for _, f := range x.fixtures {
		bySeason[f.API.Season] = append(bySeason[f.API.Season], f)
	}
	for i, season := range ids {
		first := slices.MinFunc(bySeason[season], func(a, b *Fixture) int { return cmp.Compare(a.API.Kickoff, b.API.Kickoff) }).API
		last := slices.MaxFunc(bySeason[season], func(a, b *Fixture) int { return cmp.Compare(a.API.Landed(), b.API.Landed()) }).API
		division := x.divisions[first.League]
		label := seasonLabel(x.seasons[season].name, ownDivision(first.League), first.KickoffTime())
		row := table.Crosswalk{
			Entity: SeasonEntity, Source: answers.Source, SourceID: answers.SourceID(season), CanonicalID: division + "/" + label,
			How: ownID, Score: 1, LandedAt: last.Landed(),
		}
		x.labels[season], x.ownLabels[season] = label, label
		if j := joined[i]; j.Canonical >= 0 {
			h := canonical[j.Canonical]
			row.CanonicalID, row.How, row.Score = h.ID, string(crosswalk.BySchedule), j.Score
			x.labels[season] = h.Label
		}
		for _, f := range bySeason[season] {
			f.division, f.season = x.divisions[f.API.League], x.labels[season]
		}
		x.crosswalk = append(x.crosswalk, row)
	}
}

// joinFixtures pairs the fixtures and gives ids: to a pair that of the source
// which landed first.
func (x *joiner) joinFixtures(joined []crosswalk.Joined) {
	pairs := map[int64]crosswalk.Pair{}
	for _, j := range joined {
		for _, p := range j.Fixtures {
			id, _ := strconv.ParseInt(p.Other, 10, 64) // written by decimal
			pairs[id] = p
		}
	}
	for _, f := range x.fixtures {
		id := answers.SourceID(f.API.ID)
		if canonical, ok := x.decided[overrideKey{FixtureEntity, id}]; ok && x.fileFixture(canonical) != nil {
			pairs[f.API.ID] = crosswalk.Pair{Other: id, Canonical: canonical, How: crosswalk.ByOverride, Score: 1}
		}
	}
	for _, f := range x.fixtures {
		if p, ok := pairs[f.API.ID]; ok {
			f.Files = x.fileFixture(p.Canonical)
		}
	}
	x.ownIDs()
	for _, f := range x.fixtures {
		row := table.Crosswalk{
			Entity: FixtureEntity, Source: answers.Source, SourceID: answers.SourceID(f.API.ID), CanonicalID: f.ID, How: ownID, Score: 1,
			LandedAt: f.API.Landed(),
		}
		if p, ok := pairs[f.API.ID]; ok {
			f.HomeID, f.AwayID = f.Files.HomeID, f.Files.AwayID
			f.division, f.season = f.Files.Season.Division, f.Files.Season.Season
			if f.Files.FirstLanded <= f.since {
				f.ID = f.Files.ID
			}
			row.CanonicalID, row.How, row.Score = f.ID, string(p.How), p.Score
		}
		x.crosswalk = append(x.crosswalk, row)
	}
}

// fileFixture is the files' fixture of an id; nil if there is none.
func (x *joiner) fileFixture(id string) *files.Fixture {
	at, found := slices.BinarySearchFunc(x.files.Fixtures, id, func(f *files.Fixture, id string) int { return strings.Compare(f.ID, id) })
	if !found {
		return nil
	}
	return x.files.Fixtures[at]
}

// ownIDs gives every fixture the id that it has if no other source told of it
// before: by the league, the season and the names as they first landed. A match under
// several ids has a number for each, so that no other fixture's changes if they part.
func (x *joiner) ownIDs() {
	order := slices.Clone(x.fixtures)
	for _, t := range x.twins {
		t.fixture.Files = t.kept.Files // both may have the files' own id
		order = append(order, t.fixture)
	}
	slices.SortFunc(order, landedFirst)
	numbers := map[string]int{}
	for _, c := range order {
		f := c.API
		home, away := f.FirstNames[table.Home], f.FirstNames[table.Away]
		prefix := ownDivision(f.League) + "/" + x.ownLabels[f.Season] + "/" + home + "/" + away + "/"
		for {
			numbers[prefix]++
			c.ID = prefix + strconv.Itoa(numbers[prefix])
			if taken := x.fileFixture(c.ID); taken == nil || taken == c.Files {
				break
			}
		}
	}
	x.takeFirstIDs()
}

func (x *joiner) sort() {
	slices.SortFunc(x.crosswalk, func(a, b table.Crosswalk) int {
		return cmp.Or(strings.Compare(a.Entity, b.Entity), strings.Compare(a.Source, b.Source), compareIDs(a.SourceID, b.SourceID))
	})
	slices.SortFunc(x.ambiguous, func(a, b table.Ambiguous) int {
		return cmp.Or(strings.Compare(a.Entity, b.Entity), compareIDs(a.SourceID, b.SourceID), strings.Compare(a.Reason, b.Reason))
	})
}

// compareIDs sorts ids in digits by their number.
func compareIDs(a, b string) int {
	return cmp.Or(cmp.Compare(len(a), len(b)), strings.Compare(a, b))
}
