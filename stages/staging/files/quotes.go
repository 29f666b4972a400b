package files

import (
	"strings"

	"matchday"
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
}

// sameBookmaker joins the letters that one bookmaker or aggregate has borne.
var sameBookmaker = map[string]string{
	"BbMx": matchday.BookmakerBest,
	"BbAv": matchday.BookmakerAverage,
	"P":    "PS",
}

// addQuotes finds the columns of prices. Letters that nobody has seen yet are a
// bookmaker; what makes them one is the pattern of the names around them.
func (h *header) addQuotes() {
	for i, name := range h.names {
		if h.columns[i].kind != unknown {
			continue
		}
		if q, ok := h.quote(name); ok {
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
		q := h.column(letters, matchday.MarketAsian, string(o), "AH"+string(o))
		q.lines = h.at(letters+"AH", "AHh", "BbAHh")
		if q.Moment == matchday.Closing {
			q.lines = h.at("AHCh")
		}
		return q, true
	}
	for _, o := range matchday.Outcomes {
		if letters, ok := strings.CutSuffix(name, string(o)); ok && letters != "" && h.isBook(letters) {
			return h.column(letters, matchday.Market1X2, string(o), string(o)), true
		}
	}
	return quoteColumn{}, false
}

// isBook reports whether letters stand before at least two of H, D and A; GBAH
// alone is Gamebookers' handicap line, not the home price of a "GBA". Letters
// that end in AH are a handicap's unless a draw stands there too.
func (h *header) isBook(letters string) bool {
	if strings.HasSuffix(letters, "AH") && !h.has(letters+"D") {
		return false
	}
	return len(h.at(letters+"H", letters+"D", letters+"A")) >= 2
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
	q := h.column(letters, matchday.MarketTotal, selection, sign+goals)
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

// column splits the letters before a suffix into bookmaker and moment. A C at
// their end marks a closing price (B365C), except in VC, and in letters that
// stand there with a further C as well. In the second layout every price is a
// closing one, in its old files too, where no C says so (PH is today's PSCH).
func (h *header) column(letters, market, selection, suffix string) quoteColumn {
	q := quoteColumn{Quote: Quote{letters, market, selection, matchday.PreMatch}, explicit: !h.second, fixed: table.NoLine}
	if short, ok := strings.CutSuffix(letters, "C"); ok && short != "" && letters != "VC" && !h.has(letters+"C"+suffix) {
		q.Bookmaker, q.Moment, q.explicit = short, matchday.Closing, true
	}
	if h.second {
		q.Moment = matchday.Closing
	}
	if name, ok := sameBookmaker[q.Bookmaker]; ok {
		q.Bookmaker = name
	}
	return q
}
