// Package returns says what bets brought, for the reports of backtest and demo: money,
// returns and closing-line value with their intervals, growth of the bankroll, and what
// came of the expected value that was predicted.
package returns

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"matchday"
	"matchday/stages/settle"
	"matchday/stages/validate"
)

// Estimate is a mean with its 95 % interval, by a seeded bootstrap that draws whole match
// days again.
type Estimate struct {
	Value float64 `json:"value"`
	Low   float64 `json:"low"`
	High  float64 `json:"high"`
}

// Figures are those of some settled bets; void and pending ones do not count. Pointers
// are nil where no bet has the figure.
type Figures struct {
	Bets    int            `json:"bets"`
	Matches int            `json:"matches"` // fixtures bet on
	Staked  matchday.Money `json:"staked"`
	Profit  matchday.Money `json:"profit"` // after commission and tax
	// Return is profit by money staked, in which late bets of a bankroll that grew weigh
	// most. Flat is the mean profit of one unit on each bet. PerBankroll weighs each bet by
	// the fraction of its bankroll that it staked.
	Return      *Estimate `json:"return"`
	Flat        *Estimate `json:"flat_return"`
	PerBankroll *Estimate `json:"return_per_bankroll"`
	// CLV is the mean closing-line value of the WithCLV bets that have one, and AboveZero
	// the share of these in which it is above zero.
	CLV       *Estimate `json:"clv"`
	WithCLV   int       `json:"bets_with_clv"`
	AboveZero *float64  `json:"clv_above_zero"`
}

// Strategy is what a strategy, or all together, did with a bankroll.
type Strategy struct {
	Name string `json:"strategy"` // "all" for all together, whose bankrolls are summed
	Figures
	Bankroll matchday.Money `json:"bankroll"` // at the end
	// LogGrowth is the natural logarithm of what the bets made of one unit of bankroll;
	// deposits and withdrawals are no growth. Nil if the bankroll was lost whole.
	LogGrowth   *float64 `json:"log_growth"`
	MaxDrawdown float64  `json:"max_drawdown"` // see settle.MaxDrawdown
}

// Selection is what was staked and earned on one selection: H, D and A of the 1X2, and
// those of other markets, as in "total over".
type Selection struct {
	Selection string `json:"selection"`
	settle.Return
}

// Bucket are the bets whose predicted expected value lies from From to below To.
type Bucket struct {
	From      float64  `json:"from"` // a fraction; -1 is the least that there is
	To        *float64 `json:"to"`   // nil: no end
	Predicted float64  `json:"predicted"`
	Figures
}

// Bookmaker is how many of the bets stand at a bookmaker.
type Bookmaker struct {
	Name  string  `json:"bookmaker"`
	Bets  int     `json:"bets"`
	Share float64 `json:"share"` // of the bets
}

// Report is what the settled bets of a home brought.
type Report struct {
	Strategies []Strategy  `json:"strategies"` // by name, and at last all together; empty without bets
	Selections []Selection `json:"selections"`
	Buckets    []Bucket    `json:"by_expected_value"`
	Bookmakers []Bookmaker `json:"bookmakers"` // most bets first
}

// All is what all strategies together brought.
func (r Report) All() Strategy {
	if len(r.Strategies) == 0 {
		return Strategy{Name: "all"}
	}
	return r.Strategies[len(r.Strategies)-1]
}

// edges part the buckets.
var edges = []float64{.02, .05, .10, .20}

// Of sums up bets and what they left in the ledger of the paper accounts. matchDate gives the date of every
// fixture bet on; one that lacks is an error.
func Of(bets []matchday.Bet, ledger []matchday.LedgerEntry, matchDate map[string]time.Time, seed int64) (r Report, err error) {
	ledger = matchday.OfAccount(ledger, false)
	settled := slices.DeleteFunc(slices.Clone(bets), func(b matchday.Bet) bool { return b.Status != matchday.Settled })
	if len(settled) == 0 {
		return r, nil
	}
	// The order of the bets does not reach the last digit.
	slices.SortFunc(settled, func(a, b matchday.Bet) int { return cmp.Compare(a.ID, b.ID) })
	for _, b := range settled {
		if _, dated := matchDate[b.FixtureID]; !dated {
			return r, fmt.Errorf("bet %s: fixture %s has no match date", b.ID, b.FixtureID)
		}
	}
	figures := func(of func(matchday.Bet) bool) Figures {
		return figuresOf(slices.DeleteFunc(slices.Clone(settled), func(b matchday.Bet) bool { return !of(b) }), matchDate, seed)
	}
	var names []string
	for _, e := range ledger {
		names = append(names, e.Strategy)
	}
	slices.Sort(names)
	for _, name := range slices.Compact(names) {
		own := slices.DeleteFunc(slices.Clone(ledger), func(e matchday.LedgerEntry) bool { return e.Strategy != name })
		r.Strategies = append(r.Strategies, strategy(name, figures(func(b matchday.Bet) bool { return b.Strategy == name }), own))
	}
	r.Strategies = append(r.Strategies, strategy("all", figures(func(matchday.Bet) bool { return true }), ledger))
	r.Selections = selections(settled, ledger)
	for k := range len(edges) + 1 {
		b := Bucket{From: -1}
		if k > 0 {
			b.From = edges[k-1]
		}
		if k < len(edges) {
			b.To = &edges[k]
		}
		b.Figures = figures(b.holds)
		if b.Predicted = predicted(settled, b.holds); b.Bets > 0 {
			r.Buckets = append(r.Buckets, b)
		}
	}
	r.Bookmakers = bookmakers(settled)
	return r, nil
}

