package settle

import (
	"slices"

	"github.com/shopspring/decimal"

	"matchday"
)

// Return is what some settled bets staked and earned.
type Return struct {
	N      int            `json:"n"`      // settled bets; void and pending ones do not count
	Staked matchday.Money `json:"staked"` // sum of stakes
	Profit matchday.Money `json:"profit"` // sum of profit and loss, after commission and tax
	ROI    *float64       `json:"roi"`    // Profit / Staked, a fraction; nil without bets
}

// Performance is how a strategy, or several together, did.
type Performance struct {
	Return
	// CLVMean is the mean closing-line value of the settled bets that have one,
	// each bet counting alike; nil if none has.
	CLVMean *float64 `json:"clv_mean"`
	// MaxDrawdown is MaxDrawdown of the ledger.
	MaxDrawdown float64 `json:"max_drawdown"`
	// ByOutcome splits the return by selection: H, D and A of the 1X2, which are
	// always there, and those of other markets, as in "total over".
	ByOutcome map[string]Return `json:"by_outcome"`
}

// Summary is the performance of all strategies together, whose bankrolls are
// summed, and of each.
type Summary struct {
	Performance
	Strategies map[string]Performance `json:"strategies"`
}

// Summarise measures bets and the ledger that they left. The ledger is in the
// order in which it was written; bets may come in any.
func Summarise(bets []matchday.Bet, ledger []matchday.LedgerEntry) Summary {
	s := Summary{Performance: performance(bets, ledger), Strategies: map[string]Performance{}}
	for _, e := range ledger {
		if _, done := s.Strategies[e.Strategy]; done {
			continue
		}
		own := slices.DeleteFunc(slices.Clone(bets), func(b matchday.Bet) bool { return b.Strategy != e.Strategy })
		entries := slices.DeleteFunc(slices.Clone(ledger), func(x matchday.LedgerEntry) bool { return x.Strategy != e.Strategy })
		s.Strategies[e.Strategy] = performance(own, entries)
	}
	return s
}

func performance(bets []matchday.Bet, ledger []matchday.LedgerEntry) Performance {
	p := Performance{MaxDrawdown: MaxDrawdown(ledger), ByOutcome: map[string]Return{}}
	for _, o := range matchday.Outcomes {
		p.ByOutcome[string(o)] = Return{}
	}
	var clv []float64
	for _, b := range bets {
		if b.Status != matchday.Settled {
			continue
		}
		p.Return = p.Return.with(b)
		key := b.Selection
		if b.Line.Valid {
			key = string(b.Market) + " " + b.Selection
		}
		p.ByOutcome[key] = p.ByOutcome[key].with(b)
		if b.CLV.Valid {
			clv = append(clv, b.CLV.V)
		}
	}
	p.Return = p.Return.divided()
	for selection, r := range p.ByOutcome {
		p.ByOutcome[selection] = r.divided()
	}
	p.CLVMean = mean(clv)
	return p
}

func (r Return) with(b matchday.Bet) Return {
	r.N++
	r.Staked.Decimal = r.Staked.Add(b.Stake)
	r.Profit.Decimal = r.Profit.Add(b.ProfitLoss.Decimal)
	return r
}

func (r Return) divided() Return {
	if r.Staked.Sign() > 0 {
		roi := r.Profit.InexactFloat64() / r.Staked.InexactFloat64()
		r.ROI = &roi
	}
	return r
}

// mean adds in ascending order, so that the order of the bets does not reach
// the last digit; nil of nothing.
func mean(values []float64) *float64 {
	if len(values) == 0 {
		return nil
	}
	slices.Sort(values)
	sum := 0.0
	for _, v := range values {
		sum += v
	}
	sum /= float64(len(values))
	return &sum
}

// MaxDrawdown is the largest fall of the bankroll from an earlier peak, as a
// fraction of that peak, 0 if it never fell. The curve is the running sum of
// the ledger, taken in order of time, after each moment at which money moved:
// entries of one moment count together, as their order among each other means
// nothing. Deposits and withdrawals move the peak with the bankroll: they are
// neither gain nor loss. Entries of several strategies give the fall of their
// summed bankroll.
func MaxDrawdown(ledger []matchday.LedgerEntry) float64 {
	entries := slices.Clone(ledger)
	slices.SortStableFunc(entries, func(a, b matchday.LedgerEntry) int { return a.Time.Compare(b.Time) })
	var bankroll, peak decimal.Decimal
	worst := 0.0
	for i, e := range entries {
		bankroll = bankroll.Add(e.Amount)
		if e.Kind == matchday.Deposit || e.Kind == matchday.Withdrawal {
			peak = peak.Add(e.Amount)
		}
		if i+1 < len(entries) && entries[i+1].Time.Equal(e.Time) {
			continue
		}
		peak = decimal.Max(peak, bankroll)
		if peak.Sign() > 0 {
			worst = max(worst, peak.Sub(bankroll).InexactFloat64()/peak.InexactFloat64())
		}
	}
	return worst
}
