package matchday

import "github.com/shopspring/decimal"

// MoneyOf is a sum in cents, half a cent away from zero.
func MoneyOf(amount float64) Money { return Money{decimal.NewFromFloat(amount).Round(2)} }

// Money is an amount that JSON shows as a number with two decimals.
type Money struct{ decimal.Decimal }

// MarshalJSON writes the amount in cents' precision, unquoted.
func (m Money) MarshalJSON() ([]byte, error) { return []byte(m.StringFixed(2)), nil }

// Price is a decimal price, which has as many decimals as were quoted and at least two.
type Price struct{ decimal.Decimal }

// String writes 2.845 and 2.10.
func (p Price) String() string {
	places := int32(2)
	for places < 4 && !p.Equal(p.Round(places)) {
		places++
	}
	return p.StringFixed(places)
}

// MarshalJSON writes the price as a number.
func (p Price) MarshalJSON() ([]byte, error) { return []byte(p.String()), nil }
