package files

import (
	"slices"
	"strings"

	"matchday"
	"matchday/stages/staging/delimited"
	"matchday/stages/staging/table"
)

// Quote is one bookmaker's price on one selection at one moment, all but its
// number and its line.
type Quote struct {
	Bookmaker, Market, Selection, Moment string
}

// quoteColumn is a column of prices.
type quoteColumn struct {
	Quote
	explicit bool  // its own name says which moment it means
	fixed    int64 // the line in hundredths, when the name says it; else table.NoLine
	lines    []int // columns that hold the line, best first
	// unknown names the columns that are one bookmaker's prices of one market, if
	// they are a bookmaker's; empty for bookmakers that are known.
	unknown string
}

// sameBookmaker joins the letters that one bookmaker or aggregate has borne.
var sameBookmaker = map[string]string{
	"BbMx": matchday.BookmakerBest,
	"BbAv": matchday.BookmakerAverage,
	"P":    "PS",
}

// bookmakers are the letters of those that the publisher has had, and of the
// aggregates over them. Any other letters are a bookmaker if their prices are
// those of one: see survey.
var bookmakers = map[string]bool{
	"B365": true, "BF": true, "BFD": true, "BFE": true, "BMGM": true, "BS": true, "BV": true, "BW": true, "CL": true, "GB": true,
	"IW": true, "LB": true, "P": true, "PS": true, "SB": true, "SJ": true, "SO": true, "SY": true, "VC": true, "WH": true, "1XB": true,
	"Avg": true, "BbAv": true, "BbMx": true, "Max": true,
}

