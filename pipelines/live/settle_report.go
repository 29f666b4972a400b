package live

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"matchday"
	"matchday/pipelines/job"
)

// SettleReport is what a run of settle did.
type SettleReport struct {
	RunID    string         `json:"run_id"`
	Now      time.Time      `json:"now"`
	Results  int            `json:"results"` // new or corrected
	Settled  int            `json:"settled"` // bets that became settled, or changed
	Void     int            `json:"void"`    // bets that became void
	Reversed int            `json:"reversed"`
	Waiting  int            `json:"waiting"` // bets that are still pending
	Profit   matchday.Money `json:"profit"`  // sum of the run's entries in the paper accounts
	// RealProfit is that of the real accounts; nil if the run has no entry there.
	RealProfit *matchday.Money `json:"real_profit"`
	Problems   []string        `json:"problems"`
	job.APIUsage
	job.Committed
	Seconds map[string]float64 `json:"seconds"`

	err error
}

func (r *SettleReport) fill(s *settlement) {
	r.Results, r.Reversed, r.Waiting = len(s.results), s.reversed, s.waiting
	r.Problems, r.err = append([]string{}, s.problems...), s.err()
	for _, b := range s.settled {
		if b.Status == matchday.Void {
			r.Void++
		} else {
			r.Settled++
		}
	}
	r.Profit.Decimal = total(matchday.OfAccount(s.entries, false))
	if own := matchday.OfAccount(s.entries, true); len(own) > 0 {
		r.RealProfit = &matchday.Money{Decimal: total(own)}
	}
}

func total(entries []matchday.LedgerEntry) (sum decimal.Decimal) {
	for _, e := range entries {
		sum = sum.Add(e.Amount)
	}
	return sum
}

// Err is non-nil if a bet could not be settled; the others are settled.
func (r SettleReport) Err() error { return r.err }

// WriteText prints one line, and the bets that could not be settled.
func (r SettleReport) WriteText(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "settle as of %s: %d results, %d bets settled, %d void, %d reversed, %d waiting; profit %s",
		r.Now.Format(time.RFC3339), r.Results, r.Settled, r.Void, r.Reversed, r.Waiting, r.Profit.StringFixed(2))
	if r.RealProfit != nil {
		fmt.Fprintf(&b, " on paper, %s of real money", r.RealProfit.StringFixed(2))
	}
	b.WriteByte('\n')
	for _, p := range r.Problems {
		fmt.Fprintf(&b, "  not settled: %s\n", p)
	}
	b.WriteString(r.Line() + r.WarningLines())
	_, err := io.WriteString(w, b.String())
	return err
}
