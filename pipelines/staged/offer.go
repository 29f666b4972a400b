package staged

import (
	"context"
	"time"

	"github.com/shopspring/decimal"

	"matchday"
	"matchday/stages/bet"
)

// Asking is who asks what is on offer.
type Asking struct {
	Now      time.Time
	Asked    time.Time     // when the run began to ask the API; zero: it did not
	PriceAge time.Duration // live.price_age
}

// Barred is why no strategy bets on a coming fixture, at whatever price; empty: they
// may. It follows from what had landed by the clock and from what is asked alone, so
// that a replay decides the same.
func (f Fixture) Barred(by Asking) matchday.SkipReason {
	switch {
	case !f.confirmed(by):
		return bet.NotConfirmed
	case !by.Now.Before(matchday.BettingEnds(f.Kickoff, f.KickoffKnown, f.Date)):
		return bet.DayBegun
	}
	return ""
}

// confirmed says whether its source says now that a fixture is to be played when the
// lake believes. Where the API tells of it, that is the API's word of this run; in a
// run that did not ask, one of the last live.price_age, or a file's that came later and
// has the same kick-off; a newer answer without a kick-off takes its word back. Where
// files alone tell of it, it is the newest edition's word, whichever run landed it.
func (f Fixture) confirmed(by Asking) bool {
	switch {
	case !f.ToldAt.Valid:
		return f.ListedAt.Valid
	case f.UntoldAt.Valid && !by.Asked.IsZero():
		return false
	case f.UntoldAt.Valid:
		return f.fileAgreesSince(f.UntoldAt.Time)
	case !by.Asked.IsZero():
		return !f.ToldAt.Time.Before(by.Asked)
	case by.Now.Sub(f.ToldAt.Time) <= by.PriceAge:
		return true
	}
	return f.fileAgreesSince(f.ToldAt.Time)
}

// fileAgreesSince says that the newest edition of a file that lists the fixture landed
// after a moment, and has the same kick-off.
func (f Fixture) fileAgreesSince(moment time.Time) bool {
	return f.ListedAt.Valid && f.Agreed && f.ListedAt.Time.After(moment)
}

// Offered returns each fixture's quotes on some markets, parallel to fixtures. Those of
// a fixture that is Barred bear the reason.
func (v View) Offered(ctx context.Context, fixtures []Fixture, by Asking, markets []matchday.Market) ([][]bet.Quote, error) {
	ids := make([]string, len(fixtures))
	for k, f := range fixtures {
		ids[k] = f.ID
	}
	out := make([][]bet.Quote, len(fixtures))
	err := v.Query(ctx, "quotes", func(scan func(...any) error) error {
		var place int
		var tenThousandths int64
		var gone bool
		q := bet.Quote{Moment: matchday.PreMatch}
		err := scan(&place, &q.Bookmaker, &q.Market, &q.Line, &q.Selection, &tenThousandths, &q.KnownAt, &q.SeenAt, &q.Stopped, &gone)
		if err != nil {
			return err
		}
		if gone {
			q.Barred = bet.NoLongerOffered
		}
		if reason := fixtures[place-1].Barred(by); reason != "" {
			q.Barred = reason
		}
		q.Price = decimal.New(tenThousandths, -4)
		out[place-1] = append(out[place-1], q)
		return nil
	}, ids, by.Now, marketNames(markets))
	return out, err
}
