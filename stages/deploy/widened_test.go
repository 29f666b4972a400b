package deploy

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	statements "matchday/sql"
)

// before are the texts of widened statements as they were.
var before = map[string]string{"ftr_market": "select row_id, market_home, market_draw, market_away from sequential"}

func TestAStatementThatOnlyGotMoreColumnsRefusesNoOlderVersion(t *testing.T) {
	for name, digests := range widened {
		text, err := statements.Text("features/" + name + ".sql")
		if err != nil {
			t.Fatal(err)
		}
		columns, from, _ := strings.Cut(before[name], " from ")
		if now := bare(text); !strings.HasPrefix(now, columns+", ") || !strings.HasSuffix(now, " from "+from) {
			t.Errorf("%s was %q and is %q: other columns than these are no more computed alike", name, before[name], now)
		}
		old := FeaturesOf(strings.Split(columns, ", ")[1:], map[string]string{name: before[name]})
		if !slices.Equal(digests, []string{old.Statements[name]}) {
			t.Errorf("%s: digests %v, that of its text of then is %s", name, digests, old.Statements[name])
		}
		now := FeaturesOf(append(slices.Clone(old.Names), "more"), map[string]string{name: text})
		if err := old.against(now, "v"); err != nil {
			t.Errorf("a version of then is refused: %v", err)
		}
		if err := now.against(old, "v"); err == nil {
			t.Error("a version that reads the new columns is served without them")
		}
	}
}

// The texts of replaced statements stand beside the test that holds what replaced them
// against them.
func TestAStatementThatIsComputedOtherwiseRefusesNoOlderVersion(t *testing.T) {
	paths, err := filepath.Glob("../features/testdata/before/*.sql")
	if err != nil || len(paths) != len(replaced) {
		t.Fatalf("%d texts (%v) of %d statements", len(paths), err, len(replaced))
	}
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		name := strings.TrimSuffix(filepath.Base(path), ".sql")
		old := FeaturesOf([]string{"column"}, map[string]string{name: string(text)})
		if !slices.Equal(replaced[name], []string{old.Statements[name]}) {
			t.Errorf("%s: digests %v, that of its text of then is %s", name, replaced[name], old.Statements[name])
		}
		if err := old.against(FeaturesOf([]string{"column"}, nil), "v"); err != nil {
			t.Errorf("%s: a version of then is refused: %v", name, err)
		}
		old.Statements[name] = "another"
		if err := old.against(FeaturesOf([]string{"column"}, nil), "v"); err == nil {
			t.Errorf("%s: a version of another text is served", name)
		}
	}
}