// Bookmakers lists the letters of those that the publisher has had, as they are staged.
func Bookmakers() []string {
	var out []string
	for letters := range bookmakers {
		if name, ok := sameBookmaker[letters]; ok {
			letters = name
		}
		if letters != matchday.BookmakerAverage && letters != matchday.BookmakerBest {
			out = append(out, letters)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func isBookmaker(letters string) bool {
	short, closing := strings.CutSuffix(letters, "C")
	return bookmakers[letters] || closing && bookmakers[short]
}

// addQuotes finds the columns of prices. Columns of letters that nobody has seen
// yet stay unknown unless the survey took them for a bookmaker's.
func (h *header) addQuotes() {
	for i, name := range h.names {
		if h.columns[i].kind != unknown {
			continue
		}
		if q, ok := h.quote(name); ok && h.trusts(q) {
			h.columns[i] = column{price, len(h.quotes)}
			h.quotes = append(h.quotes, q)
		} else if h.isLine(name) {
			h.columns[i].kind = lineOf
		}
	}
	for _, explicit := range []bool{true, false} {
		for i, c := range h.columns {
			if c.kind == price && h.quotes[c.index].explicit == explicit {
				h.order = append(h.order, i)
			}
		}
	}
}

func (h *header) has(name string) bool { _, ok := h.places[name]; return ok }

// at lists the columns of those names that are there.
func (h *header) at(names ...string) (out []int) {
	for _, n := range names {
		if i, ok := h.places[n]; ok {
			out = append(out, i)
		}
	}
	return out
}

// quote understands the name of a price column.
func (h *header) quote(name string) (quoteColumn, bool) {
	if name == "Over" || name == "Under" {
		return h.bareTotal(name)
	}
	if letters, goals, ok := strings.Cut(name, ">"); ok {
		return h.total(letters, ">", goals, matchday.SelectOver)
	}
	if letters, goals, ok := strings.Cut(name, "<"); ok {
		return h.total(letters, "<", goals, matchday.SelectUnder)
	}
	for _, o := range []matchday.Outcome{matchday.HomeWin, matchday.AwayWin} {
		letters, ok := strings.CutSuffix(name, "AH"+string(o))
		if !ok || letters == "" || h.has(letters+"AHD") { // a handicap has no draw
			continue
		}
		if !isBookmaker(letters) && len(h.at(letters+"AHH", letters+"AHA")) < 2 {
			continue
		}
		q := h.quoteOf(letters, matchday.MarketAsian, string(o), "AH"+string(o))
		q.lines = h.at(letters+"AH", "AHh", "BbAHh")
		if q.Moment == matchday.Closing {
			q.lines = h.at("AHCh")
		}
		return q, true
	}
	for _, o := range matchday.Outcomes {
		if letters, ok := strings.CutSuffix(name, string(o)); ok && letters != "" && h.isBook(letters) {
			return h.quoteOf(letters, matchday.Market1X2, string(o), string(o)), true
		}
	}
	return quoteColumn{}, false
}

// isBook reports whether letters stand before at least two of H, D and A, or
// before all three if they are no known bookmaker's; GBAH alone is Gamebookers' handicap line, not the home price of a "GBA". Letters
// that end in AH are a handicap's unless a draw stands there too.
func (h *header) isBook(letters string) bool {
	if strings.HasSuffix(letters, "AH") && !h.has(letters+"D") {
		return false
	}
	n := len(h.at(letters+"H", letters+"D", letters+"A"))
	return n == 3 || n == 2 && isBookmaker(letters)
}

// isLine recognises the columns of handicap and goal lines.
func (h *header) isLine(name string) bool {
	if name == "AHh" || name == "AHCh" || name == "BbAHh" {
		return true
	}
	if name == "Total" {
		return h.has("Over") || h.has("Under")
	}
	letters, ok := strings.CutSuffix(name, "AH")
	return ok && (h.has(letters+"AHH") || h.has(letters+"AHA"))
}

func (h *header) total(letters, sign, goals, selection string) (quoteColumn, bool) {
	fixed, ok := line(goals)
	if !isBookmaker(letters) && len(h.at(letters+">"+goals, letters+"<"+goals)) < 2 {
		return quoteColumn{}, false
	}
	q := h.quoteOf(letters, matchday.MarketTotal, selection, sign+goals)
	q.fixed = fixed
	return q, ok && letters != ""
}

// bareTotal reads Over, Under and Total, which seven files of 2020/21 have
// instead of PC>2.5 and PC<2.5: in the fuller editions of the same files the
// numbers are equal, so they are Pinnacle's closing prices.
func (h *header) bareTotal(name string) (quoteColumn, bool) {
	return quoteColumn{
		Quote:    Quote{"PS", matchday.MarketTotal, strings.ToLower(name), matchday.Closing},
		explicit: true, fixed: table.NoLine, lines: h.at("Total"),
	}, h.has("Total")
}

// quoteOf splits the letters before a suffix into bookmaker and moment. A C at
// their end marks a closing price (B365C), except in VC, and in letters that
// stand there with a further C as well. In the second layout's files of seasons
// every price is a closing one, in old ones too, where no C says so (PH is today's
// PSCH). In its file of coming fixtures none is, unless the same name stands there
// without its C: nobody knows a closing price before the match.
func (h *header) quoteOf(letters, market, selection, suffix string) quoteColumn {
	q := quoteColumn{Quote: Quote{letters, market, selection, matchday.PreMatch}, explicit: !h.second, fixed: table.NoLine}
	if !isBookmaker(letters) {
		q.unknown = letters + " " + market + strings.TrimLeft(suffix, "<>HDA")
	}
	if short, ok := strings.CutSuffix(letters, "C"); ok && short != "" && letters != "VC" && !h.has(letters+"C"+suffix) {
		q.Bookmaker, q.explicit = short, true
		if !h.second || !h.coming() || h.has(short+suffix) {
			q.Moment = matchday.Closing
		}
	} else if h.second && h.hasSeason && !h.coming() {
		q.Moment = matchday.Closing
	}
	if name, ok := sameBookmaker[q.Bookmaker]; ok {
		q.Bookmaker = name
	}
	return q
}

// priceBlock is how many prices are allocated at a time.
const priceBlock = 1 << 14

// readPrices reads the price cells of the row that was split last.
func (p *parser) readPrices(text string, row int) []Price {
	if cap(p.prices)-len(p.prices) < len(p.order) {
		p.prices = make([]Price, 0, max(priceBlock, len(p.order)))
	}
	from := len(p.prices)
	for _, i := range p.order {
		if i >= len(p.cells) || p.cells[i] == "" {
			continue
		}
		cell := p.cells[i]
		v, ok := decimal(cell)
		if !ok {
			if cell = p.figure(cell); cell == "" {
				continue
			}
			v, ok = decimal(cell)
		}
		q := &p.quotes[p.columns[i].index]
		reason := ""
		at := q.fixed
		switch {
		case !ok || v > maxPrice:
			reason = PriceNotANumber
		case v <= priceUnit:
			reason = PriceNotAboveOne
		case q.fixed == table.NoLine && q.Market != matchday.Market1X2:
			if at, ok = p.lineOf(q); !ok {
				reason = PriceWithoutLine
			}
		}
		if reason != "" {
			p.reject(row, reason, p.names[i]+": "+cell, text)
			continue
		}
		p.prices = append(p.prices, Price{uint16(p.columns[i].index), int16(at), int32(v)})
	}
	return p.prices[from:len(p.prices):len(p.prices)]
}

// figure is a cell with a number in it, decoded and trimmed.
func (h *header) figure(cell string) string {
	if h.decimalComma {
		return withPoint(delimited.Text(cell))
	}
	return delimited.Text(cell)
}

// lineOf is the line of a quote in the row that was split last: the first of
// its columns that is filled.
func (p *parser) lineOf(q *quoteColumn) (hundredths int64, ok bool) {
	for _, i := range q.lines {
		if i < len(p.cells) {
			if cell := p.figure(p.cells[i]); cell != "" {
				return line(cell)
			}
		}
	}
	return table.NoLine, false
}