func (b Bucket) holds(x matchday.Bet) bool {
	return x.ExpectedValue >= b.From && (b.To == nil || x.ExpectedValue < *b.To)
}

// predicted is the mean expected value of the bets for which of holds.
func predicted(bets []matchday.Bet, of func(matchday.Bet) bool) float64 {
	sum, n := 0.0, 0
	for _, b := range bets {
		if of(b) {
			sum, n = sum+b.ExpectedValue, n+1
		}
	}
	return sum / float64(max(n, 1))
}

func strategy(name string, f Figures, ledger []matchday.LedgerEntry) Strategy {
	s := Strategy{Name: name, Figures: f, LogGrowth: LogGrowth(ledger), MaxDrawdown: settle.MaxDrawdown(ledger)}
	for _, e := range ledger {
		s.Bankroll.Decimal = s.Bankroll.Add(e.Amount)
	}
	return s
}

func selections(settled []matchday.Bet, ledger []matchday.LedgerEntry) (out []Selection) {
	place := func(name string) int { // H, D and A first
		if at := matchday.Outcome(name).Index(); at >= 0 {
			return at
		}
		return len(matchday.Outcomes)
	}
	for name, r := range settle.Summarise(settled, ledger).ByOutcome {
		out = append(out, Selection{name, r})
	}
	slices.SortFunc(out, func(a, b Selection) int {
		return cmp.Or(cmp.Compare(place(a.Selection), place(b.Selection)), cmp.Compare(a.Selection, b.Selection))
	})
	return out
}

func bookmakers(settled []matchday.Bet) (out []Bookmaker) {
	count := map[string]int{}
	for _, b := range settled {
		count[b.Bookmaker]++
	}
	for name, n := range count {
		out = append(out, Bookmaker{name, n, float64(n) / float64(len(settled))})
	}
	slices.SortFunc(out, func(a, b Bookmaker) int { return cmp.Or(cmp.Compare(b.Bets, a.Bets), cmp.Compare(a.Name, b.Name)) })
	return out
}

// sums are one value above and one below the line of a ratio for each of some bets.
type sums struct {
	days         []time.Time
	above, below []float64
}

func (s *sums) add(day time.Time, above, below float64) {
	s.days, s.above, s.below = append(s.days, day), append(s.above, above), append(s.below, below)
}

// estimate is the ratio with its interval; nil of nothing.
func (s *sums) estimate(seed int64) *Estimate {
	if len(s.days) == 0 {
		return nil
	}
	i := validate.RatioByDay(s.days, s.above, s.below, rand.New(rand.NewPCG(uint64(seed), uint64(seed))))
	return &Estimate{i.Value, i.Low, i.High}
}

func figuresOf(bets []matchday.Bet, matchDate map[string]time.Time, seed int64) (f Figures) {
	matches := map[string]bool{}
	var staked, flat, perBankroll, clv sums
	above := 0
	for _, b := range bets {
		day, stake, profit := matchDate[b.FixtureID].UTC(), b.Stake.InexactFloat64(), b.ProfitLoss.Decimal.InexactFloat64()
		f.Bets++
		matches[b.FixtureID] = true
		f.Staked.Decimal, f.Profit.Decimal = f.Staked.Add(b.Stake), f.Profit.Add(b.ProfitLoss.Decimal)
		staked.add(day, profit, stake)
		flat.add(day, profit/stake, 1)
		if bankroll := b.Bankroll.InexactFloat64(); bankroll > 0 {
			perBankroll.add(day, profit/bankroll, stake/bankroll)
		}
		if b.CLV.Valid {
			clv.add(day, b.CLV.V, 1)
			if b.CLV.V > 0 {
				above++
			}
		}
	}
	f.Matches, f.WithCLV = len(matches), len(clv.days)
	f.Return, f.Flat, f.PerBankroll, f.CLV = staked.estimate(seed), flat.estimate(seed), perBankroll.estimate(seed), clv.estimate(seed)
	if f.WithCLV > 0 {
		share := float64(above) / float64(f.WithCLV)
		f.AboveZero = &share
	}
	return f
}

// LogGrowth is the sum of ln(bankroll after / bankroll before) over the moments at which
// bets were settled, the money brought or taken at a moment counted before it. Entries of
// several strategies give the growth of their summed bankroll. It is nil where a bankroll
// came to nothing.
func LogGrowth(ledger []matchday.LedgerEntry) *float64 {
	entries := slices.Clone(ledger)
	slices.SortStableFunc(entries, func(a, b matchday.LedgerEntry) int { return a.Time.Compare(b.Time) })
	growth, bankroll := 0.0, decimal.Zero
	for from := 0; from < len(entries); {
		before, earned := bankroll, decimal.Zero
		to := from
		for ; to < len(entries) && entries[to].Time.Equal(entries[from].Time); to++ {
			if e := entries[to]; e.Kind == matchday.Deposit || e.Kind == matchday.Withdrawal {
				before = before.Add(e.Amount)
			} else {
				earned = earned.Add(e.Amount)
			}
		}
		from, bankroll = to, before.Add(earned)
		if earned.IsZero() {
			continue
		}
		if !before.IsPositive() || !bankroll.IsPositive() {
			return nil
		}
		growth += math.Log(bankroll.InexactFloat64() / before.InexactFloat64())
	}
	return &growth
}
