package matchday

import "fmt"

// Rule says how a strategy chooses the selections that it may bet on.
type Rule string

// The rules.
const (
	RuleThresholds Rule = "thresholds" // probabilities beyond limits of the strategy; 1X2 only
	RuleValue      Rule = "value"      // every selection: the price alone decides
)

// Strategy is one betting rule with a bankroll of its own.
type Strategy struct {
	Name string `json:"name"`
	Rule Rule   `json:"rule"`
	// Markets are those that it bets on, in this order: "1x2", "total" (over and
	// under) and "handicap" (Asian); empty means 1x2. The rule "thresholds" is
	// one of the 1X2 alone.
	Markets []Market `json:"markets,omitempty"`
	MinEdge float64  `json:"min_edge"` // least expected value per unit staked, after commission and tax
	// For rule "thresholds": bet away when P(away) >= MinAway, draw when
	// |P(home)-P(away)| < DrawGap, home when P(home) >= MinHome.
	MinHome  float64 `json:"min_home,omitempty"`
	MinAway  float64 `json:"min_away,omitempty"`
	DrawGap  float64 `json:"draw_gap,omitempty"`
	Bankroll string  `json:"bankroll"` // decimal, e.g. "1000.00"
}

// BetsOn lists the markets that the strategy bets on.
func (s Strategy) BetsOn() []Market {
	if len(s.Markets) == 0 {
		return []Market{Market1X2}
	}
	return s.Markets
}

// BetsOn lists the markets that any strategy bets on, 1X2 always among them.
func (c Config) BetsOn() []Market {
	on := map[Market]bool{Market1X2: true}
	for _, s := range c.Strategies {
		for _, m := range s.BetsOn() {
			on[m] = true
		}
	}
	var out []Market
	for _, m := range []Market{Market1X2, MarketTotal, MarketAsian} {
		if on[m] {
			out = append(out, m)
		}
	}
	return out
}

func (s Strategy) validateMarkets() error {
	seen := map[Market]bool{}
	for _, m := range s.Markets {
		switch {
		case Selections(m) == nil:
			return fmt.Errorf("%q is none of %q, %q and %q", m, Market1X2, MarketTotal, MarketAsian)
		case seen[m]:
			return fmt.Errorf("%q is listed twice", m)
		case m != Market1X2 && s.Rule == RuleThresholds:
			return fmt.Errorf("the rule %q cannot bet on %q: use %q", RuleThresholds, m, RuleValue)
		}
		seen[m] = true
	}
	return nil
}
