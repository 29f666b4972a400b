package matchday

import (
	"database/sql"
	"time"

	"github.com/shopspring/decimal"
)

// MarketBook is the prices of one bookmaker on a fixture's market at one line, as
// of KnownAt.
type MarketBook struct {
	Market    Market
	Line      sql.Null[float64]
	Bookmaker string
	Prices    [NumOutcome]decimal.NullDecimal // in the order of matchday.Selections
	KnownAt   time.Time
}

// Fill sets the prices from ten-thousandths, the unit of the SQL statements.
// NULL stays without a price.
func (b *MarketBook) Fill(tenThousandths [NumOutcome]sql.NullInt64) {
	for i, v := range tenThousandths {
		if v.Valid {
			b.Prices[i] = decimal.NewNullDecimal(decimal.New(v.Int64, -4))
		}
	}
}
