package features

import (
	"fmt"
	"slices"
	"strings"
)

// plan is what a pass builds: of each group the columns that are wanted.
type plan map[string][]string

// planOf plans features by name, nil for all. A name that is not in the catalogue is
// an error.
func planOf(names []string) (plan, error) {
	catalogue, err := Catalogue()
	if err != nil {
		return nil, err
	}
	p, there := plan{}, []string{}
	for _, f := range catalogue {
		there = append(there, f.Name)
		if names == nil || slices.Contains(names, f.Name) {
			p[f.Group] = append(p[f.Group], f.Name)
		}
	}
	for _, name := range names {
		if !slices.Contains(there, name) {
			return nil, fmt.Errorf("feature %q is not among the %d that this program computes: docs/features.md lists them", name, len(there))
		}
	}
	return p, nil
}

// column reports whether a column is wanted.
func (p plan) column(name string) bool {
	for _, columns := range p {
		if slices.Contains(columns, name) {
			return true
		}
	}
	return false
}

// size is how many columns are wanted.
func (p plan) size() (n int) {
	for _, columns := range p {
		n += len(columns)
	}
	return n
}

// models are those of a list that the wanted columns need, each with the text of its
// statement. A group of which nothing is wanted has rows without columns.
func (p plan) models(all []model) (out []model, texts []string, err error) {
	for _, m := range all {
		group, isGroup := strings.CutPrefix(m.name, "ftr_")
		switch {
		case isGroup && p[group] == nil:
			out, texts = append(out, model{m.name, view, nil}), append(texts, "select "+rowID+" from int_matches")
			continue
		case !isGroup && m.groups != nil && !slices.ContainsFunc(m.groups, func(group string) bool { return p[group] != nil }):
			continue
		}
		text, err := statementOf(m.name)
		if err != nil {
			return nil, nil, err
		}
		if isGroup {
			text = "select " + rowID + ", " + strings.Join(p[group], ", ") + " from (" + text + "\n)"
		}
		out, texts = append(out, m), append(texts, text)
	}
	return out, texts, nil
}
