package players

import (
	"fmt"
	"math"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// drawWorld is a season of a few teams with random line-ups and ratings.
func drawWorld(t *rapid.T) []Match {
	weeks := rapid.IntRange(4, 14).Draw(t, "weeks")
	var out []Match
	for week := range weeks {
		for pair := range 2 {
			home, away := fmt.Sprint("t", (2*pair+week)%4), fmt.Sprint("t", (2*pair+week+1)%4)
			if home == away {
				continue
			}
			out = append(out, fixture(week, home, away, drawSheet(t, home), drawSheet(t, away)))
		}
	}
	return out
}

func drawSheet(t *rapid.T, team string) []Appearance {
	if rapid.IntRange(0, 9).Draw(t, "no sheet") == 0 {
		return nil
	}
	sheet := eleven(team, [2]int{11 + rapid.IntRange(0, 2).Draw(t, "in"), rapid.IntRange(0, 10).Draw(t, "out")})
	for i := range sheet {
		sheet[i].Rating = rapid.Float64Range(3, 10).Draw(t, "rating")
	}
	if rapid.IntRange(0, 5).Draw(t, "transfer") == 0 {
		sheet[4].Player = "wanderer"
	}
	return sheet
}

// TestNothingKnownLaterMovesARow changes, adds and deletes what became known
// after a moment; all rows as of that moment or before keep their bits.
func TestNothingKnownLaterMovesARow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		matches := drawWorld(t)
		moment := start.Add(time.Duration(rapid.IntRange(0, 15*7*24).Draw(t, "hour")) * time.Hour)
		before, err := Run(matches)
		if err != nil {
			t.Fatal(err)
		}
		var changed []Match
		from := make([]int, 0, len(matches)) // of changed in matches
		for i, m := range matches {
			if m.AsOf.After(moment) && rapid.Bool().Draw(t, "delete") {
				continue
			}
			if m.PlayedAt.After(moment) {
				m.PlayedAt = time.Time{}
				if rapid.Bool().Draw(t, "played later") {
					m.PlayedAt = moment.Add(time.Hour)
				}
			}
			for side := range m.Sheets {
				if s := m.Sheets[side]; len(s) > 0 && s[0].KnownAt.After(moment) {
					m.Sheets[side] = []Sheet{{KnownAt: s[0].KnownAt, Players: drawSheet(t, "other")}}
				} else if len(s) > 0 && m.PlayedAt.After(moment) {
					// Minutes and ratings are known only once it is over.
					players := append([]Appearance(nil), s[0].Players...)
					for k := range players {
						players[k].Minutes, players[k].Rating = math.NaN(), 1
					}
					m.Sheets[side] = []Sheet{{KnownAt: s[0].KnownAt, Players: players}}
				}
			}
			changed, from = append(changed, m), append(from, i)
		}
		after, err := Run(changed)
		if err != nil {
			t.Fatal(err)
		}
		for k, i := range from {
			for c := range NumColumns {
				if m := matches[i]; !m.AsOf.After(moment) && math.Float64bits(before.AsOf[c][i]) != math.Float64bits(after.AsOf[c][k]) {
					t.Fatalf("%s: expected %s was %v and is %v", m.ID, Names[c], before.AsOf[c][i], after.AsOf[c][k])
				}
				if m := matches[i]; !m.announcedAt().IsZero() && !m.Kickoff.After(moment) && math.Float64bits(before.Actual[c][i]) != math.Float64bits(after.Actual[c][k]) {
					t.Fatalf("%s: actual %s was %v and is %v", m.ID, Names[c], before.Actual[c][i], after.Actual[c][k])
				}
			}
		}
	})
}

func TestTheOrderOfTheMatchesMovesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		matches := drawWorld(t)
		a, err := Run(matches)
		if err != nil {
			t.Fatal(err)
		}
		order := rapid.Permutation(matches).Draw(t, "order")
		place := map[string]int{}
		for i := range matches {
			place[matches[i].ID] = i
		}
		b, err := Run(order)
		if err != nil {
			t.Fatal(err)
		}
		for k := range order {
			for c := range NumColumns {
				if i := place[order[k].ID]; math.Float64bits(a.Actual[c][i]) != math.Float64bits(b.Actual[c][k]) {
					t.Fatalf("%s of %s: %v and %v", Names[c], order[k].ID, a.Actual[c][i], b.Actual[c][k])
				}
			}
		}
	})
}
