package matchday

import "github.com/shopspring/decimal"

// MoneyOf is a sum in cents, half a cent away from zero.
func MoneyOf(amount float64) Money { return Money{decimal.NewFromFloat(amount).Round(2)} }

// Money is an amount that JSON shows as a number with two decimals.
type Money struct{ decimal.Decimal }

// MarshalJSON writes the amount in cents' precision, unquoted.
func (m Money) MarshalJSON() ([]byte, error) { return []byte(m.StringFixed(2)), nil }
