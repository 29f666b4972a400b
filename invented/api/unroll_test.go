package api_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"matchday/invented/api"
	"matchday/invented/world"
)

func TestAFixtureUnrolls(t *testing.T) {
	w := world.New(world.Options{Seed: 1})
	h := api.Handler(w, api.Options{})
	var f *world.Fixture
	for _, g := range w.Fixtures { // played as it was scheduled, with goals
		scheduled, times := g.StartingAt(g.Kickoff.AddDate(0, 0, -30)), g.Timeline()
		ordinary := g.Counts() && scheduled.Equal(g.Kickoff) && times.Start.Sub(g.Kickoff) < 5*time.Minute && !g.ExtraTime
		if ordinary && g.Kickoff.After(world.DefaultStart) && g.Goals[0]+g.Goals[1] >= 4 && g.FullTimeScore(times.End) == g.Goals && !g.LineupsAt().IsZero() {
			f = g
			break
		}
	}
	look := func(when time.Time) map[string]any {
		w.SetNow(when)
		_, e := ask(t, h, fmt.Sprintf("/v3/football/fixtures/multi/%d?include=scores;lineups.details;statistics;events;odds;participants;periods", f.ID))
		return e.rows(t)[0]
	}
	count := func(r map[string]any, k string) int { return len(r[k].([]any)) }
	hrs := f.Timeline()

	r := look(f.Kickoff.AddDate(0, 0, -9))
	if r["state_id"] != 1.0 || count(r, "scores")+count(r, "lineups")+count(r, "odds") != 0 {
		t.Errorf("nine days before: %v", r)
	}
	r = look(f.Kickoff.Add(-24 * time.Hour))
	if count(r, "odds") < 20 || count(r, "lineups") != 0 {
		t.Errorf("a day before: %d odds, %d line-up rows", count(r, "odds"), count(r, "lineups"))
	}
	r = look(f.Kickoff.Add(-5 * time.Minute))
	if n := count(r, "lineups"); n < 30 {
		t.Errorf("five minutes before: %d line-up rows", n)
	}
	r = look(hrs.Start.Add(30 * time.Minute))
	if r["state_id"] != float64(world.StateFirstHalf) || count(r, "scores") != 4 || count(r, "periods") != 1 {
		t.Errorf("in the first half: state %v, %d scores", r["state_id"], count(r, "scores"))
	}
	r = look(hrs.FullTime.Add(time.Minute))
	if r["state_id"] != float64(world.StateFullTime) {
		t.Errorf("after the end: state %v", r["state_id"])
	}
	var got [2]int
	goals, red := [2]int{}, [2]float64{}
	for _, s := range r["scores"].([]any) {
		s := s.(map[string]any)
		if s["type_id"] == 2.0 {
			side := slices.Index([]string{"home", "away"}, s["score"].(map[string]any)["participant"].(string))
			got[side] = int(s["score"].(map[string]any)["goals"].(float64))
		}
	}
	for _, e := range r["events"].([]any) {
		e := e.(map[string]any)
		side := slices.IndexFunc(f.Clubs[:], func(c *world.Club) bool { return e["participant_id"] == float64(c.ID) })
		switch e["type_id"].(float64) {
		case world.EventGoal, world.EventOwnGoal, world.EventPenalty:
			goals[side]++
		case world.EventRedCard:
			red[side] = e["minute"].(float64)
		}
	}
	if got != f.Goals || goals != f.Goals {
		t.Errorf("scores say %v, events %v, the truth is %v", got, goals, f.Goals)
	}
	minutes := map[float64]float64{}
	for _, l := range r["lineups"].([]any) {
		l := l.(map[string]any)
		for _, d := range l["details"].([]any) {
			if d := d.(map[string]any); d["type_id"] == 119.0 {
				minutes[l["team_id"].(float64)] += d["data"].(map[string]any)["value"].(float64)
			}
		}
	}
	for side, c := range f.Clubs {
		want := 990.0
		if red[side] > 0 {
			want -= 90 - red[side]
		}
		if minutes[float64(c.ID)] > 990 || minutes[float64(c.ID)] < want-90 {
			t.Errorf("%s played %v minutes in all, want about %v", c.Name, minutes[float64(c.ID)], want)
		}
	}
}

