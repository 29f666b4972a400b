package answers

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"matchday"
	"matchday/stages/staging/crosswalk"
	"matchday/stages/staging/table"
)

// The API's markets that tell a price of a staged market, and which of them
// counts where two give one price at one moment: the lower rank.
var stagedMarkets = map[int64]struct {
	market string
	rank   int8
}{
	1:   {matchday.Market1X2, 0},   // full-time result
	80:  {matchday.MarketTotal, 0}, // goals over and under
	7:   {matchday.MarketTotal, 1}, // goal line
	81:  {matchday.MarketTotal, 2}, // alternative totals
	105: {matchday.MarketTotal, 3}, // alternative goal line
	6:   {matchday.MarketAsian, 0}, // Asian handicap
	104: {matchday.MarketAsian, 1}, // alternative handicap
}

// quote is one price of one response.
type quote struct {
	bookmaker int64
	market    string
	selection string
	price     int32 // ten-thousandths
	line      int16 // hundredths of a goal, table.NoLine without one
	rank      int8
	stopped   bool
	stamp     int64  // µs, noTime if the row has none
	row       int64  // the API's id: of two equal ones the later counts
	index     int32  // place in the response, from 1
	label     string // while no selection is known: perhaps a team's name
}

// labels are the words for a selection, in small letters, in the languages met.
var labels = map[string]map[string]string{
	matchday.Market1X2: {
		"home": "H", "1": "H", "draw": "D", "x": "D", "tie": "D", "empate": "D", "nul": "D", "unentschieden": "D", "pareggio": "D",
		"away": "A", "2": "A",
	},
	matchday.MarketTotal: {
		"over": "over", "mais de": "over", "más de": "over", "plus de": "over", "über": "over",
		"under": "under", "menos de": "under", "moins de": "under", "unter": "under",
	},
	matchday.MarketAsian: {"home": "H", "1": "H", "away": "A", "2": "A"},
}

// readQuotes takes the prices of the staged markets. Of the others, which are
// nine rows of ten, no more than the market is read.
func (a *Response) readQuotes(rows Rows[Odd]) {
	for i, row := range rows.All() {
		if notStaged(row) {
			continue
		}
		o, err := Decode[Odd](row)
		if err != nil {
			a.reject(i+1, reasonOf(err), fmt.Sprintf("odds: %v", err), row)
			continue
		}
		a.fixture = cmp.Or(a.fixture, o.FixtureID)
		m := stagedMarkets[o.MarketID]
		q, reason, detail := a.readQuote(&o, m.market)
		if reason != "" {
			a.reject(i+1, reason, fmt.Sprintf("odds: bookmaker %d, market %d: %s", o.BookmakerID, o.MarketID, detail), row)
			continue
		}
		q.rank, q.index = m.rank, int32(i+1)
		a.quotes = append(a.quotes, q)
	}
}

// resolveLabels knows the labels that are teams' names, and turns the handicaps'
// lines into the home side's.
func (a *Response) resolveLabels() {
	a.quotes = slices.DeleteFunc(a.quotes, func(q quote) bool { return q.selection == "" && a.sideNamed(q.label) == "" && a.rejectLabel(q) })
	for i := range a.quotes {
		if q := &a.quotes[i]; q.selection == "" {
			q.selection, q.label = a.sideNamed(q.label), ""
		}
	}
	a.normaliseHandicaps()
}

// rejectLabel rejects a price of nobody knows which selection.
func (a *Response) rejectLabel(q quote) bool {
	a.reject(int(q.index), UnknownLabel, fmt.Sprintf("odds: bookmaker %d, market %s: %s", q.bookmaker, q.market, q.label), nil)
	return true
}

// notStaged says that a row is one of a market that is not staged. A row that does
// not say its market as it should is left to the decoder.
func notStaged(row []byte) (yes bool) {
	_, _ = Fields(row, 0, func(key []byte, value int) (int, bool, error) {
		if string(key) != "market_id" {
			return 0, true, nil
		}
		end, err := Skip(row, value)
		if err == nil {
			market, err := strconv.ParseInt(string(row[value:end]), 10, 64)
			_, staged := stagedMarkets[market]
			yes = err == nil && !staged
		}
		return end, false, err
	})
	return yes
}

