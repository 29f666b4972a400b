package weekly

import (
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"matchday"
	"matchday/invented/world"
	"matchday/pipelines/hometest"
	"matchday/pipelines/ingest"
)

// signings counts, of the squads, the players who have not yet appeared for their club,
// and of them those with a name, a position and a rating, and those who are rated by
// appearances for another club.
const signings = `
select count(*), count(*) filter (p.name is not null and p.position is not null and p.rating > 0), count(*) filter (p.rated_matches > 0)
from (select distinct team_id, player_id from squads where season is null) as s
left join players as p using (player_id)
where not exists (select 1 from lineups as l where l.team_id = s.team_id and l.player_id = s.player_id)`

// summer is a source on the first Sunday of August, whose last season has landed from a
// day on and whose next one has been published and not begun.
func summer(t *testing.T, from time.Time) *hometest.Source {
	t.Helper()
	now := time.Date(2025, 8, 3, 2, 0, 0, 0, time.UTC)
	s := hometest.NewSource(t, now, world.Options{Seed: 9, Seasons: 1, Leagues: hometest.SmallLeague})
	o := s.Options
	o.From, o.To = from, matchday.Date(2025, 6, 30)
	if _, err := ingest.LandSportmonks(t.Context(), s.Env, o); err != nil {
		t.Fatal(err)
	}
	return s
}

// asked are the requests whose path begins so.
func asked(requests []string, path string) (out []string) {
	for _, r := range requests {
		if strings.HasPrefix(r, path) {
			out = append(out, r)
		}
	}
	return out
}

// A new signing has a name, a position and a rating before his first match: the weekly
// job asks for every squad once, and for the tables of the seasons going on.
func TestANewSigningIsKnownBeforeHisFirstMatch(t *testing.T) {
	t.Parallel()
	s := summer(t, matchday.Date(2025, 2, 1))
	weekly := ingest.FetchWeekly(s.Options)
	requests := s.Fetch(t, weekly)
	s.Stage(t)
	if begun := s.Staged(t, "select count(*) from fixtures where season = '2526' and kickoff <= '2025-08-03 02:00:00+00'"); begun != "0" {
		t.Fatalf("%s matches of the new season have begun", begun)
	}
	var signed, known, rated int
	if _, err := fmt.Sscanf(s.Staged(t, signings), "%d,%d,%d", &signed, &known, &rated); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d signings, %d of them known, %d by their matches for other clubs", signed, known, rated)
	if signed < 20 || known != signed || rated < 5 || rated >= signed {
		t.Errorf("%d signings, %d of them known, %d by their matches for other clubs", signed, known, rated)
	}
	clubs := hometest.SmallLeague[0].Clubs
	if squads := asked(requests, "squads/teams/"); len(squads) != clubs || len(slices.Compact(slices.Sorted(slices.Values(squads)))) != clubs {
		t.Errorf("asked for the squads %q", squads)
	}
	if players, tables := asked(requests, "players/"), asked(requests, "standings/seasons/"); len(players) != 0 || len(tables) == 0 || len(tables) > 4 {
		t.Errorf("asked for the players %q and the tables %q", players, tables)
	}
	if again := s.Fetch(t, weekly); len(asked(again, "squads/")) != 0 {
		t.Errorf("asked within the hour for %q", again)
	}
	s.Clock.Set(time.Date(2025, 9, 14, 2, 0, 0, 0, time.UTC))
	s.Fetch(t, weekly)
	s.Stage(t)
	if rows := s.Staged(t, "select count(distinct team_id) = 10 and sum(played) > 10 and bool_and(points is not null) from standings where season = '2526' and played > 0"); rows != "true" {
		t.Errorf("tables of the new season: %s", rows)
	}
	if changed := s.Staged(t, "select count(*) from (select team_id, player_id from squads group by all having count(*) > 1)"); changed != "0" {
		t.Errorf("%s places in squads changed between two seasons' turns", changed)
	}
}

// refusing answers requests of some paths in a server's place.
type refusing struct {
	next http.RoundTripper
	with func(*http.Request) (status int, body string) // 0: the server answers
}

func (r refusing) RoundTrip(req *http.Request) (*http.Response, error) {
	status, body := r.with(req)
	if status == 0 {
		return r.next.RoundTrip(req)
	}
	return &http.Response{
		StatusCode: status, Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(strings.NewReader(body)), Request: req,
	}, nil
}

// What the API does not give of the player database costs the week nothing else, and
// one squad that is refused not the others.
func TestAWeekWithoutThePlayerDatabaseGoesOn(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		with           func(*http.Request) (int, string)
		missing        []string
		squads, tables bool
	}{
		"a plan without squads": {func(r *http.Request) (int, string) {
			if strings.Contains(r.URL.Path, "/squads/") {
				return 403, `{"message":"You do not have access to this endpoint","code":5007}`
			}
			return 0, ""
		}, []string{"squads: "}, false, true},
		"a plan without the players in them": {func(r *http.Request) (int, string) {
			if strings.Contains(r.URL.Path, "/squads/") && r.URL.Query().Get("include") != "" {
				return 403, `{"message":"You do not have access to the 'player' include","code":5002}`
			}
			return 0, ""
		}, nil, true, true},
		"a server that fails": {func(r *http.Request) (int, string) {
			if strings.Contains(r.URL.Path, "/standings/") {
				return 500, `{"message":"Server Error"}`
			}
			return 0, ""
		}, []string{"standings: "}, true, false},
		"an allowance that is used up": {func(r *http.Request) (int, string) {
			if strings.Contains(r.URL.Path, "/squads/") {
				return 429, `{"message":"Too many","rate_limit":{"remaining":0,"resets_in_seconds":3700,"requested_entity":"PlayerTeam"}}`
			}
			return 0, ""
		}, []string{"squads: "}, false, true},
		"a squad that nobody knows": {func() func(r *http.Request) (int, string) {
			first := ""
			return func(r *http.Request) (int, string) {
				if strings.Contains(r.URL.Path, "/squads/") && (first == "" || first == r.URL.Path) {
					first = r.URL.Path
					return 404, `{"message":"The requested endpoint does not exist"}`
				}
				return 0, ""
			}
		}(), []string{"squads: 1 of 10 requests were refused"}, true, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := summer(t, matchday.Date(2025, 5, 10))
			o := s.Options
			client := *o.HTTP
			client.Transport = refusing{client.Transport, c.with}
			o.HTTP = &client
			usage, err := ingest.FetchWeekly(o)(t.Context(), s.Env)
			if err != nil {
				t.Fatal(err)
			}
			if !slices.EqualFunc(usage.Missing, c.missing, strings.HasPrefix) {
				t.Errorf("missing %q, want %q", usage.Missing, c.missing)
			}
			s.Stage(t)
			got := s.Staged(t, "select (select count(*) from squads) > 200, (select count(*) from standings) > 5, (select count(*) from fixtures where season = '2526') > 5")
			if want := fmt.Sprintf("%t,%t,true", c.squads, c.tables); got != want {
				t.Errorf("squads, tables, fixtures: %s, want %s", got, want)
			}
			if c.squads {
				var signed, known, rated int
				if _, err := fmt.Sscanf(s.Staged(t, signings), "%d,%d,%d", &signed, &known, &rated); err != nil || known != signed {
					t.Errorf("%d of %d signings are known, %v", known, signed, err)
				}
			}
		})
	}
}
