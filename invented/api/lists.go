package api

import (
	"slices"
	"strings"

	"matchday/invented/world"
)

// inc are the request's own columns and includes, in the form of an include.
func (q *request) inc() *include { return &include{picked: q.picked, nested: q.includes} }

// collection is one kind of object: the rows that are shown, their ids, and how one
// is written.
type collection[T any] struct {
	rows  func(q *request) []T
	id    func(row T) int64
	write func(q *request, w *writer, k string, row T)
}

func (c collection[T]) list(q *request, paged bool, rows []T) response {
	return list(paged, rows, c.id, func(w *writer, k string, row T) { c.write(q, w, k, row) })
}

// all responds with pages of all rows.
func (c collection[T]) all(q *request) (response, *apiError) { return c.list(q, true, c.rows(q)), nil }

// byID responds with the row that has the id of the path.
func (c collection[T]) byID(q *request) (response, *apiError) {
	want, refused := q.id("id")
	if refused != nil {
		return response{}, refused
	}
	rows := c.rows(q)
	i := slices.IndexFunc(rows, func(row T) bool { return c.id(row) == want })
	return one(i >= 0, func(w *writer, k string) { c.write(q, w, k, rows[i]) }), nil
}

var (
	leagues = collection[*world.Competition]{
		func(q *request) []*world.Competition { return q.world.Competitions },
		func(l *world.Competition) int64 { return l.ID },
		func(q *request, w *writer, k string, l *world.Competition) { q.league(w, k, l, q.inc()) },
	}
	seasons = collection[*world.Season]{
		(*request).shownSeasons,
		func(s *world.Season) int64 { return s.ID },
		func(q *request, w *writer, k string, s *world.Season) { q.season(w, k, s, q.inc()) },
	}
	stages = collection[*world.Stage]{(*request).shownStages, func(s *world.Stage) int64 { return s.ID }, (*request).writeStage}
	rounds = collection[*world.Round]{
		(*request).shownRounds,
		func(r *world.Round) int64 { return r.ID },
		func(q *request, w *writer, k string, r *world.Round) { q.round(w, k, r, q.inc(), nil) },
	}
)

func myLeagues(q *request) (response, *apiError) {
	return leagues.list(q, false, q.world.Competitions), nil
}

// shownSeasons are the seasons that are published and pass the filters.
func (q *request) shownSeasons() []*world.Season {
	var out []*world.Season
	for _, s := range q.world.Seasons {
		if !q.now.Before(world.Published(s.Year)) && !q.filteredOut("seasonleagues", s.Competition.ID) {
			out = append(out, s)
		}
	}
	return out
}

// seasonOf is the published season that the path names; nil if there is none.
func (q *request) seasonOf() (*world.Season, *apiError) {
	id, refused := q.id("season")
	if refused != nil {
		return nil, refused
	}
	for _, s := range q.shownSeasons() {
		if s.ID == id {
			return s, nil
		}
	}
	return nil, nil
}

func (q *request) writeStage(w *writer, k string, s *world.Stage) {
	q.stage(w, k, s, q.inc(), func() {
		sub, ok := q.includes["rounds"]
		if !ok {
			return
		}
		w.array("rounds")
		for _, r := range s.Rounds {
			q.round(w, "", r, sub, nil)
		}
		w.endArray()
	})
}

func (q *request) shownStages() []*world.Stage {
	var out []*world.Stage
	for _, s := range q.shownSeasons() {
		if !q.filteredOut("stageseasons", s.ID) {
			out = append(out, s.Stages...)
		}
	}
	return out
}

func stagesOfSeason(q *request) (response, *apiError) {
	s, refused := q.seasonOf()
	if refused != nil || s == nil {
		return response{}, refused
	}
	return stages.list(q, false, s.Stages), nil
}

func (q *request) shownRounds() []*world.Round {
	var out []*world.Round
	for _, s := range q.shownStages() {
		if !q.filteredOut("roundseasons", s.Season.ID) && !q.filteredOut("roundstages", s.ID) {
			out = append(out, s.Rounds...)
		}
	}
	return out
}