// readQuote reads one price, or says why it cannot be used.
func (a *Response) readQuote(o *Odd, market string) (q quote, reason, detail string) {
	q = quote{bookmaker: o.BookmakerID, market: market, line: table.NoLine, stopped: o.Stopped != nil && *o.Stopped, stamp: noTime, row: o.ID}
	price, err := ParsePrice(o.Value)
	if err != nil {
		if x, number := strconv.ParseFloat(o.Value, 64); number == nil && x <= 1 {
			return q, PriceNotAboveOne, o.Value
		}
		return q, PriceNotANumber, o.Value
	}
	q.price = int32(price)
	if q.selection = labels[market][strings.ToLower(Text(o.Label))]; q.selection == "" {
		if q.label = Text(o.Label); market == matchday.MarketTotal || q.label == "" {
			return q, UnknownLabel, q.label
		}
	}
	if o.LatestBookmakerUpdate != nil && believable(o.LatestBookmakerUpdate.Time) {
		q.stamp = o.LatestBookmakerUpdate.by(a.zone).UnixMicro()
	}
	if market == matchday.Market1X2 {
		return q, "", ""
	}
	said := Text(o.Total)
	if market == matchday.MarketAsian {
		said = Text(o.Handicap)
	}
	if said == "" && Text(o.Name) != Text(o.Label) { // the label again is no line
		said = Text(o.Name)
	}
	line, ok := parseLine(said)
	if !ok || market == matchday.MarketTotal && line < 0 {
		return q, UnknownLine, said
	}
	q.line = line
	return q, "", ""
}

// sideNamed is the side whose team's name a label is; "" if it is neither's, or
// could be both's.
func (a *Response) sideNamed(label string) string {
	if a.Teams[table.Home] == nil {
		return ""
	}
	home := crosswalk.SameName(label, a.Teams[table.Home].Name)
	away := crosswalk.SameName(label, a.Teams[table.Away].Name)
	switch {
	case home && !away:
		return "H"
	case away && !home:
		return "A"
	}
	return ""
}

// mostLine is the largest believable line, in goals.
const mostLine = 20

// parseLine reads a line in hundredths: "2.5", "+0", "2,5" with a decimal comma,
// or a quarter line as its two halves, "2.5, 3.0", "2.5/3" and "-0.5,1", whose
// second half takes the first one's sign.
func parseLine(said string) (hundredths int16, ok bool) {
	x, err := strconv.ParseFloat(said, 64)
	if err != nil {
		if x, ok = halves(said); !ok {
			if x, err = strconv.ParseFloat(strings.Replace(said, ",", ".", 1), 64); err != nil {
				return 0, false
			}
		}
	}
	if quarters := 4 * x; quarters != math.Trunc(quarters) || math.Abs(x) > mostLine {
		return 0, false
	}
	return int16(100 * x), true
}

// halves is the line between two lines half a goal apart.
func halves(said string) (float64, bool) {
	first, second, split := strings.Cut(strings.ReplaceAll(said, "/", ","), ",")
	first, second = strings.TrimSpace(first), strings.TrimSpace(second)
	x, err := strconv.ParseFloat(first, 64)
	y, err2 := strconv.ParseFloat(second, 64)
	if !split || err != nil || err2 != nil {
		return 0, false
	}
	if strings.HasPrefix(first, "-") && !strings.HasPrefix(second, "-") && !strings.HasPrefix(second, "+") {
		y = -y
	}
	return (x + y) / 2, math.Abs(x-y) == 0.5
}

// Limits of the sum of both sides' implied probabilities by which two prices are
// recognised as one book of a handicap.
const (
	leastBook = 0.99
	mostBook  = 1.20
)

// normaliseHandicaps turns every line into the home side's. Bookmakers write the
// away side's line with its own sign or with the home side's; which of them, the
// prices of this response tell: at the right one, both sides' implied
// probabilities add up to a book. Without a response to that, the away rows are
// rejected; home rows and level lines are the same by both.
func (a *Response) normaliseHandicaps() {
	type book struct {
		bookmaker int64
		rank      int8
	}
	type sides struct{ home, away map[int16]int32 }
	books := map[book]sides{}
	for _, q := range a.quotes {
		if q.market != matchday.MarketAsian {
			continue
		}
		b := book{q.bookmaker, q.rank}
		if books[b].home == nil {
			books[b] = sides{map[int16]int32{}, map[int16]int32{}}
		}
		if q.selection == "H" {
			books[b].home[q.line] = q.price
		} else {
			books[b].away[q.line] = q.price
		}
	}
	own, shared := map[book]int{}, map[book]int{}
	for b, s := range books {
		for line, price := range s.away {
			if line == 0 {
				continue
			}
			if isBook(price, s.home[-line]) {
				own[b]++
			}
			if isBook(price, s.home[line]) {
				shared[b]++
			}
		}
	}
	kept := a.quotes[:0]
	for _, q := range a.quotes {
		b := book{q.bookmaker, q.rank}
		if q.market == matchday.MarketAsian && q.selection == "A" && q.line != 0 {
			switch {
			case own[b] > shared[b]:
				q.line = -q.line
			case own[b] == shared[b]:
				a.reject(int(q.index), UnknownSign, fmt.Sprintf("odds: bookmaker %d, line %d/100 of the away side", q.bookmaker, q.line), nil)
				continue
			}
		}
		kept = append(kept, q)
	}
	a.quotes = kept
}

// isBook says whether two prices are those of the two sides of one line.
func isBook(x, y int32) bool {
	if x == 0 || y == 0 {
		return false
	}
	sum := 1e4/float64(x) + 1e4/float64(y)
	return sum >= leastBook && sum <= mostBook
}
