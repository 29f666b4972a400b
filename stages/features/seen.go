package features

import (
	"time"

	"matchday/warehouse/duck"
)

// seenBy are the conditions on a staged table's rows under which a live run may
// see them: it sees what had landed and was known. Rows that are each as of
// their own moment see all.
func seenBy(table string, asOf time.Time) []string {
	switch {
	case asOf.IsZero():
		return nil
	case table == "fixtures":
		return []string{"first_landed_at <= " + timestamp(asOf)}
	}
	return []string{"known_at <= " + timestamp(asOf), "landed_at <= " + timestamp(asOf)}
}

// timestamp writes a moment as an SQL literal, exact to the µs that DuckDB
// keeps; the zero time is NULL.
func timestamp(t time.Time) string {
	if t.IsZero() {
		return "null::timestamptz"
	}
	return "timestamptz " + duck.Literal(t.UTC().Format("2006-01-02 15:04:05.999999")+"+00")
}
