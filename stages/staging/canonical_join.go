package staging

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"matchday/stages/staging/answers"
	"matchday/stages/staging/crosswalk"
	"matchday/stages/staging/table"
)

// The entities of the crosswalk, and the evidence of what one source alone tells.
const (
	leagueEntity  = "league"
	seasonEntity  = "season"
	teamEntity    = "team"
	fixtureEntity = "fixture"
	ownID         = "own"
)

// joined is what both sources come to: the fixtures, leagues and teams under
// their canonical names.
type joined struct {
	fixtures  []*canonicalFixture // by id
	leagues   map[string]league   // by division
	teams     []table.Team
	crosswalk []table.Crosswalk
	ambiguous []table.Ambiguous

	files fileFacts
	api   apiFacts
	names canonicalNames
}

// canonicalNames are the canonical names of the API's leagues, seasons and teams.
type canonicalNames struct {
	seasons   map[int64]apiSeason
	divisions map[int64]string // league → division
	labels    map[int64]string // season → label
	clubs     map[int64]club
}

// club is a team of the API and its identity.
type club struct {
	apiTeam
	teamID   string
	how      string
	score    float64
	landedAt int64
}

func decimal(id int64) string { return strconv.FormatInt(id, 10) }

// join gives the fixtures of both sources their canonical ids, divisions,
// seasons and teams.
func join(a fileFacts, api apiFacts, aliases aliasesOf, decided overrides) joined {
	if len(api.objects) == 0 {
		return joined{fixtures: withFiles(nil, a), leagues: a.leagues, teams: a.teams, files: a}
	}
	x := &joiner{
		canonicalNames: canonicalNames{divisions: map[int64]string{}, labels: map[int64]string{}, clubs: map[int64]club{}},
		files:          a, objects: api.objects, decided: decided, ownLabels: map[int64]string{},
	}
	for _, f := range api.fixtures {
		x.fixtures = append(x.fixtures, &canonicalFixture{api: f})
	}
	x.leagues, x.seasons = competitions(api.objects)
	canonical := canonicalSeasons(a, aliases)
	other, ids := x.sourceSeasons()
	pairs := crosswalk.Join(canonical, other, crosswalk.Hints{Stable: true, Teams: decided.of(teamEntity)})
	x.joinLeagues(pairs, canonical, ids)
	x.joinSeasons(pairs, canonical, ids)
	x.joinTeams(pairs, other)
	x.joinFixtures(pairs)
	for _, p := range pairs {
		for _, a := range p.Ambiguous {
			x.ambiguous = append(x.ambiguous, table.Ambiguous{Entity: a.Entity, Source: answers.Source, SourceID: a.Other, Candidates: a.Candidates, Reason: a.Reason})
		}
	}
	x.sort()
	return joined{
		fixtures: withFiles(x.fixtures, a), leagues: x.allLeagues(), teams: x.teamRows(), crosswalk: x.crosswalk, ambiguous: x.ambiguous,
		files: a, api: api, names: x.canonicalNames,
	}
}

// joiner is a join on its way.
type joiner struct {
	canonicalNames
	files     fileFacts
	objects   []*landedObject
	decided   overrides
	leagues   map[int64]apiLeague
	fixtures  []*canonicalFixture // of the API
	ownLabels map[int64]string    // season → the label in the ids of its fixtures
	crosswalk []table.Crosswalk
	ambiguous []table.Ambiguous
}

// sourceSeasons are the API's seasons as the crosswalk wants them, with their ids.
func (x *joiner) sourceSeasons() (other []crosswalk.Season, ids []int64) {
	place := map[int64]int{}
	for _, c := range x.fixtures {
		f := c.api
		season := f.last.season
		i, ok := place[season]
		if !ok {
			i = len(other)
			place[season] = i
			ids = append(ids, season)
			other = append(other, crosswalk.Season{ID: decimal(season), Division: x.knownDivision(f.last.league), Names: map[string][]string{}})
		}
		t := &other[i]
		home, away := decimal(f.teams[table.Home].id), decimal(f.teams[table.Away].id)
		t.Names[home], t.Names[away] = []string{f.teams[table.Home].name}, []string{f.teams[table.Away].name}
		t.Fixtures = append(t.Fixtures, crosswalk.Fixture{ID: decimal(f.id), Home: home, Away: away, Day: table.Days(f.kickoffTime())})
	}
	return other, ids
}

