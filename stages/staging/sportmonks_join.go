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

// api is what the API's landed objects come to.
type api struct {
	objects   []*landedObject
	fixtures  []*apiFixture
	leagues   map[int64]apiLeague
	seasons   map[int64]apiSeason
	divisions map[int64]string // league → the house's division
	labels    map[int64]string // season → the house's label
	clubs     map[int64]club
	crosswalk []table.Crosswalk
	ambiguous []table.Ambiguous
}

// club is a team of the API and what the house calls it.
type club struct {
	apiTeam
	teamID   string
	how      string
	score    float64
	landedAt int64
}

func decimal(id int64) string { return strconv.FormatInt(id, 10) }

// joinSources gives the API's fixtures the house's divisions, seasons, teams and
// ids. It changes the id of a fixture of the files that the API told of first.
func joinSources(objects []*landedObject, s *staged, aliases aliasesOf, decided overrides, memory *Memory) *api {
	x := &api{
		objects: objects, fixtures: fixturesOf(objects, memory), divisions: map[int64]string{}, labels: map[int64]string{},
		clubs: map[int64]club{},
	}
	x.leagues, x.seasons = competitions(objects)
	house := houseSeasons(s.fixtures, s.teams, aliases)
	other, ids := x.tellings(decided)
	joined := crosswalk.Join(house, other, crosswalk.Hints{Stable: true, Teams: decided.of(teamEntity)})
	x.joinLeagues(joined, house, ids, decided)
	x.joinSeasons(joined, house, ids)
	x.joinTeams(joined, other, s, decided)
	x.joinFixtures(joined, s, decided)
	x.addLeagues(s)
	for _, j := range joined {
		for _, a := range j.Ambiguous {
			x.ambiguous = append(x.ambiguous, table.Ambiguous{
				Entity: a.Entity, Source: answers.Source, SourceID: a.Other, Candidates: a.Candidates, Reason: a.Reason,
			})
		}
	}
	x.sort()
	return x
}

// tellings are the API's seasons as the crosswalk wants them, with their ids.
func (x *api) tellings(decided overrides) (other []crosswalk.Season, ids []int64) {
	place := map[int64]int{}
	for _, f := range x.fixtures {
		season := f.last.season
		i, ok := place[season]
		if !ok {
			i = len(other)
			place[season] = i
			ids = append(ids, season)
			other = append(other, crosswalk.Season{ID: decimal(season), Division: knownDivision(f.last.league, decided), Names: map[string][]string{}})
		}
		t := &other[i]
		home, away := decimal(f.teams[homeSide].id), decimal(f.teams[awaySide].id)
		t.Names[home], t.Names[away] = []string{f.teams[homeSide].name}, []string{f.teams[awaySide].name}
		t.Fixtures = append(t.Fixtures, crosswalk.Fixture{ID: decimal(f.id), Home: home, Away: away, Day: days(f.kickoffTime())})
	}
	return other, ids
}

// knownDivision is the division of a league that is listed or decided; "" if the
// schedule has to tell.
func knownDivision(league int64, decided overrides) string {
	if division, ok := decided[overrideKey{leagueEntity, decimal(league)}]; ok {
		return division
	}
	return apiLeagues[league].division
}

