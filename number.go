package matchday

import stdsql "database/sql"

// Pointer is a pointer to a number that may be missing, as JSON wants it.
func Pointer(x stdsql.Null[float64]) *float64 {
	if !x.Valid {
		return nil
	}
	return &x.V
}
