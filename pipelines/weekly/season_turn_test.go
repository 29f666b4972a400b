package weekly

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"matchday"
	"matchday/invented/world"
	"matchday/pipelines/hometest"
	"matchday/pipelines/ingest"
	statements "matchday/sql"
	"matchday/stages/land/sportmonks"
	"matchday/warehouse"
)

// A simulated summer: what the checks tell of two linked leagues is what the
// world did, and the week's report says what to do about it.
func TestASeasonsTurnIsTold(t *testing.T) {
	t.Parallel()
	now := time.Date(2025, 8, 3, 2, 0, 0, 0, time.UTC)
	upper, lower := hometest.SmallLeague[0], hometest.SmallLeague[0]
	lower.ID, lower.Name, lower.Code, lower.Level = 9, "Championship", "UK C", 2
	s := hometest.NewSource(t, now, world.Options{Seed: 9, Seasons: 1, Leagues: []world.League{upper, lower}})
	o := s.Options
	o.From, o.To = matchday.Date(2024, 8, 1), matchday.Date(2025, 6, 30)
	if _, err := ingest.LandSportmonks(t.Context(), s.Env, o); err != nil {
		t.Fatal(err)
	}
	if _, err := ingest.FetchWeekly(s.Options)(t.Context(), s.Env); err != nil { // the new season's first weeks
		t.Fatal(err)
	}
	s.Stage(t)
	findings := turn(t, s)
	what := map[string]int{}
	text, err := statements.Text("checks/season_turn.sql")
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(s.Staged(t, text), "\n") {
		if cells := strings.Split(line, ","); len(cells) > 3 {
			what[cells[0]+" "+cells[3]]++
		}
	}
	for kind, n := range map[string]int{"E0 promoted": 3, "E1 relegated": 3} {
		if what[kind] != n {
			t.Errorf("%d %s, want %d: %v", what[kind], kind, n, what)
		}
	}
	if what["E0 new"]+what["E0 missing"] != 0 {
		t.Errorf("the upper league met strangers: %v", what)
	}
	var b strings.Builder
	writeSeasonTurn(&b, findings)
	if text := b.String(); !strings.Contains(text, "New season: check season_turn found ") || !strings.Contains(text, "what to do: promoted, relegated and moved teams keep their history") {
		t.Errorf("the report says:\n%s", text)
	}

	// A team's number is another club's from now on.
	id := s.Staged(t, "SELECT min(source_id::BIGINT) FROM crosswalk WHERE entity = 'team'")
	renamed := sportmonks.Object{Entity: "team", ID: id, FetchedAt: now, Payload: fmt.Appendf(nil, `{"id":%s,"name":"Zzorgvliet 04","country_id":462}`, id)}
	if _, err := sportmonks.Land(s.Env.Lake(), []sportmonks.Object{renamed}); err != nil {
		t.Fatal(err)
	}
	s.Stage(t)
	if f := found(turn(t, s), "changed_meaning"); f.Rows != 1 || !strings.Contains(strings.Join(f.Sample[0], " "), "Zzorgvliet 04") {
		t.Errorf("an id that changed its meaning: %+v", f)
	}
}

// turn are the findings of a season's turn on what is staged.
func turn(t *testing.T, s *hometest.Source) []warehouse.Finding {
	t.Helper()
	home, err := s.Env.Open("test")
	if err != nil {
		t.Fatal(err)
	}
	findings, err := warehouse.CheckStaged(t.Context(), home.Lake())
	if err != nil {
		t.Fatal(err)
	}
	return seasonTurnFindings(findings)
}

func found(findings []warehouse.Finding, check string) warehouse.Finding {
	for _, f := range findings {
		if f.Check == check {
			return f
		}
	}
	return warehouse.Finding{}
}