func roundsOfSeason(q *request) (response, *apiError) {
	s, refused := q.seasonOf()
	if refused != nil || s == nil {
		return response{}, refused
	}
	return rounds.list(q, false, s.Stages[0].Rounds), nil
}

// scheduleOfSeason responds with the season's stages, their rounds, and the fixtures
// of each with participants and scores.
func scheduleOfSeason(q *request) (response, *apiError) {
	s, refused := q.seasonOf()
	if refused != nil || s == nil {
		return response{}, refused
	}
	inner := *q
	inner.picked = nil
	inner.includes = includes{"participants": {}, "scores": {}}
	fixtures := func(w *writer, st *world.Stage, r *world.Round) {
		w.array("fixtures")
		for _, f := range s.Fixtures {
			if f.Stage == st && f.Round == r && f.Visible(q.now) {
				inner.fixture(w, "", f)
			}
		}
		w.endArray()
	}
	return list(false, s.Stages, stages.id, func(w *writer, k string, st *world.Stage) {
		q.stage(w, k, st, q.inc(), func() {
			w.array("rounds")
			for _, r := range st.Rounds {
				q.round(w, "", r, &include{}, func() { fixtures(w, st, r) })
			}
			w.endArray()
			if len(st.Rounds) == 0 {
				fixtures(w, st, nil)
			}
			w.array("aggregates")
			w.endArray()
		})
	}), nil
}

// row is a standing and its season.
type row struct {
	season *world.Season
	*world.Standing
}

func (q *request) standingRows(seasons []*world.Season) []row {
	var out []row
	for _, s := range seasons {
		if s.Competition.Cup || q.filteredOut("standingseasons", s.ID) || q.filteredOut("standingstages", s.Stages[0].ID) || q.filteredOut("standingleagues", s.Competition.ID) {
			continue
		}
		for _, r := range q.world.Table(s, q.now) {
			out = append(out, row{s, r})
		}
	}
	return out
}

func (q *request) standings(paged bool, seasons []*world.Season) response {
	return list(paged, q.standingRows(seasons), func(r row) int64 { return r.season.ID*100 + int64(r.Place) },
		func(w *writer, _ string, r row) { q.standing(w, r.season, r.Standing, q.includes) })
}

func allStandings(q *request) (response, *apiError) { return q.standings(true, q.shownSeasons()), nil }

func standingsOfSeason(q *request) (response, *apiError) {
	s, refused := q.seasonOf()
	if refused != nil || s == nil {
		return response{}, refused
	}
	return q.standings(false, []*world.Season{s}), nil
}

// named responds with a list of names, which is enough for the endpoints about the
// token.
func named(names []string) (response, *apiError) {
	return response{n: len(names), id: func(i int) int64 { return int64(i + 1) }, write: func(w *writer, k string, i int) {
		w.object(k, nil)
		w.int("id", int64(i+1))
		w.text("name", names[i])
		w.endObject()
	}}, nil
}

func myEnrichments(q *request) (response, *apiError) {
	var names []string
	for _, name := range fixtureIncludes {
		if !slices.Contains(neverInPlan, name) && !slices.ContainsFunc(q.server.options.Without, func(x string) bool { return strings.EqualFold(x, name) }) {
			names = append(names, name)
		}
	}
	return named(names)
}

func myResources(*request) (response, *apiError) {
	var names []string
	for _, r := range routes() {
		names = append(names, "api."+strings.ReplaceAll(r.path, "/", "."))
	}
	return named(names)
}

func myUsage(*request) (response, *apiError) { return response{bare: true}, nil }

func myFilters(*request) (response, *apiError) {
	return named(strings.Fields(`populate idAfter deleted todayDate participantSearch venues markets bookmakers havingOdds fixtureLeagues
		fixtureStates fixtureSeasons fixtureStatisticTypes eventTypes lineupDetailTypes seasonLeagues stageSeasons roundSeasons roundStages
		standingSeasons standingStages standingLeagues teamCountries`))
}