// joinLeagues takes a league's division from the list or, if all its joined
// seasons agree, from them.
func (x *api) joinLeagues(joined []crosswalk.Joined, house []crosswalk.Season, ids []int64, decided overrides) {
	bySchedule := map[int64]map[string]float64{}
	leagueOfSeason := map[int64]int64{}
	landed := map[int64]int64{}
	for _, f := range x.fixtures {
		leagueOfSeason[f.last.season] = f.last.league
		landed[f.last.league] = max(landed[f.last.league], f.landed())
	}
	for i, j := range joined {
		if j.House >= 0 {
			league := leagueOfSeason[ids[i]]
			if bySchedule[league] == nil {
				bySchedule[league] = map[string]float64{}
			}
			bySchedule[league][house[j.House].Division] = j.Score
		}
	}
	for league, at := range landed {
		row := table.Crosswalk{
			Entity: leagueEntity, Source: answers.Source, SourceID: decimal(league), CanonicalID: apiDivision(league), How: ownID,
			Score: 1, LandedAt: at,
		}
		if _, ok := decided[overrideKey{leagueEntity, decimal(league)}]; ok {
			row.CanonicalID, row.How = knownDivision(league, decided), string(crosswalk.ByOverride)
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

// addLeagues lists the divisions that only the API tells of.
func (x *api) addLeagues(s *staged) {
	for _, id := range slices.Sorted(maps.Keys(x.divisions)) {
		division := x.divisions[id]
		if _, ok := s.leagues[division]; ok {
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
		s.leagues[division] = l
	}
}

// joinSeasons labels the seasons: as the house does, or by their years.
func (x *api) joinSeasons(joined []crosswalk.Joined, house []crosswalk.Season, ids []int64) {
	bySeason := map[int64][]*apiFixture{}
	for _, f := range x.fixtures {
		bySeason[f.last.season] = append(bySeason[f.last.season], f)
	}
	for i, season := range ids {
		first := slices.MinFunc(bySeason[season], func(a, b *apiFixture) int { return cmp.Compare(a.kickoff, b.kickoff) })
		last := slices.MaxFunc(bySeason[season], func(a, b *apiFixture) int { return cmp.Compare(a.landed(), b.landed()) })
		division := x.divisions[first.last.league]
		label := apiSeasonLabel(x.seasons[season].name, apiDivision(first.last.league), first.kickoffTime())
		row := table.Crosswalk{
			Entity: seasonEntity, Source: answers.Source, SourceID: decimal(season), CanonicalID: division + "/" + label,
			How: ownID, Score: 1, LandedAt: last.landed(),
		}
		x.labels[season] = label
		if j := joined[i]; j.House >= 0 {
			h := house[j.House]
			row.CanonicalID, row.How, row.Score = h.ID, string(crosswalk.BySchedule), j.Score
			x.labels[season] = h.Label
		}
		for _, f := range bySeason[season] {
			f.division, f.season, f.ownSeason = x.divisions[f.last.league], x.labels[season], label
		}
		x.crosswalk = append(x.crosswalk, row)
	}
}

// joinFixtures pairs the fixtures and gives ids: to a pair that of the source
// which landed first.
func (x *api) joinFixtures(joined []crosswalk.Joined, s *staged, decided overrides) {
	byID := map[string]*fixture{}
	for _, f := range s.fixtures {
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
		if canonical, ok := decided[overrideKey{fixtureEntity, decimal(f.id)}]; ok && byID[canonical] != nil {
			pairs[f.id] = crosswalk.Pair{Other: decimal(f.id), House: canonical, How: crosswalk.ByOverride, Score: 1}
		}
	}
	for _, f := range x.fixtures {
		if p, ok := pairs[f.id]; ok {
			f.partner = byID[p.House]
		}
	}
	x.ownIDs(byID)
	for _, f := range x.fixtures {
		row := table.Crosswalk{
			Entity: fixtureEntity, Source: answers.Source, SourceID: decimal(f.id), CanonicalID: f.canonical, How: ownID,
			Score: 1, LandedAt: f.landed(),
		}
		if p, ok := pairs[f.id]; ok {
			partner := f.partner
			f.homeID, f.awayID = partner.homeID, partner.awayID
			f.division, f.season = partner.edition.division, partner.edition.season
			if partner.firstLanded <= f.first.fetchedAt {
				f.canonical = partner.id
			}
			row.CanonicalID, row.How, row.Score = f.canonical, string(p.How), p.Score
		}
		x.crosswalk = append(x.crosswalk, row)
	}
	for _, f := range x.fixtures {
		if f.partner != nil {
			f.partner.id = f.canonical
		}
	}
}

// ownIDs gives every fixture the id that it has if no other source told of it
// before: by the league, the season and the names as they first landed.
func (x *api) ownIDs(byID map[string]*fixture) {
	order := slices.Clone(x.fixtures)
	slices.SortFunc(order, func(a, b *apiFixture) int {
		return cmp.Or(cmp.Compare(a.first.fetchedAt, b.first.fetchedAt), cmp.Compare(a.first.kickoff, b.first.kickoff), cmp.Compare(a.id, b.id))
	})
	numbers := map[string]int{}
	for _, f := range order {
		prefix := apiDivision(f.last.league) + "/" + f.ownSeason + "/" + f.first.teams[homeSide].name + "/" + f.first.teams[awaySide].name + "/"
		for {
			numbers[prefix]++
			f.canonical = prefix + strconv.Itoa(numbers[prefix])
			if taken := byID[f.canonical]; taken == nil || taken == f.partner {
				break
			}
		}
	}
}

func (x *api) sort() {
	slices.SortFunc(x.fixtures, func(a, b *apiFixture) int { return strings.Compare(a.canonical, b.canonical) })
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
