package api

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"matchday/invented/world"
)

// selection is one row of a quote.
type selection struct {
	market          int64
	number          int64 // within the quote
	label, name     string
	order           int64
	text            string // the bookmaker's name of the market
	price           float64
	total, handicap string
	won             bool
}

// selectionsOf lists a quote's rows. As in the source, the flag of what won goes by
// the score with extra time, and is missing for totals.
func selectionsOf(b *world.Quote, score [2]int) []selection {
	labels := [3]string{"Home", "Draw", "Away"}
	if b.Digits {
		labels = [3]string{"1", "X", "2"}
	}
	margin := score[0] - score[1]
	out := make([]selection, 0, 7)
	for i, label := range labels {
		won := [3]bool{margin > 0, margin == 0, margin < 0}[i]
		out = append(out, selection{market: 1, number: int64(i), label: label, name: label, order: int64(i), text: "Full Time Result", price: b.Result[i], won: won})
	}
	for i, label := range [2]string{"Over", "Under"} {
		out = append(out, selection{market: 80, number: int64(3 + i), label: label, name: "2.5", order: int64(i), text: "Goals Over/Under", price: b.Total[i], total: "2.5"})
	}
	for i, label := range [2]string{"Home", "Away"} {
		line := b.Line
		if i == 1 && !b.SameSign {
			line = -line
		}
		if b.Digits {
			label = [2]string{"1", "2"}[i]
		}
		won := [2]bool{float64(margin)+b.Line > 0, float64(margin)+b.Line < 0}[i]
		out = append(out, selection{market: 6, number: int64(5 + i), label: label, name: signed(line), order: int64(i), text: "Asian Handicap", price: b.Handicap[i], handicap: signed(line), won: won})
	}
	return out
}

// signed writes a line as the source does: "-0.25", "+0", "+1.5".
func signed(line float64) string {
	if line == 0 {
		return "+0"
	}
	return strings.TrimSuffix(fmt.Sprintf("%+g", line), ".0")
}

func (v *view) odds(inc *include) {
	v.w.array("odds")
	v.oddsRows(inc)
	v.w.endArray()
}

// oddsRows writes the rows of the bookmakers and markets that pass the filters.
func (v *view) oddsRows(inc *include) {
	if v.faults.noOdds || v.clubs()[0].Placeholder {
		return
	}
	f := v.f
	var score [2]int
	over := world.Final(v.state)
	if over {
		score = f.FullTimeScore(v.now)
		score = [2]int{score[0] + f.ExtraGoals[0], score[1] + f.ExtraGoals[1]}
	}
	for _, b := range v.world.Quotes(f, v.now) {
		if v.filteredOut("bookmakers", b.ID) {
			continue
		}
		for _, s := range selectionsOf(&b, score) {
			if !v.filteredOut("markets", s.market) {
				v.odd(inc, &b, s, over)
			}
		}
	}
}

func (v *view) odd(inc *include, b *world.Quote, s selection, over bool) {
	w, f := v.w, v.f
	id := 237_000_000_000 + f.ID*1024 + b.ID*8 + s.number
	if b.Repeated {
		id += 512
	}
	w.object("", inc.picked)
	w.int("id", id)
	w.int("fixture_id", f.ID)
	w.int("market_id", s.market)
	w.int("bookmaker_id", b.ID)
	w.text("label", s.label)
	w.text("value", decimal(s.price))
	w.text("name", s.name)
	w.int("sort_order", s.order)
	w.text("market_description", s.text)
	w.text("probability", strconv.FormatFloat(math.Round(100/s.price*100)/100, 'f', -1, 64)+"%")
	w.text("dp3", thousands(s.price))
	w.text("fractional", fractional(s.price))
	w.text("american", american(s.price))
	w.bool("winning", over && s.won)
	w.bool("stopped", b.Stopped)
	w.textOrNull("total", s.total)
	w.textOrNull("handicap", s.handicap)
	w.null("participants")
	if w.key("created_at") {
		w.b = b.Opened.AppendFormat(append(w.b, '"'), "2006-01-02T15:04:05.000000Z")
		w.b = append(w.b, '"')
	}
	w.null("original_label")
	w.moment("latest_bookmaker_update", b.Updated)
	if _, ok := inc.nested["market"]; ok {
		w.market("market", s.market)
	}
	if _, ok := inc.nested["bookmaker"]; ok {
		w.bookmaker("bookmaker", b.Bookmaker)
	}
	w.endObject()
}

// decimal writes a price in the source's form: two decimal places, but none for
// whole prices from 20 on.
func decimal(price float64) string {
	if price >= 20 && price == math.Trunc(price) {
		return strconv.Itoa(int(price))
	}
	return strconv.FormatFloat(price, 'f', 2, 64)
}

// thousands writes a price with three places and a comma after the thousands.
func thousands(price float64) string {
	text := strconv.FormatFloat(price, 'f', 3, 64)
	if price >= 1000 {
		cut := len(text) - len("000.000")
		text = text[:cut] + "," + text[cut:]
	}
	return text
}

// fractional writes the winnings to one staked as a fraction in lowest terms.
func fractional(price float64) string {
	over, under := int(math.Round(100*(price-1))), 100
	a, b := over, under
	for b != 0 {
		a, b = b, a%b
	}
	if under /= a; under == 1 {
		return strconv.Itoa(over / a)
	}
	return fmt.Sprintf("%d/%d", over/a, under)
}

// american writes what a stake of 100 wins, or, negative, the stake that wins 100.
func american(price float64) string {
	if price >= 2 {
		return strconv.Itoa(int(math.Round(100 * (price - 1))))
	}
	return strconv.Itoa(-int(math.Round(100 / (price - 1))))
}

// oddsOf writes the odds of one fixture, without the fixture.
func (q *request) oddsOf(w *writer, f *world.Fixture) {
	v := &view{request: q, w: w, f: f, now: q.now, state: f.StateAt(q.now), faults: q.server.fixtureFaults(f, q.now)}
	w.retype = v.faults.retype
	v.oddsRows(&include{picked: q.picked, nested: q.includes})
	w.retype = ""
}
