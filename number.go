package matchday

import (
	"database/sql"
	"math"
)

// A number that may be missing is NaN among features, an invalid sql.Null in
// rows, and nil in JSON. The functions below turn one into the other.

// Number is a number that is there.
func Number(x float64) sql.Null[float64] { return sql.Null[float64]{V: x, Valid: true} }

// UnlessNaN is a number that is missing if x is NaN.
func UnlessNaN(x float64) sql.Null[float64] {
	if math.IsNaN(x) {
		return sql.Null[float64]{}
	}
	return Number(x)
}

// Pointer is a pointer to a number, nil if it is missing.
func Pointer(x sql.Null[float64]) *float64 {
	if !x.Valid {
		return nil
	}
	return &x.V
}