// knownDivision is the division of a league that is listed or decided; "" if the
// schedule has to tell.
func (x *joiner) knownDivision(league int64) string {
	if division, ok := x.decided[overrideKey{leagueEntity, decimal(league)}]; ok {
		return division
	}
	return apiLeagues[league].division
}

// joinLeagues takes a league's division from the list or, if all its joined
// seasons agree, from them.
func (x *joiner) joinLeagues(joined []crosswalk.Joined, canonical []crosswalk.Season, ids []int64) {
	bySchedule := map[int64]map[string]float64{}
	leagueOfSeason := map[int64]int64{}
	landed := map[int64]int64{}
	for _, f := range x.fixtures {
		last := f.api.last
		leagueOfSeason[last.season] = last.league
		landed[last.league] = max(landed[last.league], f.api.landed())
	}
	for i, j := range joined {
		if j.House >= 0 {
			league := leagueOfSeason[ids[i]]
			if bySchedule[league] == nil {
				bySchedule[league] = map[string]float64{}
			}
			bySchedule[league][canonical[j.House].Division] = j.Score
		}
	}
	for league, at := range landed {
		row := table.Crosswalk{
			Entity: leagueEntity, Source: answers.Source, SourceID: decimal(league), CanonicalID: apiDivision(league), How: ownID,
			Score: 1, LandedAt: at,
		}
		if _, ok := x.decided[overrideKey{leagueEntity, decimal(league)}]; ok {
			row.CanonicalID, row.How = x.knownDivision(league), string(crosswalk.ByOverride)
		} else if _, ok := apiLeagues[league]; ok {
			row.How = string(crosswalk.ByID)
		} else if len(bySchedule[league]) == 1 {
			for division, score := range bySchedule[league] {
				row.CanonicalID, row.How, row.Score = division, string(crosswalk.BySchedule), score
			}
		} else if len(bySchedule[league]) > 1 {
			x.ambiguous = append(x.ambiguous, table.Ambiguous{
				Entity: leagueEntity, Source: answers.Source, SourceID: decimal(league),
				Candidates: slices.Sorted(maps.Keys(bySchedule[league])), Reason: crosswalk.TwoMeanings,
			})
		}
		x.divisions[league] = row.CanonicalID
		x.crosswalk = append(x.crosswalk, row)
	}
}

// allLeagues are the files' divisions and those that only the API tells of.
func (x *joiner) allLeagues() map[string]league {
	out := maps.Clone(x.files.leagues)
	for _, id := range slices.Sorted(maps.Keys(x.divisions)) {
		division := x.divisions[id]
		if _, ok := out[division]; ok {
			continue
		}
		known, listed := apiLeagues[id]
		l := league{country: known.country, level: 1, name: x.leagues[id].name}
		switch {
		case listed && !writesYears(division):
			l.level = leagueOf(division).level
		case !listed && x.leagues[id].country != 0:
			l.country = countryName(x.leagues[id].country)
		case !listed:
			l.country = division
		}
		out[division] = l
	}
	return out
}

