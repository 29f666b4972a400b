package bets

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"matchday"
	"matchday/pipelines/job"
)

// Returned is what a person says of a bet that the bookmaker settled otherwise than the
// score says: a cash-out, another score, a void.
type Returned struct {
	Amount decimal.Decimal // all that came back, after commission and tax
	Why    string
	// ByScore takes back what was said: the bet goes by the score again.
	ByScore bool
	// Yes says that an unusual amount or moment is meant.
	Yes bool
}

// SettledReport is the bet of which a person has said what came back.
type SettledReport struct {
	DecisionReport
	Already string `json:"already,omitempty"` // says that it was booked so before; empty if it is new
}

// WriteText says whether it was booked so before, what failed after it was written, and
// how the bet stands.
func (r SettledReport) WriteText(w io.Writer) error {
	if _, err := io.WriteString(w, r.Already); err != nil {
		return err
	}
	return r.DecisionReport.WriteText(w)
}

// check returns BadInput for what no bookmaker pays.
func (o Returned) check() error {
	switch {
	case o.ByScore:
		return nil
	case o.Amount.IsNegative() || o.Amount.GreaterThan(mostMoney) || !o.Amount.Equal(o.Amount.Truncate(2)):
		return job.BadInput{Reason: fmt.Sprintf("returned %.40s: want money from 0 up to %s, in whole cents: all that came back, the stake among it", o.Amount, mostMoney)}
	case strings.TrimSpace(o.Why) == "":
		return job.BadInput{Reason: "--why is empty: say why the bookmaker paid otherwise than the score says, e.g. \"cash-out\""}
	}
	return nil
}

// SettleBet books in the real account what the bookmaker did otherwise, whatever the
// score is or becomes; the paper account goes by the score. A bet that was not confirmed
// is a Refused, and so is, without Yes, what is unusual. What is booked so already moves
// nothing.
func SettleBet(ctx context.Context, env job.Env, name string, said Returned) (report SettledReport, err error) {
	if err := said.check(); err != nil {
		return report, err
	}
	report.DecisionReport, err = decide(ctx, env, name, func(parts decisions) error {
		g := parts.group()
		if g[0].Decision != matchday.Confirmed {
			return job.Refused{Reason: fmt.Sprintf("bet %s is not confirmed, so no real money is on it: \"matchday bets confirm\" says at which price and stake it was placed", g.number())}
		}
		if said.ByScore {
			for _, d := range parts {
				d.placement.Returned, d.placement.Why = decimal.NullDecimal{}, ""
			}
			return nil
		}
		if report.Already = parts.returnedAlready(said.Amount); report.Already != "" {
			return nil
		}
		if doubts := parts.doubtsOfReturn(begins(ctx, env, g[0]), said.Amount); len(doubts) > 0 && !said.Yes {
			return job.Refused{Reason: fmt.Sprintf("bet %s is not settled: %s; give --yes if it is so all the same", g.number(), strings.Join(doubts, ", and "))}
		}
		for i, amount := range g.shares(said.Amount) {
			parts[i].placement.Returned, parts[i].placement.Why = decimal.NewNullDecimal(amount), strings.TrimSpace(said.Why)
		}
		return nil
	})
	return report, err
}

// shares divides what came back over the parts in proportion to what was placed of each
// and its price.
func (g group) shares(amount decimal.Decimal) []decimal.Decimal {
	weights := make([]decimal.Decimal, len(g))
	for i, s := range g {
		price, stake := placed(s)
		weights[i] = price.Mul(stake)
	}
	return divide(amount, weights)
}

// returnedAlready says why an amount was said to have come back before; empty if it was
// not.
func (parts decisions) returnedAlready(amount decimal.Decimal) string {
	var sum decimal.Decimal
	for _, d := range parts {
		if !d.slip.Placed.Returned.Valid {
			return ""
		}
		sum = sum.Add(d.slip.Placed.Returned.Decimal)
	}
	if !sum.Equal(amount) {
		return ""
	}
	g := parts.group()
	return fmt.Sprintf("Booked already: %s came back of bet %s (%s); nothing was moved now.\n",
		amount.StringFixed(2), g.number(), g.each(func(s matchday.Slip) string { return s.Placed.Why }))
}

// doubtsOfReturn says what is unusual about an amount that is said to have come back of a
// match that kicks off at a moment, as is told now.
func (parts decisions) doubtsOfReturn(kickoff time.Time, amount decimal.Decimal) (doubts []string) {
	most, pending := decimal.Zero, false
	for _, d := range parts {
		price, stake := placed(d.slip)
		most = most.Add(price.Mul(stake).RoundCeil(2))
		pending = pending || d.slip.Status == matchday.Pending
	}
	if pending && parts[0].run.Now.Before(kickoff) {
		doubts = append(doubts, fmt.Sprintf("its match has not begun: it kicks off at %s", kickoff.UTC().Format(time.RFC3339)))
	}
	if amount.GreaterThan(most) {
		doubts = append(doubts, fmt.Sprintf("%s is more than the %s that it could win with its stake", amount.StringFixed(2), most.StringFixed(2)))
	}
	return doubts
}
