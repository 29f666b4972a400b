package features

import statements "matchday/sql"

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