// joinSeasons labels the seasons: as the files do, or by their years.
func (x *joiner) joinSeasons(joined []crosswalk.Joined, canonical []crosswalk.Season, ids []int64) {
	bySeason := map[int64][]*canonicalFixture{}
	for _, f := range x.fixtures {
		bySeason[f.api.last.season] = append(bySeason[f.api.last.season], f)
	}
	for i, season := range ids {
		first := slices.MinFunc(bySeason[season], func(a, b *canonicalFixture) int { return cmp.Compare(a.api.kickoff, b.api.kickoff) }).api
		last := slices.MaxFunc(bySeason[season], func(a, b *canonicalFixture) int { return cmp.Compare(a.api.landed(), b.api.landed()) }).api
		division := x.divisions[first.last.league]
		label := apiSeasonLabel(x.seasons[season].name, apiDivision(first.last.league), first.kickoffTime())
		row := table.Crosswalk{
			Entity: seasonEntity, Source: answers.Source, SourceID: decimal(season), CanonicalID: division + "/" + label,
			How: ownID, Score: 1, LandedAt: last.landed(),
		}
		x.labels[season], x.ownLabels[season] = label, label
		if j := joined[i]; j.House >= 0 {
			h := canonical[j.House]
			row.CanonicalID, row.How, row.Score = h.ID, string(crosswalk.BySchedule), j.Score
			x.labels[season] = h.Label
		}
		for _, f := range bySeason[season] {
			f.division, f.season = x.divisions[f.api.last.league], x.labels[season]
		}
		x.crosswalk = append(x.crosswalk, row)
	}
}

// joinFixtures pairs the fixtures and gives ids: to a pair that of the source
// which landed first.
func (x *joiner) joinFixtures(joined []crosswalk.Joined) {
	byID := map[string]*fixture{}
	for _, f := range x.files.fixtures {
		byID[f.id] = f
	}
	pairs := map[int64]crosswalk.Pair{}
	for _, j := range joined {
		for _, p := range j.Fixtures {
			id, _ := strconv.ParseInt(p.Other, 10, 64) // written by decimal
			pairs[id] = p
		}
	}
	for _, f := range x.fixtures {
		id := decimal(f.api.id)
		if canonical, ok := x.decided[overrideKey{fixtureEntity, id}]; ok && byID[canonical] != nil {
			pairs[f.api.id] = crosswalk.Pair{Other: id, House: canonical, How: crosswalk.ByOverride, Score: 1}
		}
	}
	for _, f := range x.fixtures {
		if p, ok := pairs[f.api.id]; ok {
			f.files = byID[p.House]
		}
	}
	x.ownIDs(byID)
	for _, f := range x.fixtures {
		row := table.Crosswalk{
			Entity: fixtureEntity, Source: answers.Source, SourceID: decimal(f.api.id), CanonicalID: f.id, How: ownID, Score: 1,
			LandedAt: f.api.landed(),
		}
		if p, ok := pairs[f.api.id]; ok {
			f.homeID, f.awayID = f.files.homeID, f.files.awayID
			f.division, f.season = f.files.edition.division, f.files.edition.season
			if f.files.firstLanded <= f.api.first.fetchedAt {
				f.id = f.files.id
			}
			row.CanonicalID, row.How, row.Score = f.id, string(p.How), p.Score
		}
		x.crosswalk = append(x.crosswalk, row)
	}
}

// ownIDs gives every fixture the id that it has if no other source told of it
// before: by the league, the season and the names as they first landed.
func (x *joiner) ownIDs(byID map[string]*fixture) {
	order := slices.Clone(x.fixtures)
	slices.SortFunc(order, func(a, b *canonicalFixture) int {
		return cmp.Or(cmp.Compare(a.api.first.fetchedAt, b.api.first.fetchedAt), cmp.Compare(a.api.first.kickoff, b.api.first.kickoff),
			cmp.Compare(a.api.id, b.api.id))
	})
	numbers := map[string]int{}
	for _, c := range order {
		f := c.api
		prefix := apiDivision(f.last.league) + "/" + x.ownLabels[f.last.season] + "/" + f.first.teams[table.Home].name + "/" + f.first.teams[table.Away].name + "/"
		for {
			numbers[prefix]++
			c.id = prefix + strconv.Itoa(numbers[prefix])
			if taken := byID[c.id]; taken == nil || taken == c.files {
				break
			}
		}
	}
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
