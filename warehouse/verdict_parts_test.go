package warehouse

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"matchday/config"
	"matchday/warehouse/duck"
)

// Before the thirteenth migration a verdict judged fixtures with and without a
// price together, and the gate had two margins.
func TestOldVerdictsStayAndStoredGatesLoseTheirMargins(t *testing.T) {
	db, err := duck.Open(t.Context(), "", duck.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	steps, err := migrations(db)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := steps.UpTo(t.Context(), 8); err != nil {
		t.Fatal(err)
	}
	stored := `{"gate":{"window":"70d","min_fixtures":300,"log_loss":1.05,"loss_margin":0.01,"accuracy_margin":0.01},"lock_wait":"1m"}`
	for _, s := range []string{
		`insert into runs (run_id, pipeline, kind, started_at, as_of, status, config, seed) values
			('hourly', 'hourly', 'live', now(), now(), 'done', '` + stored + `', 7),
			('weekly', 'weekly', 'live', now(), now(), 'done', '{"Market":"on","Config":` + stored + `}', 7), ('none', 'settle', 'live', now(), now(), 'done', '{}', 7)`,
		`insert into commits (commit_no, run_id, as_of, arguments, config, seed) values (1, 'hourly', now(), '{}', '` + stored + `', 7)`,
		`insert into verdict_groups values ('v', 'others', 300, 1, 1.05, 0.6, 0.61, 0.5, 0.49, 0.02, 0.03)`,
		`insert into verdict_losses values ('v', 'f', 'candidate', '2024-05-11', 'E0', 0.5, 0.3, 0.2, 'H', 0.7, 0.4, true)`,
	} {
		if _, err := db.Exec(s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
	ask := func(query string) (out []string) {
		t.Helper()
		err := each(t.Context(), db, query, func(scan func(...any) error) error {
			var text string
			err := scan(&text)
			out = append(out, text)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	before := ask("select columns(*)::varchar from (select v::varchar from verdict_groups v)")
	if err := migrate(t.Context(), db); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]string{"others both 300 1.0 1.05 0.49 false 1"}, ask(`select concat_ws(' ', judged_group, benchmark, fixtures, log_loss, log_loss_limit, accuracy_limit,
		excess is not null, (select count(*) from verdict_losses)) from verdict_groups`)); d != "" {
		t.Errorf("the old verdict: %s", d)
	}
	for _, text := range ask("select config::varchar from runs where run_id = 'hourly' union all select (config -> '$.Config')::varchar from runs where run_id = 'weekly' union all select config::varchar from commits") {
		if c, err := config.Stored([]byte(text)); err != nil || c.Gate.MinFixtures != 300 || c.Gate.LogLoss != 1.05 {
			t.Errorf("%s is read as %+v (%v)", text, c.Gate, err)
		}
	}
	if got := ask("select config::varchar from runs where run_id = 'none'"); got[0] != "{}" {
		t.Errorf("an empty configuration became %s", got)
	}
	if _, err := steps.DownTo(t.Context(), 8); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(before, ask("select columns(*)::varchar from (select v::varchar from verdict_groups v)")); d != "" {
		t.Errorf("down again: %s", d)
	}
}