func TestExtraTimeHasScoresOfItsOwn(t *testing.T) {
	w := world.New(world.Options{Seed: 1})
	h := api.Handler(w, api.Options{})
	w.SetNow(w.Seasons[len(w.Seasons)-1].Last.AddDate(0, 0, 1))
	ties := 0
	for _, f := range w.Fixtures {
		if !f.ExtraTime {
			continue
		}
		ties++
		_, e := ask(t, h, fmt.Sprintf("/v3/football/fixtures/multi/%d?include=scores", f.ID))
		goals := map[float64][2]int{} // by type
		for _, s := range e.rows(t)[0]["scores"].([]any) {
			s := s.(map[string]any)
			sides := goals[s["type_id"].(float64)]
			sides[slices.Index([]string{"home", "away"}, s["score"].(map[string]any)["participant"].(string))] = int(s["score"].(map[string]any)["goals"].(float64))
			goals[s["type_id"].(float64)] = sides
		}
		current := [2]int{f.Goals[0] + f.ExtraGoals[0], f.Goals[1] + f.ExtraGoals[1]}
		if goals[2] != f.Goals || goals[1525] != current || goals[3] != f.ExtraGoals {
			t.Errorf("fixture %d: 90 minutes %v, current %v, extra time %v; want %v, %v and %v", f.ID, goals[2], goals[1525], goals[3], f.Goals, current, f.ExtraGoals)
		}
	}
	if ties < 20 {
		t.Errorf("%d ties with extra time in seven years", ties)
	}
}

func TestPlaceholdersAreDrawn(t *testing.T) {
	w := smallWorld(world.Options{Seed: 2, Start: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)})
	h := api.Handler(w, api.Options{})
	final := func() map[string]any {
		_, e := ask(t, h, "/v3/football/fixtures/between/2026-05-20/2026-06-10?include=participants&filters=fixtureLeagues:24")
		rows := e.rows(t)
		if len(rows) != 1 {
			t.Fatalf("%d finals", len(rows))
		}
		return rows[0]
	}
	before := final()
	w.SetNow(time.Date(2026, 5, 20, 0, 0, 0, 0, time.UTC))
	after := final()
	if before["placeholder"] != true || after["placeholder"] != false || before["id"] != after["id"] || before["name"] == after["name"] {
		t.Errorf("final before the draw %v, after it %v", before, after)
	}
}

func TestTheFutureIsHidden(t *testing.T) {
	w := smallWorld(world.Options{Seed: 2})
	h := api.Handler(w, api.Options{})
	_, e := ask(t, h, "/v3/football/seasons")
	for _, r := range e.rows(t) {
		if r["starting_at"].(string) > "2026-07" {
			t.Errorf("season %v is shown on %s", r["name"], w.Now())
		}
	}
	_, e = ask(t, h, "/v3/football/fixtures/between/2026-08-01/2026-09-30")
	if e.Message == "" {
		t.Error("next season's fixtures are shown")
	}
	w.SetNow(time.Date(2026, 7, 2, 0, 0, 0, 0, time.UTC))
	if _, e = ask(t, h, "/v3/football/fixtures/between/2026-08-01/2026-09-30"); len(e.rows(t)) == 0 {
		t.Error("next season's fixtures are not shown in July")
	}
}

func TestHandicapSignsDifferByBookmaker(t *testing.T) {
	_, e := ask(t, api.Handler(defaultWorld(), api.Options{}), "/v3/football/fixtures/between/2026-02-10/2026-02-14?per_page=50&include=odds&filters=markets:6")
	signs := map[string]map[float64]float64{} // by fixture and bookmaker: outcome to line
	for _, r := range e.rows(t) {
		for _, o := range r["odds"].([]any) {
			o := o.(map[string]any)
			key := strconv.FormatFloat(r["id"].(float64), 'f', 0, 64) + "/" + strconv.FormatFloat(o["bookmaker_id"].(float64), 'f', 0, 64)
			line, err := strconv.ParseFloat(strings.TrimPrefix(o["handicap"].(string), "+"), 64)
			if err != nil {
				t.Fatal(err)
			}
			if signs[key] == nil {
				signs[key] = map[float64]float64{}
			}
			signs[key][o["sort_order"].(float64)] = line
		}
	}
	same, opposite := 0, 0
	for _, lines := range signs {
		switch {
		case len(lines) != 2 || lines[0] == 0:
		case lines[0] == lines[1]:
			same++
		case lines[0] == -lines[1]:
			opposite++
		default:
			t.Errorf("lines %v", lines)
		}
	}
	if same == 0 || opposite == 0 {
		t.Errorf("%d books with the home side's sign, %d with both", same, opposite)
	}
}
