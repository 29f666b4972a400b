package bets

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"matchday"
	"matchday/pipelines/live"
)

// Advice is one bet to place. What several strategies advise on one selection is one
// bet, with a part for each.
type Advice struct {
	Number       string          `json:"number"`  // the argument of confirm and decline
	Kickoff      time.Time       `json:"kickoff"` // as told now
	KickoffKnown bool            `json:"kickoff_known"`
	Was          *time.Time      `json:"kickoff_was,omitempty"` // when the bet was advised; nil if it is the same
	Division     string          `json:"division"`
	Home         string          `json:"home"`
	Away         string          `json:"away"`
	Market       matchday.Market `json:"market"`    // 1x2, total or handicap
	Line         *float64        `json:"line"`      // goals, or the home side's handicap; null for 1x2
	Selection    string          `json:"selection"` // H, D or A; over or under
	Bookmaker    string          `json:"bookmaker"` // of the part with the best price
	Price        matchday.Price  `json:"price"`     // there, when the bet was advised
	PriceNow     *matchday.Price `json:"price_now"` // there; null if it is not offered
	// NotOffered is why there is no price now; empty if there is one.
	NotOffered matchday.SkipReason `json:"not_offered,omitempty"`
	// Lowest is the lowest price that is worth it to every part.
	Lowest      matchday.Price `json:"lowest_price"`
	Stake       matchday.Money `json:"stake"`        // of all parts
	MatchTotal  matchday.Money `json:"match_total"`  // of all open bets on the match, this one among them
	MatchPlaced matchday.Money `json:"match_placed"` // of them, confirmed
	Parts       []Part         `json:"parts"`        // by strategy

	name string    // of the selection, for people
	day  time.Time // of the match, where nobody knows the hour
}

// Part is what one strategy advises.
type Part struct {
	Number     string              `json:"number"`
	BetID      string              `json:"bet_id"`
	Strategy   string              `json:"strategy"`
	Bookmaker  string              `json:"bookmaker"`
	Price      matchday.Price      `json:"price"`
	PriceNow   *matchday.Price     `json:"price_now"`
	NotOffered matchday.SkipReason `json:"not_offered,omitempty"`
	Lowest     matchday.Price      `json:"lowest_price"`
	Stake      matchday.Money      `json:"stake"`
	Why        string              `json:"why"`
}

// lead fills in where a bet is placed best: at the best price now, or without one at
// the best price then.
func (a *Advice) lead() {
	best := slices.MaxFunc(a.Parts, func(x, y Part) int {
		switch {
		case x.PriceNow != nil && y.PriceNow != nil:
			return x.PriceNow.Cmp(y.PriceNow.Decimal)
		case x.PriceNow != nil:
			return 1
		case y.PriceNow != nil:
			return -1
		}
		return x.Price.Cmp(y.Price.Decimal)
	})
	a.Bookmaker, a.Price, a.PriceNow, a.NotOffered = best.Bookmaker, best.Price, best.PriceNow, best.NotOffered
	a.Lowest = slices.MaxFunc(a.Parts, func(x, y Part) int { return x.Lowest.Cmp(y.Lowest.Decimal) }).Lowest
}

// WriteText prints a block for each bet, and the counts of what is no longer to be
// placed and of skipped selections.
func (r TodayReport) WriteText(w io.Writer) error {
	var b strings.Builder
	b.WriteString(r.OlderLine())
	if r.Note != "" {
		fmt.Fprintln(&b, r.Note)
	}
	fmt.Fprintf(&b, "%d bets to place as of %s\n", len(r.Bets), r.hour("Mon 02 Jan 2006 15:04:05", r.Now)+r.zoneName())
	for _, a := range r.Bets {
		r.writeAdvice(&b, a)
	}
	if len(r.Bets) > 0 {
		fmt.Fprintln(&b, "Record what you placed: matchday bets confirm --price P --stake S NUMBER, or matchday bets decline NUMBER")
	}
	var gone []string
	for _, reason := range slices.Sorted(maps.Keys(r.Gone)) {
		gone = append(gone, fmt.Sprintf("%s %d", reason, r.Gone[reason]))
	}
	if len(gone) > 0 {
		fmt.Fprintf(&b, "Not to be placed any more: %s\n", strings.Join(gone, ", "))
	}
	if r.Note == "" {
		fmt.Fprintf(&b, "Not bet on by the last run: %s\n", live.WhyNot(r.Skipped))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// writeAdvice prints one bet.
func (r TodayReport) writeAdvice(w io.Writer, a Advice) {
	const indent = "          "
	kickoff := a.day.Format("Mon 02 Jan") + ", hour unknown"
	if a.KickoffKnown {
		kickoff = r.hour("Mon 02 Jan 15:04", a.Kickoff)
	}
	if a.Was != nil {
		kickoff += " (moved from " + r.hour("Mon 02 Jan 15:04", *a.Was) + ")"
	}
	fmt.Fprintf(w, "%s  %s  %s  %s - %s\n", a.Number, kickoff, a.Division, a.Home, a.Away)
	fmt.Fprintf(w, "%s%s on %s at %s: %s when advised, %s; not below %s\n", indent, a.Stake.StringFixed(2), a.name, a.Bookmaker, a.Price, nowText(a), a.Lowest)
	fmt.Fprintf(w, "%sall open bets on this match: %s, of which %s is placed\n", indent, a.MatchTotal.StringFixed(2), a.MatchPlaced.StringFixed(2))
	for _, p := range a.Parts {
		fmt.Fprintf(w, "%s%s", indent, p.Strategy)
		if len(a.Parts) > 1 {
			fmt.Fprintf(w, " (%s), %s at %s, %s", p.Number, p.Stake.StringFixed(2), p.Price, p.Bookmaker)
		}
		fmt.Fprintf(w, ": %s\n", p.Why)
	}
}

// nowText says what a bet's price is now.
func nowText(a Advice) string {
	switch {
	case a.PriceNow == nil:
		return fmt.Sprintf("not offered now (%s)", a.NotOffered)
	case a.PriceNow.LessThan(a.Lowest.Decimal):
		return a.PriceNow.String() + " now, which is too low"
	}
	return a.PriceNow.String() + " now"
}

// hour writes a moment in the person's zone, which it names.
func (r TodayReport) hour(layout string, moment time.Time) string {
	return moment.In(r.zone).Format(layout + " MST")
}

// zoneName is the whole name of the person's zone, where it has one beside its letters.
func (r TodayReport) zoneName() string {
	name, letters := r.zone.String(), r.Now.In(r.zone).Format("MST")
	if name == letters || name == "Local" || name == "" {
		return ""
	}
	return " (" + name + ")"
}
