// Command betting measures what the bets are worth on real files: it backtests
// seasons with the default strategies, and again with one that bets a little on
// everything with an expected value, and writes what was expected beside what
// came. It is `make betting`, and no test: figures are for people to judge.
package main

import (
	"context"
	"fmt"
	"io"

	"matchday/ci/harness"
	"matchday/stages/train"
)

// marketGroups are compared on each set: bets without prices to learn from are worth
// nothing.
var marketGroups = []string{train.MarketPast, train.MarketOn}

// step is how often a backtest refits. Weekly, as people do, would take most of a day.
const step = "84d"

func main() {
	m := harness.New("betting", "docs/betting-quality.md", "")
	m.Keep()
	m.Main(func(ctx context.Context, page io.Writer) error { return betting(m, page) })
}

// betting writes the tables of all sets.
func betting(m *harness.Measurement, page io.Writer) error {
	sets := []set{design, reported, laterEngland, laterContinent}
	if m.Tuning {
		sets = []set{design}
	}
	if err := m.Land(); err != nil {
		return err
	}
	fmt.Fprint(page, preface)
	for _, s := range sets {
		fmt.Fprintf(page, "\n## %s\n", s.title)
		for _, group := range marketGroups {
			r, err := measure(m, s, group)
			if err != nil {
				return err
			}
			section(page, group, r)
			writeUnreached(page, s, group, r)
		}
	}
	return nil
}

// result is what a set's backtests with a market group left.
type result struct {
	everything []bet // of a strategy that bets a little on everything
	defaults   []bet
	growth     map[string]growth // by strategy, over the blocks
}

// measure backtests the blocks of a set.
func measure(m *harness.Measurement, s set, group string) (result, error) {
	r := result{growth: map[string]growth{}}
	for _, b := range s.blocks {
		name := group + "-" + b.name()
		args := []string{"--from", b.from, "--to", b.to, "--divisions", b.list(), "--step", step, "--market", group}
		every, _, err := backtest(m, name+"-everything", everything, args)
		if err != nil {
			return r, err
		}
		bets, grown, err := backtest(m, name+"-defaults", "", args)
		if err != nil {
			return r, err
		}
		r.everything, r.defaults = append(r.everything, every...), append(r.defaults, bets...)
		for strategy, g := range grown {
			r.growth[strategy] = r.growth[strategy].then(g)
		}
	}
	return r, nil
}
