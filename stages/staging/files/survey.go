package files

import "matchday/stages/staging/delimited"

// survey is what a file's rows, taken together, say of its columns.
type survey struct {
	dates   delimited.DateOrder
	months  bool // dates are month first
	rows    int
	results int // rows of matches that were played
	widest  int // cells of the widest row
	margins map[string]*margin
}

// margin counts the rows in which the columns of letters that nobody has seen
// yet are prices of one bookmaker.
type margin struct {
	columns      []int
	filled, sane int
}

// The sum of the probabilities that a bookmaker's prices of one market stand for.
// Fair odds of one's own sum to 1; no bookmaker that the publisher has had took
// more than the upper bound from a match on average.
const leastOverround, mostOverround = 1.015, 1.35

// look reads all rows once, before the columns of prices are decided. An error
// says that the file's dates cannot be trusted.
func (h *header) look(rows delimited.Rows) error {
	h.margins = map[string]*margin{}
	for i, name := range h.names {
		if q, ok := h.quote(name); ok && h.columns[i].kind == unknown && q.unknown != "" {
			m := h.margins[q.unknown]
			if m == nil {
				m = &margin{}
				h.margins[q.unknown] = m
			}
			m.columns = append(m.columns, i)
		}
	}
	dates, home, away := h.column(day), h.column(homeGoals), h.column(awayGoals)
	for {
		row, ok := rows.Next()
		if !ok {
			break
		}
		if row.Ended {
			h.widest = max(h.widest, len(row.Cells))
		}
		if row.Cells == nil {
			continue
		}
		h.rows++
		if dates < len(row.Cells) {
			h.dates.Count(delimited.Text(row.Cells[dates]), row.Line)
		}
		if h.isCount(row.Cells, home) && h.isCount(row.Cells, away) {
			h.results++
		}
		for _, m := range h.margins {
			m.count(h, row.Cells)
		}
	}
	var err error
	h.months, err = h.dates.MonthFirst()
	return err
}

func (h *header) isCount(cells []string, i int) bool {
	if i < 0 || i >= len(cells) {
		return false
	}
	_, ok := count(cells[i], maxGoals)
	if !ok {
		_, ok = count(h.figure(cells[i]), maxGoals)
	}
	return ok
}

// coming reports whether most of a file's matches are to be played yet.
func (h *header) coming() bool { return 2*h.results < h.rows || h.rows == 0 }

func (m *margin) count(h *header, cells []string) {
	sum, prices, filled := 0.0, 0, false
	for _, i := range m.columns {
		if i >= len(cells) || cells[i] == "" {
			continue
		}
		cell := h.figure(cells[i])
		filled = filled || cell != ""
		if v, ok := decimal(cell); ok && v > priceUnit {
			prices++
			sum += priceUnit / float64(v)
		}
	}
	if filled {
		m.filled++
	}
	if prices == len(m.columns) && sum >= leastOverround && sum <= mostOverround {
		m.sane++
	}
}

// trusts reports whether a quote is a bookmaker's: its letters are known, or
// most of its rows hold prices with a margin that one takes.
func (h *header) trusts(q quoteColumn) bool {
	m := h.margins[q.unknown]
	return q.unknown == "" || m != nil && 2*m.sane > m.filled
}
