package warehouse

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"

	"matchday"
	"matchday/warehouse/duck"
)

// keptTable has the goals markets of predictions from before the parameters of the
// score matrix were stored.
const keptTable = "market_predictions_kept"

// keptTolerance is how far a goals market that was stored as a row may be from what
// follows from the parameters of today: the program of then summed the matrix in
// another order, which moves a probability by less than 3e-15.
const keptTolerance = 1e-12

// unrecorded reports whether a stored value agrees with any, since the program that
// stored it recorded none. kept are the predictions whose goals markets are compared
// instead of their parameters.
func unrecorded(table, key, column, stored string, kept map[string]bool) bool {
	switch {
	case column == "void_reason":
		return stored == string(matchday.VoidUnrecorded)
	case table == "predictions" && slices.Contains([]string{"home_rate", "away_rate", "rho", "width"}, column):
		return stored == "NULL" && kept[key]
	}
	return false
}

// keptPredictions are those of the commits whose goals markets are kept as rows.
func keptPredictions(ctx context.Context, stored *sql.DB, c RunCommits) (map[string]bool, error) {
	kept := map[string]bool{}
	err := each(ctx, stored, "select distinct prediction_id from compared."+keptTable+" where "+ofPredictions, func(scan func(...any) error) error {
		var id string
		err := scan(&id)
		kept[id] = true
		return err
	}, c.RunID, c.AsOf.UTC())
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", keptTable, err)
	}
	return kept, nil
}

// compareKept compares the goals markets of kept predictions with those of the rerun.
func compareKept(ctx context.Context, stored *sql.DB, rerun Home, kept map[string]bool) (rows int, differ []Difference, err error) {
	if len(kept) == 0 {
		return 0, nil, nil
	}
	if _, err := stored.ExecContext(ctx, "attach "+duck.Literal(rerun.File())+" as rerun (read_only)"); err != nil {
		return 0, nil, busy(rerun.File(), err)
	}
	err = query(ctx, stored, "kept_markets", func(scan func(...any) error) error {
		var key string
		var a, b sql.NullString
		var apart sql.NullFloat64
		if err := scan(&key, &a, &b, &apart); err != nil {
			return err
		}
		rows++
		if !apart.Valid || !(apart.Float64 <= keptTolerance) {
			differ = append(differ, Difference{keptTable, key, "", cmp.Or(a.String, Absent), cmp.Or(b.String, Absent)})
		}
		return nil
	}, slices.Sorted(maps.Keys(kept)))
	return rows, differ, err
}
