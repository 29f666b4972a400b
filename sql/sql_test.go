package statements_test

import (
	"io/fs"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	statements "matchday/sql"
)

func TestAHeaderIsRead(t *testing.T) {
	got, err := statements.ParseHeader(`-- form: points of the last fixtures. It goes on
-- over a line.
-- grain: fixture
-- inputs: fixtures,
--   scores
-- severity: warning
-- hint: look
-- columns:
--   fixture_id     text
--   points_{3,5}_{home,away}  points, 0 to 3;
--                  NULL if none
-- checks:
--   points are never above 3
SELECT 1 -- not: a key
`)
	if err != nil {
		t.Fatal(err)
	}
	meaning := "points, 0 to 3; NULL if none"
	want := statements.Header{
		Name: "form", Sentence: "points of the last fixtures. It goes on over a line.",
		Grain: "fixture", Inputs: []string{"fixtures", "scores"}, Severity: "warning", Hint: "look",
		Columns: []statements.Column{
			{"fixture_id", "text"},
			{"points_3_home", meaning}, {"points_3_away", meaning}, {"points_5_home", meaning}, {"points_5_away", meaning},
		},
		Checks: []string{"points are never above 3"},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestAnUnreadableHeaderSaysWhere(t *testing.T) {
	for text, want := range map[string]string{
		"SELECT 1":                               "no header",
		"-- a sentence without a name":           "line 1",
		"-- form: points.\n-- grian: team":       `line 2: unknown key "grian"`,
		"-- form: points.\n-- columns:\n-- lost": `line 3: "lost" belongs to no key`,
	} {
		if _, err := statements.ParseHeader(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want an error with %q", text, err, want)
		}
	}
}

func FuzzParseHeader(f *testing.F) {
	f.Add("-- a: b\n-- columns:\n--   x_{1,2}{  y\n")
	f.Add("-- a: b\n--   x\n-- checks:")
	f.Fuzz(func(t *testing.T, text string) {
		if strings.Count(text, "{") > 5 {
			return // braces multiply
		}
		h, err := statements.ParseHeader(text)
		if err == nil && h.Name == "" {
			t.Error("a header without a name was read")
		}
	})
}

func TestEveryDocumentedStatementHasAHeaderOfItsOwnName(t *testing.T) {
	for _, folder := range []string{"checks", "analytics", "performance"} {
		names, err := statements.List(folder)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			h, err := statements.HeaderOf(name)
			if err != nil {
				t.Error(err)
				continue
			}
			if h.Sentence == "" || h.Grain == "" || len(h.Inputs) == 0 || len(h.Columns) == 0 {
				t.Errorf("%s: sentence, grain, inputs and columns are wanted, found %+v", name, h)
			}
			for _, c := range h.Columns {
				if c.Meaning == "" {
					t.Errorf("%s: column %s has no meaning", name, c.Name)
				}
			}
			if folder == "checks" && (h.Hint == "" || h.Severity != "error" && h.Severity != "warning") {
				t.Errorf("%s: severity %q, hint %q", name, h.Severity, h.Hint)
			}
		}
	}
}

// inQuotes are SQL's comments, strings and quoted names.
var inQuotes = regexp.MustCompile(`--[^\n]*|'[^']*'|"[^"]*"`)

func TestEveryStatementIsInLowerCaseUnderItsOwnName(t *testing.T) {
	all, err := statements.Folder(".")
	if err != nil {
		t.Fatal(err)
	}
	var paths []string
	err = fs.WalkDir(all, ".", func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			paths = append(paths, path)
		}
		return err
	})
	if err != nil || len(paths) < 70 {
		t.Fatalf("found %d statements (%v)", len(paths), err)
	}
	for _, path := range paths {
		text, err := statements.Text(path)
		if err != nil {
			t.Fatal(err)
		}
		if upper := regexp.MustCompile(`[A-Z]+`).FindString(inQuotes.ReplaceAllString(text, "")); upper != "" {
			t.Errorf("%s: %s is not in lower case", path, upper)
		}
		if strings.Contains(path, "/migrations/") {
			continue // a migration begins with a mark of its own
		}
		if h, err := statements.HeaderOf(path); err != nil || h.Grain == "" {
			t.Errorf("%s: grain %q (%v)", path, h.Grain, err)
		}
	}
}

func TestAnUnknownStatementNamesThoseThatAreThere(t *testing.T) {
	_, err := statements.Text("checks/nothing.sql")
	if err == nil || !strings.Contains(err.Error(), "checks/orphans.sql") {
		t.Errorf("got %v, want an error that lists the folder", err)
	}
	if _, err := statements.List("nowhere"); err == nil {
		t.Error("an unknown folder was listed")
	}
}
