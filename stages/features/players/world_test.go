package players

import (
	"fmt"
	"math"
	"time"

	"matchday"
)

// start is the first kick-off of the invented fixtures.
var start = time.Date(2020, time.January, 4, 15, 0, 0, 0, time.UTC)

// fixture is one of a week, whose as-of is the day before, whose line-ups are
// known an hour before kick-off and whose minutes three hours after it.
func fixture(week int, home, away string, sheets ...[]Appearance) Match {
	kickoff := start.AddDate(0, 0, 7*week)
	m := Match{
		Fixture: matchday.Fixture{
			ID: fmt.Sprintf("X/%03d/%s/%s/1", week, home, away), Country: "X", HomeTeamID: home, AwayTeamID: away,
			Kickoff: kickoff, AsOf: kickoff.Add(-26 * time.Hour),
		},
		PlayedAt: kickoff.Add(3 * time.Hour),
	}
	for side, players := range sheets {
		if players != nil {
			m.Sheets[side] = []Sheet{{KnownAt: kickoff.Add(-time.Hour), Players: players}}
		}
	}
	return m
}

// eleven are a goalkeeper, team+"0", and ten others who start, and a bench of
// three; swap puts a player of the bench (11 to 13) in the place of another.
func eleven(team string, swaps ...[2]int) []Appearance {
	out := make([]Appearance, 14)
	for i := range out {
		a := Appearance{Player: fmt.Sprint(team, i), Position: Position(2 + i%3), Started: i < 11, Minutes: 90, Rating: math.NaN()}
		if i == 0 || i == 13 {
			a.Position = Goalkeeper
		}
		if !a.Started {
			a.Minutes = 0
		}
		out[i] = a
	}
	for _, s := range swaps {
		in, off := &out[s[0]], &out[s[1]]
		in.Started, in.Minutes, off.Started, off.Minutes = true, 90, false, 0
	}
	return out
}

// without leaves players out of a sheet.
func without(players []Appearance, keys ...string) []Appearance {
	var out []Appearance
	for _, a := range players {
		keep := true
		for _, key := range keys {
			keep = keep && a.Player != key
		}
		if keep {
			out = append(out, a)
		}
	}
	return out
}
