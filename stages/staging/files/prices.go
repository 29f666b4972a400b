package files

import (
	"matchday"
	"matchday/stages/staging/delimited"
	"matchday/stages/staging/table"
)

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
