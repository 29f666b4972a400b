package belief

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"matchday"
)

// Text says of each market the weight of all divisions, and the groups that are
// believed least and most.
func (m *Model) Text() string {
	var parts []string
	for _, market := range m.markets() {
		w := m.Markets[market]
		text := fmt.Sprintf("%s %.2f", market, w.All.Weight)
		switch names := w.ranked(); {
		case w.All.N == 0:
			text += " (nothing learned yet)"
		case len(names) > 1:
			least, most := names[0], names[len(names)-1]
			text += fmt.Sprintf(" (least %s %.2f, most %s %.2f)", least, w.Groups[least].Weight, most, w.Groups[most].Weight)
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, ", ")
}

// Lines say of each market all weights, those of the groups by name.
func (m *Model) Lines() (lines []string) {
	for _, market := range m.markets() {
		w := m.Markets[market]
		line := fmt.Sprintf("%s %.2f ± %.2f on %d results, prior %.2f", market, w.All.Weight, w.All.Error, w.All.N, w.Prior)
		for i, name := range slices.Sorted(maps.Keys(w.Groups)) {
			line += map[bool]string{true: ": ", false: ", "}[i == 0] + fmt.Sprintf("%s %.2f", name, w.Groups[name].Weight)
		}
		lines = append(lines, line)
	}
	return lines
}

// markets are those with weights, in the order of Markets.
func (m *Model) markets() []matchday.Market {
	return slices.DeleteFunc(slices.Clone(Markets), func(market matchday.Market) bool {
		_, ok := m.Markets[market]
		return !ok
	})
}

// ranked are the groups by weight, the least believed first.
func (w Weights) ranked() []string {
	names := slices.Sorted(maps.Keys(w.Groups))
	slices.SortStableFunc(names, func(a, b string) int {
		switch x, y := w.Groups[a].Weight, w.Groups[b].Weight; {
		case x < y:
			return -1
		case x > y:
			return 1
		}
		return 0
	})
	return names
}
