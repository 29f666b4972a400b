package api

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"matchday/invented/world"
)

// fixtureParts write the includes of a fixture, in the source's order.
var fixtureParts = []struct {
	name  string
	write func(v *view, inc *include)
}{
	{"sport", func(v *view, _ *include) { v.sport() }},
	{"round", func(v *view, inc *include) {
		if v.f.Round == nil {
			v.w.null("round")
			return
		}
		v.request.round(v.w, "round", v.f.Round, inc, nil)
	}},
	{"stage", func(v *view, inc *include) { v.request.stage(v.w, "stage", v.f.Stage, inc, nil) }},
	{"group", func(v *view, _ *include) { v.w.null("group") }},
	{"aggregate", func(v *view, _ *include) { v.w.null("aggregate") }},
	{"league", func(v *view, inc *include) { v.request.league(v.w, "league", v.f.Season.Competition, inc) }},
	{"season", func(v *view, inc *include) { v.request.season(v.w, "season", v.f.Season, inc) }},
	{"venue", func(v *view, inc *include) {
		if c := v.clubs()[0]; !c.Placeholder {
			v.w.venue("venue", c, inc)
		} else {
			v.w.null("venue")
		}
	}},
	{"state", func(v *view, _ *include) { v.w.state("state", int64(v.state)) }},
	{"weatherreport", func(v *view, _ *include) { v.w.null("weatherreport") }},
	{"participants", (*view).participants},
	{"scores", (*view).scores},
	{"periods", (*view).periods},
	{"currentperiod", func(v *view, _ *include) { v.w.null("currentperiod") }},
	{"events", (*view).events},
	{"statistics", (*view).statistics},
	{"xgfixture", (*view).expectedGoals},
	{"lineups", (*view).lineups},
	{"formations", (*view).formations},
	{"metadata", (*view).metadata},
	{"sidelined", (*view).sidelined},
	{"odds", (*view).odds},
	{"coaches", empty("coaches")},
	{"tvstations", empty("tvstations")},
	{"timeline", empty("timeline")},
	{"comments", empty("comments")},
	{"trends", empty("trends")},
	{"referees", empty("referees")},
}

func empty(name string) func(*view, *include) {
	return func(v *view, _ *include) {
		v.w.array(name)
		v.w.endArray()
	}
}

func (v *view) sport() {
	v.w.object("sport", nil)
	v.w.int("id", 1)
	v.w.text("name", "Football")
	v.w.text("code", "football")
	v.w.endObject()
}

// fixtureList responds with the wanted fixtures that are visible and pass the
// request's filters.
func (q *request) fixtureList(paged bool, wanted func(*world.Fixture) bool) (response, *apiError) {
	_, deleted := q.filters["deleted"]
	if _, ok := q.filters["isdeleted"]; ok {
		deleted = true
	}
	var rows []*world.Fixture
	for _, f := range q.world.Fixtures {
		seen := f.Visible(q.now)
		if deleted {
			seen = !f.Deleted.IsZero() && !q.now.Before(f.Deleted)
		}
		if seen && wanted(f) && q.passes(f) {
			rows = append(rows, f)
		}
	}
	a := list(paged, rows, func(f *world.Fixture) int64 { return f.ID }, q.fixture)
	switch q.sortBy {
	case "", "id":
	case "starting_at":
		a.less = func(i, j int) int { return rows[i].StartingAt(q.now).Compare(rows[j].StartingAt(q.now)) }
	case "name":
		a.less = func(i, j int) int { return strings.Compare(rows[i].Clubs[0].Name, rows[j].Clubs[0].Name) }
	default:
		return a, refuse(http.StatusBadRequest, 5006, "The sort field '%s' is not allowed on this endpoint", q.sortBy)
	}
	return a, nil
}

// passes reports whether a fixture passes the filters of fixtures. Filters of other
// entities are ignored, as the source does.
func (q *request) passes(f *world.Fixture) bool {
	if q.filteredOut("fixtureleagues", f.Season.Competition.ID) || q.filteredOut("fixtureseasons", f.Season.ID) || q.filteredOut("venues", f.Clubs[0].VenueID()) {
		return false
	}
	if states, ok := q.ids("fixturestates"); ok && !slices.Contains(states, int64(f.StateAt(q.now))) {
		return false
	}
	if _, ok := q.filters["todaydate"]; ok && !sameDay(f.StartingAt(q.now), q.now) {
		return false
	}
	if _, ok := q.filters["havingodds"]; ok && !f.Quoted(q.now) {
		return false
	}
	if _, ok := q.filters["participantsearch"]; ok {
		if clubs := q.clubsOf(f); !strings.Contains(strings.ToLower(clubs[0].Name+"\n"+clubs[1].Name), q.search) {
			return false
		}
	}
	return true
}

// sameDay reports whether two moments lie on one date, in UTC.
func sameDay(a, b time.Time) bool {
	return a.Truncate(24 * time.Hour).Equal(b.Truncate(24 * time.Hour))
}

