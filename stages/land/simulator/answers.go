package simulator

import (
	"slices"
	"strings"
)

// inc is the request's own columns and includes, as those of an object.
func (q *request) inc() *include { return &include{picked: q.picked, nested: q.includes} }

// find answers with the row of a list that has the id of the path.
func find[T any](q *request, rows []T, id func(T) int64, write func(w *writer, k string, row T)) (answer, *refusal) {
	want, refused := q.id("id")
	if refused != nil {
		return answer{}, refused
	}
	i := slices.IndexFunc(rows, func(row T) bool { return id(row) == want })
	return one(i >= 0, func(w *writer, k string) { write(w, k, rows[i]) }), nil
}

func leagueID(l *league) int64 { return l.ID }

func (q *request) writeLeague(w *writer, k string, l *league) { q.league(w, k, l, q.inc()) }

func allLeagues(q *request) (answer, *refusal) {
	return list(true, q.world.leagues, leagueID, q.writeLeague), nil
}

func leagueByID(q *request) (answer, *refusal) {
	return find(q, q.world.leagues, leagueID, q.writeLeague)
}

func myLeagues(q *request) (answer, *refusal) {
	return list(false, q.world.leagues, leagueID, q.writeLeague), nil
}

func seasonID(s *season) int64 { return s.id }

func (q *request) writeSeason(w *writer, k string, s *season) { q.season(w, k, s, q.inc()) }

// shownSeasons are the seasons that are published and pass the filters.
func (q *request) shownSeasons() []*season {
	var out []*season
	for _, s := range q.world.seasons {
		if !q.now.Before(published(s.year)) && !q.drop("seasonleagues", s.league.ID) {
			out = append(out, s)
		}
	}
	return out
}

func allSeasons(q *request) (answer, *refusal) {
	return list(true, q.shownSeasons(), seasonID, q.writeSeason), nil
}

func seasonByID(q *request) (answer, *refusal) {
	return find(q, q.shownSeasons(), seasonID, q.writeSeason)
}

// seasonOf is the published season that the path names; nil if there is none.
func (q *request) seasonOf() (*season, *refusal) {
	id, refused := q.id("season")
	if refused != nil {
		return nil, refused
	}
	for _, s := range q.shownSeasons() {
		if s.id == id {
			return s, nil
		}
	}
	return nil, nil
}

func stageID(s *stage) int64 { return s.id }

func (q *request) writeStage(w *writer, k string, s *stage) {
	q.stage(w, k, s, q.inc(), func() {
		sub, ok := q.includes["rounds"]
		if !ok {
			return
		}
		w.array("rounds")
		for _, r := range s.rounds {
			q.round(w, "", r, sub, nil)
		}
		w.endArray()
	})
}

func (q *request) shownStages() []*stage {
	var out []*stage
	for _, s := range q.shownSeasons() {
		if !q.drop("stageseasons", s.id) {
			out = append(out, s.stages...)
		}
	}
	return out
}

func allStages(q *request) (answer, *refusal) {
	return list(true, q.shownStages(), stageID, q.writeStage), nil
}

func stageByID(q *request) (answer, *refusal) {
	return find(q, q.shownStages(), stageID, q.writeStage)
}

func stagesOfSeason(q *request) (answer, *refusal) {
	s, refused := q.seasonOf()
	if refused != nil || s == nil {
		return answer{}, refused
	}
	return list(false, s.stages, stageID, q.writeStage), nil
}

func roundID(r *round) int64 { return r.id }

func (q *request) writeRound(w *writer, k string, r *round) { q.round(w, k, r, q.inc(), nil) }

func (q *request) shownRounds() []*round {
	var out []*round
	for _, s := range q.shownStages() {
		if !q.drop("roundseasons", s.season.id) && !q.drop("roundstages", s.id) {
			out = append(out, s.rounds...)
		}
	}
	return out
}

func allRounds(q *request) (answer, *refusal) {
	return list(true, q.shownRounds(), roundID, q.writeRound), nil
}

func roundByID(q *request) (answer, *refusal) {
	return find(q, q.shownRounds(), roundID, q.writeRound)
}

func roundsOfSeason(q *request) (answer, *refusal) {
	s, refused := q.seasonOf()
	if refused != nil || s == nil {
		return answer{}, refused
	}
	return list(false, s.stages[0].rounds, roundID, q.writeRound), nil
}

