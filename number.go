package matchday

import "database/sql"

// Pointer is a pointer to a number that may be missing, as JSON wants it.
func Pointer(x sql.Null[float64]) *float64 {
	if !x.Valid {
		return nil
	}
	return &x.V
}