// clubsOf are a fixture's sides: placeholders until the tie is drawn.
func (q *request) clubsOf(f *world.Fixture) [2]*world.Club {
	if q.now.Before(f.Drawn) {
		return [2]*world.Club{q.world.Placeholder, q.world.Placeholder}
	}
	return f.Clubs
}

func allFixtures(q *request) (response, *apiError) {
	return q.fixtureList(true, func(*world.Fixture) bool { return true })
}

func fixtureByID(q *request) (response, *apiError) {
	id, refused := q.id("id")
	if refused != nil {
		return response{}, refused
	}
	f, ok := q.world.Fixture(id)
	return one(ok && f.Visible(q.now), func(w *writer, k string) { q.fixture(w, k, f) }), nil
}

// mostIDs is how many ids a multi request may have.
const mostIDs = 50

func fixturesByIDs(q *request) (response, *apiError) {
	wanted := map[int64]bool{}
	for _, text := range strings.Split(q.path("ids"), ",") {
		id, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return response{}, refuse(http.StatusUnprocessableEntity, 0, "The ids must be integers.")
		}
		wanted[id] = true
	}
	if len(wanted) > mostIDs {
		return response{}, refuse(http.StatusUnprocessableEntity, 0, "The ids must not have more than %d items.", mostIDs)
	}
	return q.fixtureList(false, func(f *world.Fixture) bool { return wanted[f.ID] })
}

func fixturesByDate(q *request) (response, *apiError) {
	day, refused := q.day("date")
	if refused != nil {
		return response{}, refused
	}
	return q.fixturesIn(day, day, nil)
}

// longestRange is how many days a request between two days may span.
const longestRange = 100

func fixturesBetween(q *request) (response, *apiError) {
	from, refused := q.day("from")
	if refused != nil {
		return response{}, refused
	}
	to, refused := q.day("to")
	if refused != nil {
		return response{}, refused
	}
	if to.Before(from) || to.Sub(from) > longestRange*24*time.Hour {
		return response{}, refuse(http.StatusUnprocessableEntity, 0, "The date range is invalid: the maximum range is %d days.", longestRange)
	}
	if q.path("team") == "" {
		return q.fixturesIn(from, to, nil)
	}
	team, refused := q.id("team")
	if refused != nil {
		return response{}, refused
	}
	return q.fixturesIn(from, to, &team)
}

// fixturesIn lists the fixtures whose kick-off, as it is shown now, lies on the days
// from to to, in UTC.
func (q *request) fixturesIn(from, to time.Time, team *int64) (response, *apiError) {
	end := to.AddDate(0, 0, 1)
	return q.fixtureList(true, func(f *world.Fixture) bool {
		at := f.StartingAt(q.now)
		if at.Before(from) || !at.Before(end) {
			return false
		}
		clubs := q.clubsOf(f)
		return team == nil || clubs[0].ID == *team || clubs[1].ID == *team
	})
}

// latest is how far back the endpoints of changes look.
const latest = 10 * time.Second

func latestFixtures(q *request) (response, *apiError) {
	return q.fixtureList(false, func(f *world.Fixture) bool { return f.ChangedIn(q.now.Add(-latest), q.now) })
}

// around is how long before its kick-off and after its end a fixture is among the
// live scores.
const around = 15 * time.Minute

func liveAt(f *world.Fixture, now time.Time) bool {
	h := f.Timeline()
	return f.Begins() && !now.Before(f.Kickoff.Add(-around)) && now.Before(h.End.Add(around))
}

func liveScores(q *request) (response, *apiError) {
	return q.fixtureList(false, func(f *world.Fixture) bool { return liveAt(f, q.now) })
}

func liveInPlay(q *request) (response, *apiError) {
	return q.fixtureList(false, func(f *world.Fixture) bool { return liveAt(f, q.now) && world.InPlay(f.StateAt(q.now)) })
}

func liveLatest(q *request) (response, *apiError) {
	return q.fixtureList(false, func(f *world.Fixture) bool {
		return liveAt(f, q.now) && f.ChangedIn(q.now.Add(-latest), q.now)
	})
}

// oddsByFixture responds with all rows of a fixture at once.
func oddsByFixture(q *request) (response, *apiError) {
	id, refused := q.id("id")
	if refused != nil {
		return response{}, refused
	}
	for path, filter := range map[string]string{"bookmaker": "bookmakers", "market": "markets"} {
		if q.path(path) == "" {
			continue
		}
		only, refused := q.id(path)
		if refused != nil {
			return response{}, refused
		}
		q.filters[filter] = []int64{only}
	}
	f, ok := q.world.Fixture(id)
	if !ok || !f.Visible(q.now) {
		return response{}, nil
	}
	w := &writer{b: []byte{'['}, only: []map[string]bool{nil}}
	q.oddsOf(w, f)
	if len(w.b) == 1 {
		return response{bare: true}, nil
	}
	rows := w.b[1:] // the envelope has its own brackets
	return response{n: 1, write: func(w *writer, k string, _ int) {
		w.key(k)
		w.b = append(w.b, rows...)
	}}, nil
}
