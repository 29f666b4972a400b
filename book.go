package matchday

import (
	"database/sql"
	"time"

	"github.com/shopspring/decimal"
)

// MarketBook is one bookmaker's book of a fixture's market at one line and moment.
type MarketBook struct {
	Market    string
	Line      sql.Null[float64]
	Bookmaker string
	Prices    [NumOutcome]decimal.NullDecimal // in the order of matchday.Selections
	KnownAt   time.Time
}

// Fill takes the prices, which the statements give in ten-thousandths.
func (b *MarketBook) Fill(tenThousandths [NumOutcome]sql.NullInt64) {
	for i, v := range tenThousandths {
		if v.Valid {
			b.Prices[i] = decimal.NewNullDecimal(decimal.New(v.Int64, -4))
		}
	}
}
