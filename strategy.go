package matchday

import "fmt"

// Strategy is one betting rule with a bankroll of its own.
type Strategy struct {
	Name string `json:"name"`
	Rule string `json:"rule"` // "thresholds" or "value"
	// Markets are those that it bets on, in this order: "1x2", "total" (over and
	// under) and "handicap" (Asian); empty means 1x2. The rule "thresholds" is
	// one of the 1X2 alone.
	Markets []string `json:"markets,omitempty"`
	MinEdge float64  `json:"min_edge"` // least expected value per unit staked, after commission and tax
	// For rule "thresholds": bet away when P(away) >= MinAway, draw when
	// |P(home)-P(away)| < DrawGap, home when P(home) >= MinHome.
	MinHome  float64 `json:"min_home,omitempty"`
	MinAway  float64 `json:"min_away,omitempty"`
	DrawGap  float64 `json:"draw_gap,omitempty"`
	Bankroll string  `json:"bankroll"` // decimal, e.g. "1000.00"
}

// BetsOn lists the markets that the strategy bets on.
func (s Strategy) BetsOn() []string {
	if len(s.Markets) == 0 {
		return []string{Market1X2}
	}
	return s.Markets
}

// BetsOn lists the markets that any strategy bets on, 1X2 always among them.
func (c Config) BetsOn() []string {
	on := map[string]bool{Market1X2: true}
	for _, s := range c.Strategies {
		for _, m := range s.BetsOn() {
			on[m] = true
		}
	}
	var out []string
	for _, m := range []string{Market1X2, MarketTotal, MarketAsian} {
		if on[m] {
			out = append(out, m)
		}
	}
	return out
}

func (s Strategy) validateMarkets() error {
	seen := map[string]bool{}
	for _, m := range s.Markets {
		switch {
		case Selections(m) == nil:
			return fmt.Errorf("%q is none of %q, %q and %q", m, Market1X2, MarketTotal, MarketAsian)
		case seen[m]:
			return fmt.Errorf("%q stands there twice", m)
		case m != Market1X2 && s.Rule == "thresholds":
			return fmt.Errorf("the rule \"thresholds\" knows no %q: take \"value\"", m)
		}
		seen[m] = true
	}
	return nil
}
