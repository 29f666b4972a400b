package features

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	statements "matchday/sql"
)

var update = flag.Bool("update", false, "write docs/features.md anew")

// markdown is the list of features, the content of docs/features.md. Columns
// of one meaning share a line.
func markdown() (string, error) {
	var b strings.Builder
	b.WriteString("# The features\n\nGenerated from the headers of `sql/features/ftr_*.sql`; change them there.\n" +
		"Every value is as of the row's own `as_of`; missing is NULL, never 0.\n")
	for _, group := range groups {
		h, err := headerOf(group)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(&b, "\n## %s\n\n%s\n\n| column | meaning |\n| --- | --- |\n", group, h.Sentence)
		for i := 0; i < len(h.Columns); {
			names, meaning := []string{}, h.Columns[i].Meaning
			for ; i < len(h.Columns) && h.Columns[i].Meaning == meaning; i++ {
				names = append(names, "`"+h.Columns[i].Name+"`")
			}
			if names[0] != "`"+rowID+"`" {
				fmt.Fprintf(&b, "| %s | %s |\n", strings.Join(names, ", "), meaning)
			}
		}
	}
	return b.String(), nil
}

func TestTheListOfFeaturesIsUpToDate(t *testing.T) {
	got, err := markdown()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join("..", "..", "docs", "features.md")
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s is out of date; run go test ./stages/features -run TestTheList -update", path)
	}
}

func TestEveryFeatureHasOneGroupAndAMeaning(t *testing.T) {
	catalogue, err := Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, f := range catalogue {
		if seen[f.Name] || f.Group == "" || f.Meaning == "" || strings.HasPrefix(f.Name, "bench_") {
			t.Errorf("feature %+v: twice, without group or meaning, or a benchmark", f)
		}
		seen[f.Name] = true
	}
	for _, group := range groups {
		if !slices.ContainsFunc(catalogue, func(f Feature) bool { return f.Group == group }) {
			t.Errorf("group %s is empty", group)
		}
	}
}

// TestEveryModelReturnsWhatItsHeaderSays holds names and order of the columns,
// and the inputs, against the statements.
func TestEveryModelReturnsWhatItsHeaderSays(t *testing.T) {
	ctx := context.Background()
	s := open(t)
	run(t, s, file(t, "staged.sql"))
	if err := s.create(ctx, all(t), append([]model{matchesModel}, beforeRatings...)...); err != nil {
		t.Fatal(err)
	}
	createSequential(t, s, "")
	createRecords(t, s)
	if err := s.create(ctx, all(t), slices.Concat(besides, afterRatings)...); err != nil {
		t.Fatal(err)
	}
	files, err := statements.List("features")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		h, err := statements.HeaderOf(name)
		if err != nil {
			t.Fatal(err)
		}
		text, err := statements.Text(name)
		if err != nil {
			t.Fatal(err)
		}
		var want []string
		for _, c := range h.Columns {
			want = append(want, c.Name)
		}
		if h.Name == Table {
			catalogue, err := Catalogue()
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range catalogue {
				want = append(want, f.Name)
			}
		}
		if got := columnsOf(t, s, text); !slices.Equal(got, want) {
			t.Errorf("%s returns the columns %v,\nits header says %v", name, got, want)
		}
		body := regexp.MustCompile(`(?m)^\s*--.*$`).ReplaceAllString(text, "")
		for _, input := range h.Inputs {
			if !regexp.MustCompile(`\b` + input + `\b`).MatchString(body) {
				t.Errorf("%s: the header's input %s is not read", name, input)
			}
		}
	}
}

// columnsOf names the columns that a statement returns.
func columnsOf(t *testing.T, s *session, text string) []string {
	t.Helper()
	rows, err := s.db.QueryContext(context.Background(), text)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	names, err := rows.Columns()
	if err := errors.Join(err, rows.Err()); err != nil {
		t.Fatal(err)
	}
	return names
}
