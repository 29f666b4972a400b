package main

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"matchday/stages/validate"
)

// preface says what the page is. Its figures come from make betting alone.
const preface = `# What the bets are worth

Written by ` + "`make betting`" + `: walk-forward backtests, refitted every 84 days, bet on the 1X2 at the best pre-match price of a
named bookmaker, by forecasts of the market groups ` + "`past`" + ` and ` + "`on`" + `. Everything is per unit staked, each bet alike. *Expected* is
the mean expected value by the believed probabilities; *realised* the mean profit; *at the closing price* the mean
closing-line value, on the bets whose fixture has closing prices. Intervals are of 95 % and resample match days. The rules were
chosen on the design seasons alone; ` + "`past`" + ` serves by default.

The first table of a group is of a strategy that bets a little on everything with an expected value, so that no limit chooses;
its slope is by how much the closing-line value rises with the expected value: 1 if an expected value is an expectation. The
second is of the default strategies, each with 1,000.00 at the start of each block of seasons: *growth* is the logarithm of the last
bankroll over the first, added up over the blocks; *drawdown* the largest fall from a peak.

Asked for is: a slope of 0.7 to 1.3 on the design seasons, and an interval that meets this range on later ones; on the design seasons a
growth of each strategy of the rule ` + "`value`" + ` of +2 by ` + "`past`" + ` and of +5 by ` + "`on`" + `, and a drawdown of at most 50 %; everywhere a closing-line value
of each strategy of +1 %, its interval above zero.
`

// section writes what a market group's bets were worth on a set.
func section(w io.Writer, group string, r result) {
	fmt.Fprintf(w, "\n### `%s`\n\n", group)
	fmt.Fprint(w, "| expected value | bets | expected | realised | at the closing price |\n| --- | --- | --- | --- | --- |\n")
	for _, b := range buckets {
		bets := of(r.everything, func(x bet) bool { return x.expected > b.low && x.expected <= b.high })
		if len(bets) > 0 {
			x := worthOf(bets)
			fmt.Fprintf(w, "| %s | %d | %+.1f %% | %s | %s |\n", b, x.n, 100*x.expected, percent(x.realised), closingText(x))
		}
	}
	if s, ok := slope(r.everything); ok {
		fmt.Fprintf(w, "\nSlope of the closing-line value on the expected value: %.2f [%.2f, %.2f].\n", s.Value, s.Low, s.High)
	}
	fmt.Fprint(w, "\n| strategy | bets | expected | realised | at the closing price | above zero | growth | drawdown |\n| --- | --- | --- | --- | --- | --- | --- | --- |\n")
	for _, name := range r.strategies() {
		x, g := worthOf(of(r.defaults, func(b bet) bool { return b.strategy == name })), r.growth[name]
		fmt.Fprintf(w, "| %s | %d | %+.1f %% | %s | %s | %.0f %% | %+.2f | %.0f %% |\n",
			name, x.n, 100*x.expected, percent(x.realised), closingText(x), 100*x.above, g.log, 100*g.drawdown)
	}
	fmt.Fprintf(w, "\nPlaced by the strategies, of 100 that a value strategy wanted: %s.\n", placed(r))
}

func (b bucket) String() string {
	if b.high > 1 {
		return fmt.Sprintf("above %.2f", b.low)
	}
	return fmt.Sprintf("%.2f to %.2f", b.low, b.high)
}

func percent(i validate.Interval) string {
	return fmt.Sprintf("%+.1f %% [%+.1f, %+.1f]", 100*i.Value, 100*i.Low, 100*i.High)
}

func closingText(x worth) string {
	if x.closed == 0 {
		return "no closing prices"
	}
	text := percent(x.closing)
	if x.closed != x.n {
		text += fmt.Sprintf(" of %d", x.closed)
	}
	return text
}

func (r result) strategies() []string { return slices.Sorted(maps.Keys(r.growth)) }

// placed lists the share of wanted bets that were placed, by division. Wanted is what
// the strategy with the lowest bar would have taken: everything at or above
// the smallest expected value that a strategy of the rule value bet on.
func placed(r result) string {
	least := 100.0
	value := of(r.defaults, func(b bet) bool { return strings.HasPrefix(b.strategy, "value") })
	for _, b := range value {
		least = min(least, b.expected)
	}
	wanted, got := byDivision(of(r.everything, func(b bet) bool { return b.expected >= least })), byDivision(value)
	var parts []string
	for _, d := range slices.Sorted(maps.Keys(wanted)) {
		parts = append(parts, fmt.Sprintf("%s %.0f", d, 100*float64(got[d])/float64(wanted[d])))
	}
	return strings.Join(parts, ", ")
}
