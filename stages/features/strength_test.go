package features

import (
	"bytes"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"matchday"
	"matchday/stages/features/ratings"
)

// played is a match of division X1 on day n, known the same evening.
func played(n int, home, away string, homeGoals, awayGoals int) ratings.Match {
	kickoff := matchday.Date(2021, time.August, 1).AddDate(0, 0, n)
	return ratings.Match{
		Fixture: matchday.Fixture{Country: "X", Division: "X1", HomeTeamID: home, AwayTeamID: away, Kickoff: kickoff, AsOf: kickoff},
		KnownAt: kickoff.Add(3 * time.Hour), HomeGoals: homeGoals, AwayGoals: awayGoals,
	}
}

// named finds a column.
func named(t testing.TB, columns []column, name string) []float64 {
	t.Helper()
	for _, c := range columns {
		if c.name == name {
			return c.values
		}
	}
	t.Fatalf("no column %s", name)
	return nil
}

// strengthsOf are the columns of a run through.
func strengthsOf(matches []ratings.Match, eloDiff []float64) []column {
	out, _ := strengths(newHistory(), matches, eloDiff, nil)
	return out
}

func TestAttackAndDefenceAfterOneMatchAreThoseByHand(t *testing.T) {
	// Before anything is known both sides have strength 1 and the division its
	// prior means. A wins 3-0. 385 days later what was learned weighs
	// exp(-0.0018 * (385 - 3/24)).
	matches := []ratings.Match{played(0, "A", "B", 3, 0), played(385, "A", "B", 0, 0)}
	got := strengthsOf(matches, []float64{65, 65})
	w := math.Exp(-0.0018 * (385 - 3./24))
	homeMean, awayMean := (3*w+20*1.5)/(w+20), (0*w+20*1.1)/(w+20)
	attackA, defenceA := (5+3*w)/(5+1.5*w), (5+0*w)/(5+1.1*w)
	attackB, defenceB := (5+0*w)/(5+1.1*w), (5+3*w)/(5+1.5*w)
	for name, want := range map[string][2]float64{
		"attack_home":         {1, attackA},
		"attack_away":         {1, attackB},
		"defence_home":        {1, defenceA},
		"defence_away":        {1, defenceB},
		"expected_goals_home": {1.5, attackA * defenceB * homeMean},
		"expected_goals_away": {1.1, attackB * defenceA * awayMean},
	} {
		for i, v := range named(t, got, name) {
			if math.Abs(v-want[i]) > 1e-12 {
				t.Errorf("%s of match %d is %v, want %v", name, i, v, want[i])
			}
		}
	}
}

func TestAdjustedFormIsTheMeanOfTheLastTenSurprises(t *testing.T) {
	// Elo expects 10/11 of A each time (400 points). A draws one, then wins ten.
	matches := []ratings.Match{played(0, "A", "B", 1, 1)}
	for n := 1; n <= 11; n++ {
		matches = append(matches, played(7*n, "A", "B", 2, 1))
	}
	elo := make([]float64, len(matches))
	for i := range elo {
		elo[i] = 400
	}
	got := strengthsOf(matches, elo)
	home, away := named(t, got, "adjusted_form_10_home"), named(t, got, "adjusted_form_10_away")
	if !math.IsNaN(home[0]) || !math.IsNaN(away[0]) {
		t.Errorf("form before the first match is %v and %v, want NaN", home[0], away[0])
	}
	draw, win := 0.5-10./11, 1-10./11
	for i, want := range map[int]float64{1: draw, 2: (draw + win) / 2, 10: (draw + 9*win) / 10, 11: win} {
		if math.Abs(home[i]-want) > 1e-12 || math.Abs(away[i]+want) > 1e-12 {
			t.Errorf("form before match %d is %v and %v, want %v and its negative", i, home[i], away[i], want)
		}
	}
}

