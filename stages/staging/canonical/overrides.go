package canonical

import (
	_ "embed"
	"encoding/csv"
	"errors"
	"fmt"
	"slices"
	"strings"

	"matchday/stages/staging/answers"
)

// OverrideTable is the committed table of what people have decided about the
// crosswalk: entity (league, team or fixture), source, the source's id, ours.
//
//go:embed crosswalk.csv
var OverrideTable string

// Overrides maps an entity and a source's id to the canonical id.
type Overrides map[overrideKey]string

type overrideKey struct{ entity, id string }

// ReadOverrides reads an override table. A row of an unknown entity or source,
// or one listed twice, is an error that names it.
func ReadOverrides(table string) (Overrides, error) {
	rows, err := csv.NewReader(strings.NewReader(table)).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("crosswalk overrides: %w", err)
	}
	if len(rows) == 0 || !slices.Equal(rows[0], []string{"entity", "source", "source_id", "canonical_id"}) {
		return nil, errors.New("crosswalk overrides: the first row must be entity,source,source_id,canonical_id")
	}
	out := Overrides{}
	for i, row := range rows[1:] {
		key := overrideKey{row[0], row[2]}
		_, twice := out[key]
		switch {
		case !slices.Contains([]string{LeagueEntity, TeamEntity, FixtureEntity}, row[0]):
			return nil, fmt.Errorf("crosswalk overrides row %d: entity %q, expected league, team or fixture", i+2, row[0])
		case row[1] != answers.Source:
			return nil, fmt.Errorf("crosswalk overrides row %d: source %q, expected %s", i+2, row[1], answers.Source)
		case row[2] == "" || row[3] == "" || twice:
			return nil, fmt.Errorf("crosswalk overrides row %d (%s): empty, or an id listed twice", i+2, strings.Join(row, ","))
		}
		out[key] = row[3]
	}
	return out, nil
}

// of is the decisions about one entity.
func (o Overrides) of(entity string) map[string]string {
	out := map[string]string{}
	for key, canonical := range o {
		if key.entity == entity {
			out[key.id] = canonical
		}
	}
	return out
}
