package staged

import (
	"context"
	"math"
	"time"

	"matchday"
	"matchday/stages/bet"
	"matchday/stages/train/belief"
	"matchday/warehouse/lake"
)

// SharpPrices reads the sharp prices of the rows whose as-of is not before since and
// before until, as they stood then; they are parallel to rows. Of the lines of a market the one with
// the most even sides is read.
func SharpPrices(ctx context.Context, lk lake.Lake, rows *matchday.Rows, since, until time.Time, markets []matchday.Market) ([][]belief.Price, error) {
	var at []int
	var ids []string
	var asOf []time.Time
	for i := range rows.Fixtures {
		if f := &rows.Fixtures[i]; rows.Outcome(i) != matchday.NoOutcome && !f.AsOf.Before(since) && f.AsOf.Before(until) {
			at, ids, asOf = append(at, i), append(ids, f.ID), append(asOf, f.AsOf)
		}
	}
	out := make([][]belief.Price, rows.Len())
	err := EachPrices(ctx, lk, ids, asOf, matchday.PreMatch, markets, func(k int, books []matchday.MarketBook) error {
		out[at[k]] = sharpPrices(bet.Screen(bet.QuotesOf(books), asOf[k]))
		return nil
	})
	return out, err
}

// sharpPrices are those of a board, at most one a market.
func sharpPrices(board bet.Board) (out []belief.Price) {
	for _, market := range board {
		probs, ok := market.Sharp()
		if !ok {
			continue
		}
		price := belief.Price{Market: market.Name, Line: market.Line.V, Probs: probs}
		switch n := len(out); {
		case n == 0 || out[n-1].Market != price.Market:
			out = append(out, price)
		case math.Abs(probs[0]-.5) < math.Abs(out[n-1].Probs[0]-.5):
			out[n-1] = price
		}
	}
	return out
}