// scheduleOfSeason answers with the season's stages, their rounds and in them
// the fixtures with participants and scores.
func scheduleOfSeason(q *request) (answer, *refusal) {
	s, refused := q.seasonOf()
	if refused != nil || s == nil {
		return answer{}, refused
	}
	inner := *q
	inner.picked = nil
	inner.includes = includes{"participants": {}, "scores": {}}
	fixtures := func(w *writer, st *stage, r *round) {
		w.array("fixtures")
		for _, f := range s.fixtures {
			if f.stage == st && f.round == r && f.visible(q.now) {
				inner.fixture(w, "", f)
			}
		}
		w.endArray()
	}
	return list(false, s.stages, stageID, func(w *writer, k string, st *stage) {
		q.stage(w, k, st, q.inc(), func() {
			w.array("rounds")
			for _, r := range st.rounds {
				q.round(w, "", r, &include{}, func() { fixtures(w, st, r) })
			}
			w.endArray()
			if len(st.rounds) == 0 {
				fixtures(w, st, nil)
			}
			w.array("aggregates")
			w.endArray()
		})
	}), nil
}

// row is a standing and its season.
type row struct {
	season *season
	*standing
}

func (q *request) standingRows(seasons []*season) []row {
	var out []row
	for _, s := range seasons {
		if s.league.cup || q.drop("standingseasons", s.id) || q.drop("standingstages", s.stages[0].id) || q.drop("standingleagues", s.league.ID) {
			continue
		}
		for _, r := range q.world.tableOf(s, q.now) {
			out = append(out, row{s, r})
		}
	}
	return out
}

func (q *request) standings(paged bool, seasons []*season) answer {
	return list(paged, q.standingRows(seasons), func(r row) int64 { return r.season.id*100 + int64(r.place) },
		func(w *writer, _ string, r row) { q.standing(w, r.season, r.standing, q.includes) })
}

func allStandings(q *request) (answer, *refusal) { return q.standings(true, q.shownSeasons()), nil }

func standingsOfSeason(q *request) (answer, *refusal) {
	s, refused := q.seasonOf()
	if refused != nil || s == nil {
		return answer{}, refused
	}
	return q.standings(false, []*season{s}), nil
}

// numbers answers with rows of reference that are known by id alone.
func numbers(q *request, paged bool, ids []int64, write func(w *writer, k string, id int64)) (answer, *refusal) {
	self := func(id int64) int64 { return id }
	if q.path("id") != "" {
		return find(q, ids, self, write)
	}
	return list(paged, ids, self, write), nil
}

func allStates(q *request) (answer, *refusal) {
	var ids []int64
	for _, s := range states {
		ids = append(ids, s.id)
	}
	return numbers(q, true, ids, (*writer).state)
}

func allKinds(q *request) (answer, *refusal) {
	var ids []int64
	for _, t := range kinds {
		ids = append(ids, t.id)
	}
	return numbers(q, true, ids, (*writer).kind)
}

func allMarkets(q *request) (answer, *refusal) {
	var ids []int64
	for _, m := range markets {
		ids = append(ids, m.id)
	}
	return numbers(q, true, ids, (*writer).market)
}

func allBookmakers(q *request) (answer, *refusal) {
	var ids []int64
	for _, b := range bookmakers {
		ids = append(ids, b.id)
	}
	return numbers(q, true, ids, func(w *writer, k string, id int64) {
		i := slices.IndexFunc(bookmakers[:], func(b bookmaker) bool { return b.id == id })
		w.bookmaker(k, &bookmakers[i])
	})
}

// named answers a list of names, which is all that the endpoints about the
// token need to say.
func named(names []string) (answer, *refusal) {
	return answer{n: len(names), id: func(i int) int64 { return int64(i + 1) }, write: func(w *writer, k string, i int) {
		w.object(k, nil)
		w.int("id", int64(i+1))
		w.text("name", names[i])
		w.endObject()
	}}, nil
}

func myEnrichments(q *request) (answer, *refusal) {
	var names []string
	for _, name := range fixtureIncludes {
		if !slices.Contains(neverInPlan, name) && !slices.ContainsFunc(q.server.options.Without, func(x string) bool { return strings.EqualFold(x, name) }) {
			names = append(names, name)
		}
	}
	return named(names)
}

func myResources(*request) (answer, *refusal) {
	var names []string
	for _, r := range routes() {
		names = append(names, "api."+strings.ReplaceAll(r.path, "/", "."))
	}
	return named(names)
}

func myUsage(*request) (answer, *refusal) { return answer{bare: true}, nil }

func myFilters(*request) (answer, *refusal) {
	return named(strings.Fields(`populate idAfter deleted todayDate participantSearch venues markets bookmakers havingOdds fixtureLeagues
		fixtureStates fixtureSeasons fixtureStatisticTypes eventTypes lineupDetailTypes seasonLeagues stageSeasons roundSeasons roundStages
		standingSeasons standingStages standingLeagues teamCountries`))
}
