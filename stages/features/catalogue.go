package features

import (
	"fmt"
	"strings"

	statements "matchday/sql"
)

// groups are the feature groups in the order of their columns in the rows; the
// statement of group g is sql/features/ftr_g.sql.
var groups = []string{"form", "venue", "rating", "table", "schedule", "h2h", "base", "past", "market"}

// Feature is a column that models may read.
type Feature struct {
	Name    string // e.g. "elo_home"
	Group   string // "form", "venue", "rating", "table", "schedule", "h2h", "base", "past" or "market"
	Meaning string // with unit and range
}

// Catalogue lists the features in the order of the rows' columns, as the
// headers of the statements describe them.
func Catalogue() ([]Feature, error) {
	var out []Feature
	for _, group := range groups {
		columns, err := columnsOf("ftr_" + group)
		if err != nil {
			return nil, err
		}
		for _, c := range columns {
			if c.Name != "row_id" {
				out = append(out, Feature{Name: c.Name, Group: group, Meaning: c.Meaning})
			}
		}
	}
	return out, nil
}

// columnsOf are the columns of a model by its header, one an entry: a name like
// points_{3,5}_{home,away} stands for four.
func columnsOf(model string) ([]statements.Column, error) {
	h, err := statements.HeaderOf("features/" + model + ".sql")
	if err != nil {
		return nil, err
	}
	var out []statements.Column
	for _, c := range h.Columns {
		names, err := expand(c.Name)
		if err != nil {
			return nil, fmt.Errorf("statement features/%s.sql: %w", model, err)
		}
		for _, name := range names {
			out = append(out, statements.Column{Name: name, Meaning: c.Meaning})
		}
	}
	return out, nil
}

// expand writes out the names that a pattern with lists in braces stands for,
// the last list turning fastest, as a shell does.
func expand(pattern string) ([]string, error) {
	before, rest, found := strings.Cut(pattern, "{")
	if !found {
		return []string{pattern}, nil
	}
	list, rest, closed := strings.Cut(rest, "}")
	if !closed {
		return nil, fmt.Errorf("column %q: a brace is not closed", pattern)
	}
	tails, err := expand(rest)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, choice := range strings.Split(list, ",") {
		for _, tail := range tails {
			out = append(out, before+choice+tail)
		}
	}
	return out, nil
}

// Markdown is the list of features for docs/features.md.
func Markdown() (string, error) {
	var b strings.Builder
	b.WriteString("# The features\n\nGenerated from the headers of `sql/features/ftr_*.sql`; change them there.\n" +
		"Every value is as of the row's own `as_of`; missing is NULL, never 0.\n")
	for _, group := range groups {
		h, err := statements.HeaderOf("features/ftr_" + group + ".sql")
		if err != nil {
			return "", err
		}
		fmt.Fprintf(&b, "\n## %s\n\n%s\n\n| column | meaning |\n| --- | --- |\n", group, h.Sentence)
		for _, c := range h.Columns {
			if c.Name != "row_id" {
				fmt.Fprintf(&b, "| `%s` | %s |\n", c.Name, c.Meaning)
			}
		}
	}
	return b.String(), nil
}
