package appearances

import (
	"math"
	"slices"
	"strconv"
	"strings"
)

// known are the columns that are no measures.
var known = append([]string{"source", "player_name", "position"}, Columns...)

// columnFigures counts the numbers in the columns that may be measures.
type columnFigures struct {
	header
	numbers []int // by column; -1: it is none, or holds something else
}

func newFigures(h header) columnFigures {
	f := columnFigures{h, make([]int, len(h.names))}
	for i, name := range h.names {
		if name == "" || i == h.rating || slices.Contains(known, name) || h.place[name] != i {
			f.numbers[i] = -1
		}
	}
	return f
}

func (f columnFigures) count(cells []string) {
	for i := range f.numbers {
		if f.numbers[i] < 0 || strings.TrimSpace(cells[i]) == "" {
			continue
		}
		if _, ok := number(cells[i]); !ok {
			f.numbers[i] = -1
			continue
		}
		f.numbers[i]++
	}
}

// measures are the columns in which every cell is empty or a number, and one at
// least a number, by name.
func (f columnFigures) measures() (out []int) {
	for i, n := range f.numbers {
		if n > 0 {
			out = append(out, i)
		}
	}
	slices.SortFunc(out, func(a, b int) int { return strings.Compare(f.names[a], f.names[b]) })
	return out
}

// number reads a finite number.
func number(cell string) (float64, bool) {
	v, err := strconv.ParseFloat(strings.TrimSpace(cell), 64)
	return v, err == nil && !math.IsInf(v, 0) && !math.IsNaN(v)
}
