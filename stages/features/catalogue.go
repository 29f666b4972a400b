package features

import (
	"fmt"
	"strings"

	statements "matchday/sql"
)

// groups are the feature groups in the order of their columns in the rows; the
// statement of group g is sql/features/ftr_g.sql.
var groups = []string{"form", "venue", "rating", "table", "schedule", "h2h", "base", "past", "market", "lineup"}

// Feature is a column that models may read.
type Feature struct {
	Name    string // e.g. "elo_home"
	Group   string // "form", "venue", "rating", "table", "schedule", "h2h", "base", "past", "market" or "lineup"
	Meaning string // with unit and range
}

// Catalogue lists the features in the order of the rows' columns, as the
// headers of the statements describe them.
func Catalogue() ([]Feature, error) {
	var out []Feature
	for _, group := range groups {
		h, err := headerOf(group)
		if err != nil {
			return nil, err
		}
		for _, c := range h.Columns {
			if c.Name != rowID {
				out = append(out, Feature{Name: c.Name, Group: group, Meaning: c.Meaning})
			}
		}
	}
	return out, nil
}

// headerOf reads what a group's statement says about itself.
func headerOf(group string) (statements.Header, error) {
	return statements.HeaderOf("features/ftr_" + group + ".sql")
}

// Markdown is the list of features, the content of docs/features.md. Columns
// of one meaning share a line.
func Markdown() (string, error) {
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
