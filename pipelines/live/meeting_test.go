package live

import (
	"slices"
	"testing"

	"matchday"
	"matchday/stages/bet"
)

func TestAnOpenBetOnThePairCountsUnderAnotherId(t *testing.T) {
	pair, other := bet.Meeting{Division: "E0", HomeTeam: "A", AwayTeam: "B"}, bet.Meeting{Division: "E0", HomeTeam: "B", AwayTeam: "A"}
	own, open := matchday.Bet{ID: "own"}, matchday.Bet{ID: "open"}
	d := &betPlacer{
		placed: map[string][]matchday.Bet{"E0/2425/A/B/2": {own}},
		open:   map[bet.Meeting][]matchday.Bet{pair: {open}},
	}
	for _, c := range []struct {
		fixture string
		meeting bet.Meeting
		want    []string
	}{
		{"E0/2425/A/B/2", pair, []string{"own", "open"}},
		{"E0/2425/A/B/3", pair, []string{"open"}},
		{"E0/2425/B/A/1", other, nil},
	} {
		var got []string
		for _, b := range d.onMatch(c.fixture, c.meeting) {
			got = append(got, b.ID)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: bets %v, want %v", c.fixture, got, c.want)
		}
	}
}
