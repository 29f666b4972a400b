package warehouse_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"matchday/warehouse"
)

// toldOfTheCopy is what is told of a home before a job works in it, and after.
func toldOfTheCopy(t *testing.T, h warehouse.Home) (out []string) {
	t.Helper()
	say := func(what string, err error) {
		if err != nil {
			what += " " + err.Error()
		}
		out = append(out, what)
	}
	say("inspected", warehouse.Inspect(t.Context(), h))
	behind, err := warehouse.Behind(t.Context(), h)
	say(behind, err)
	var stored warehouse.Content
	for _, known := range []*warehouse.Content{nil, &stored} {
		due, err := warehouse.PublishDue(t.Context(), h, known)
		if due {
			say("due", err)
		} else {
			say("not due", err)
		}
		if known == nil {
			err := warehouse.ReadLive(t.Context(), h, func(ctx context.Context, tx *warehouse.Transaction) (err error) {
				stored, err = tx.Content(ctx)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	return out
}

// withoutRecord runs f while the record beside the copy does not say what it holds, as
// one of an older version.
func withoutRecord(t *testing.T, h warehouse.Home, f func()) {
	t.Helper()
	path := filepath.Join(h.Dir, "analytics.json")
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	older := regexp.MustCompile(`,"holds":"(\\.|[^"\\])*"`).ReplaceAll(text, nil)
	if len(older) == len(text) {
		t.Fatalf("%s does not say what the copy holds: %s", path, text)
	}
	if err := os.WriteFile(path, older, 0o644); err != nil {
		t.Fatal(err)
	}
	f()
	if err := os.WriteFile(path, text, 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestTheRecordBesideTheCopyTellsWhatTheCopyTells(t *testing.T) {
	h := newHome(t)
	must(t, os.MkdirAll(filepath.Join(h.Lake().Dir, "raw", "footballdata"), 0o755)) // a lake that is not gone
	compare := func(what, want string) {
		t.Helper()
		told := toldOfTheCopy(t, h)
		withoutRecord(t, h, func() {
			if opened := toldOfTheCopy(t, h); strings.Join(opened, "\n") != strings.Join(told, "\n") {
				t.Errorf("%s: the copy tells\n%q\nand its record\n%q", what, opened, told)
			}
		})
		if !strings.Contains(strings.Join(told, "\n"), want) {
			t.Errorf("%s: %q", what, told)
		}
	}
	appended(t, h, liveBatch("run"))
	must(t, warehouse.Publish(t.Context(), h))
	compare("published", "inspected\n")
	compare("published", "not due")
	before := booksOf(t, h)
	appended(t, h, nthBatch("2"))
	must(t, warehouse.AppendLive(t.Context(), h, func(ctx context.Context, tx *warehouse.Transaction) error {
		return errors.Join(tx.Forget(ctx, "run", at(12, 9), "run", "why"), tx.InsertCommit(ctx, warehouse.Commit{RunID: liveBatch("run").Run.ID, AsOf: at(12, 9), Arguments: "{}", Config: "{}"}))
	}))
	compare("written since", "older than the warehouse")
	must(t, warehouse.Publish(t.Context(), h))
	compare("published again", "not due")
	for end, content := range before {
		if content != nil {
			must(t, os.WriteFile(h.File()+end, content, 0o644))
		}
	}
	compare("older books", "lacks commit")
}