func TestTeamsOfOneStrengthAreFoundToBeOfOneStrength(t *testing.T) {
	// Twenty teams score Poisson goals of the same means: every attack and
	// defence stays near 1, and expected goals near the means.
	rng := rand.New(rand.NewPCG(3, 4))
	poisson := func(mean float64) int {
		n, p := 0, rng.Float64()
		for ; p > math.Exp(-mean) && n < 20; n++ {
			p *= rng.Float64()
		}
		return n
	}
	var matches []ratings.Match
	for n := range 4000 {
		home := rng.IntN(20)
		away := (home + 1 + rng.IntN(19)) % 20
		matches = append(matches, played(n/10, string(rune('A'+home)), string(rune('A'+away)), poisson(1.6), poisson(1.2)))
	}
	got := strengthsOf(matches, make([]float64, len(matches)))
	for name, want := range map[string]float64{
		"attack_home": 1, "attack_away": 1, "defence_home": 1, "defence_away": 1, "expected_goals_home": 1.6, "expected_goals_away": 1.2,
	} {
		sum := 0.0
		last := named(t, got, name)[3000:]
		for _, v := range last {
			sum += v
		}
		if mean := sum / float64(len(last)); math.Abs(mean-want) > 0.06 {
			t.Errorf("mean %s is %v, want about %v", name, mean, want)
		}
	}
}

func TestStrengthsArePositiveAndSeeNothingOfTheirOwnMatch(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 30).Draw(t, "matches")
		matches, elo := make([]ratings.Match, n), make([]float64, n)
		for i := range matches {
			home := rapid.IntRange(0, 3).Draw(t, "home")
			away := (home + rapid.IntRange(1, 3).Draw(t, "other")) % 4
			matches[i] = played(i, string(rune('A'+home)), string(rune('A'+away)), rapid.IntRange(0, 9).Draw(t, "hg"), rapid.IntRange(0, 9).Draw(t, "ag"))
			elo[i] = rapid.Float64Range(-800, 800).Draw(t, "elo")
		}
		want := strengthsOf(matches, elo)
		last := &matches[n-1]
		last.HomeGoals, last.AwayGoals = last.AwayGoals+1, last.HomeGoals+3
		for c, col := range strengthsOf(matches, elo) {
			if !sameBits(col.values, want[c].values) {
				t.Fatalf("%s changed with the last match's result", col.name)
			}
			for i, v := range col.values {
				if c < 6 && !(v > 0 && !math.IsInf(v, 1)) {
					t.Fatalf("%s of match %d is %v", col.name, i, v)
				}
			}
		}
	})
}

func TestStrengthsFromAMomentOnAreThoseOfTheRunThrough(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 40).Draw(t, "matches")
		matches, elo := make([]ratings.Match, n), make([]float64, n)
		for i := range matches {
			home := rapid.IntRange(0, 3).Draw(t, "home")
			away := (home + rapid.IntRange(1, 3).Draw(t, "other")) % 4
			matches[i] = played(i, string(rune('A'+home)), string(rune('A'+away)), rapid.IntRange(0, 4).Draw(t, "hg"), rapid.IntRange(0, 4).Draw(t, "ag"))
			matches[i].KnownAt = matches[i].KnownAt.AddDate(0, 0, rapid.SampledFrom([]int{-1, 0, 0, 3}).Draw(t, "days late"))
			elo[i] = rapid.Float64Range(-800, 800).Draw(t, "elo")
		}
		draw := func(what string) time.Time {
			return matches[0].Kickoff.Add(time.Duration(rapid.IntRange(0, 24*(n+5)).Draw(t, what)) * time.Hour)
		}
		moments := []time.Time{draw("moment"), draw("later")}
		slices.SortFunc(moments, time.Time.Compare)
		want, kept := strengths(newHistory(), matches, elo, moments)
		past, err := readHistory(kept[0])
		if err != nil {
			t.Fatal(err)
		}
		got, again := strengths(past, matches, elo, moments[1:])
		if !bytes.Equal(again[0], kept[1]) {
			t.Fatal("what is known later differs")
		}
		for c := range want {
			for i := range matches {
				if !matches[i].AsOf.Before(moments[0]) && !sameBits(got[c].values[i:i+1], want[c].values[i:i+1]) {
					t.Fatalf("%s of match %d is %v, want %v", want[c].name, i, got[c].values[i], want[c].values[i])
				}
			}
		}
	})
}
