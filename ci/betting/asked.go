package main

import (
	"fmt"
	"io"
	"strings"
)

// What was asked for. The slope is held on the design seasons by its value, on later
// ones by its interval; growth and drawdown on the design seasons; the closing-line
// value everywhere.
const (
	leastSlope, mostSlope = .7, 1.3
	mostDrawdown          = .5
	leastClosing          = .01
)

// leastGrowth is asked of the strategies of the rule value, by the group that serves.
var leastGrowth = map[string]float64{"past": 2, "on": 5}

// unreached lists what was asked for on a set and is not so.
func unreached(s set, group string, r result) (out []string) {
	add := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	if i, ok := slope(r.everything); ok && s.use != report {
		low, high := i.Value, i.Value
		if s.use == later {
			low, high = i.Low, i.High
		}
		if high < leastSlope || low > mostSlope {
			add("a slope of %.1f to %.1f: %.2f [%.2f, %.2f]", leastSlope, mostSlope, i.Value, i.Low, i.High)
		}
	}
	for _, name := range r.strategies() {
		x, g := worthOf(of(r.defaults, func(b bet) bool { return b.strategy == name })), r.growth[name]
		if c := x.closing; x.closed > 0 && (c.Value < leastClosing || c.Low <= 0) {
			add("a closing-line value of %s of %+.0f %%, its interval above zero: %s", name, 100*leastClosing, percent(c))
		}
		if s.use != choose {
			continue
		}
		if least := leastGrowth[group]; strings.HasPrefix(name, "value") && g.log < least {
			add("a growth of %s of %+.0f: %+.2f", name, least, g.log)
		}
		if g.drawdown > mostDrawdown {
			add("a drawdown of %s of at most %.0f %%: %.1f %%", name, 100*mostDrawdown, 100*g.drawdown)
		}
	}
	return out
}

// writeUnreached says which of the targets a group does not reach on a set.
func writeUnreached(w io.Writer, s set, group string, r result) {
	text := "none"
	if list := unreached(s, group, r); len(list) > 0 {
		text = strings.Join(list, "; ")
	}
	fmt.Fprintf(w, "\nAsked for and not reached: %s.\n", text)
}
