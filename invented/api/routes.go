package api

import "strings"

// route is one endpoint.
type route struct {
	path     string // under /v3/
	entity   string // rate limits count by entity
	includes []string
	depth    int // of nested includes
	respond  func(q *request) (response, *apiError)
}

// Includes by entity, in lower case. Those of fixtures that the world has nothing for
// give empty lists or null, as for a real fixture without coverage. Other entities
// have only the includes listed here; the rest is refused as not allowed.
var (
	fixtureIncludes = strings.Fields(`sport round stage group aggregate league season coaches tvstations venue state weatherreport
		lineups events timeline comments trends statistics periods currentperiod participants odds premiumodds inplayodds
		prematchnews postmatchnews metadata sidelined predictions referees formations ballcoordinates scores xgfixture pressure
		expectedlineups predictedlineups matchfacts aioverviews`)
	leagueIncludes   = strings.Fields("country currentseason seasons")
	seasonIncludes   = strings.Fields("league teams stages")
	stageIncludes    = strings.Fields("rounds")
	teamIncludes     = strings.Fields("country venue players sidelined sidelinedhistory")
	squadIncludes    = strings.Fields("team player")
	standingIncludes = strings.Fields("participant details form")
	oddIncludes      = strings.Fields("market bookmaker")
	nestedIncludes   = strings.Fields(`type player position detailedposition details xglineup period sideline market bookmaker country venue
		participant team league season stages teams currentseason rounds fixtures participants scores state nationality referee coach`)
	allIncludes = concat(fixtureIncludes, leagueIncludes, seasonIncludes, stageIncludes, teamIncludes, squadIncludes,
		standingIncludes, oddIncludes)
	// neverInPlan need add-ons that no plan here has.
	neverInPlan = strings.Fields(`premiumodds inplayodds predictions pressure expectedlineups predictedlineups matchfacts aioverviews
		ballcoordinates prematchnews postmatchnews`)
)

// withoutOdds are the includes of live scores, which have no odds in the source either.
func withoutOdds() []string {
	var out []string
	for _, name := range fixtureIncludes {
		if name != "odds" && name != "premiumodds" {
			out = append(out, name)
		}
	}
	return out
}

func concat(lists ...[]string) (out []string) {
	for _, l := range lists {
		out = append(out, l...)
	}
	return out
}

// routes lists the endpoints.
func routes() []route {
	fixture := func(path string, respond func(*request) (response, *apiError)) route {
		return route{"football/fixtures" + path, "Fixture", fixtureIncludes, 3, respond}
	}
	live := func(path string, respond func(*request) (response, *apiError)) route {
		return route{"football/livescores" + path, "Fixture", withoutOdds(), 3, respond}
	}
	odds := func(path string) route {
		return route{"football/odds/pre-match/fixtures/" + path, "Odd", oddIncludes, 1, oddsByFixture}
	}
	return []route{
		fixture("", allFixtures), fixture("/{id}", fixtureByID), fixture("/multi/{ids}", fixturesByIDs),
		fixture("/date/{date}", fixturesByDate), fixture("/between/{from}/{to}", fixturesBetween),
		fixture("/between/{from}/{to}/{team}", fixturesBetween), fixture("/latest", latestFixtures),
		live("", liveScores), live("/inplay", liveInPlay), live("/latest", liveLatest),
		odds("{id}"), odds("{id}/bookmakers/{bookmaker}"), odds("{id}/markets/{market}"),
		{"football/leagues", "League", leagueIncludes, 2, leagues.all},
		{"football/leagues/{id}", "League", leagueIncludes, 2, leagues.byID},
		{"football/seasons", "Season", seasonIncludes, 3, seasons.all},
		{"football/seasons/{id}", "Season", seasonIncludes, 3, seasons.byID},
		{"football/stages", "Stage", stageIncludes, 3, stages.all},
		{"football/stages/{id}", "Stage", stageIncludes, 3, stages.byID},
		{"football/stages/seasons/{season}", "Stage", stageIncludes, 3, stagesOfSeason},
		{"football/rounds", "Round", nil, 4, rounds.all},
		{"football/rounds/{id}", "Round", nil, 4, rounds.byID},
		{"football/rounds/seasons/{season}", "Round", nil, 4, roundsOfSeason},
		{"football/schedules/seasons/{season}", "Stage", nil, 1, scheduleOfSeason},
		{"football/teams", "Team", teamIncludes, 3, teams.all},
		{"football/teams/{id}", "Team", teamIncludes, 3, teamByID},
		{"football/teams/seasons/{season}", "Team", teamIncludes, 3, teamsOfSeason},
		{"football/squads/teams/{team}", "PlayerTeam", squadIncludes, 4, currentSquad},
		{"football/squads/seasons/{season}/teams/{team}", "PlayerStatistic", squadIncludes, 4, seasonSquad},
		{"football/players", "Player", nil, 3, players.all},
		{"football/players/{id}", "Player", nil, 3, players.byID},
		{"football/standings", "Standing", standingIncludes, 2, allStandings},
		{"football/standings/seasons/{season}", "Standing", standingIncludes, 2, standingsOfSeason},
		{"football/states", "State", nil, 0, allStates.all},
		{"football/states/{id}", "State", nil, 0, allStates.byID},
		{"core/types", "Type", nil, 0, allKinds.all},
		{"core/types/{id}", "Type", nil, 0, allKinds.byID},
		{"odds/bookmakers", "Bookmaker", nil, 0, allBookmakers.all},
		{"odds/bookmakers/{id}", "Bookmaker", nil, 0, allBookmakers.byID},
		{"odds/markets", "Market", nil, 0, allMarkets.all},
		{"odds/markets/{id}", "Market", nil, 0, allMarkets.byID},
		{"my/leagues", "League", nil, 0, myLeagues},
		{"my/enrichments", "Enrichment", nil, 0, myEnrichments},
		{"my/resources", "Resource", nil, 0, myResources},
		{"my/usage", "Usage", nil, 0, myUsage},
		{"my/filters/entity", "Filter", nil, 0, myFilters},
	}
}
