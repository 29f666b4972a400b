package ratings

import (
	"math"
	"testing"

	"matchday"

	"pgregory.net/rapid"
)

func TestPoissonResultOfSmallCases(t *testing.T) {
	// Independent Poisson(1), Poisson(1): P(equal) = e^-2·I0(2) = 0.3085083225.
	win, lose, slope := poissonResult(0, 0)
	near(t, "win", win, (1-.3085083225)/2, 1e-9)
	near(t, "lose", lose, win, 1e-15)
	near(t, "slope of the win by the own log mean", slope[0], .3085083225, 1e-9)
	// P(larger by one) = e^-2·I1(2) = 0.2152692892.
	near(t, "slope of the win by the other log mean", slope[1], -.2152692892, 1e-9)
}

func TestSlopesOfPoissonResult(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		home, away := rapid.Float64Range(-2, 1.5).Draw(t, "home"), rapid.Float64Range(-2, 1.5).Draw(t, "away")
		const step = 1e-5
		_, _, slope := poissonResult(home, away)
		winUp, loseUp, _ := poissonResult(home+step, away)
		winDown, loseDown, _ := poissonResult(home-step, away)
		winRight, loseRight, _ := poissonResult(home, away+step)
		winLeft, loseLeft, _ := poissonResult(home, away-step)
		for i, want := range []float64{winUp - winDown, winRight - winLeft, loseUp - loseDown, loseRight - loseLeft} {
			if got := slope[i]; math.Abs(got-want/(2*step)) > 1e-8 {
				t.Fatalf("slope %d is %v, want %v", i, got, want/(2*step))
			}
		}
	})
}

func TestImpliedRatesExplainTheMarket(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		home, away := rapid.Float64Range(-2, 1.6).Draw(t, "home"), rapid.Float64Range(-2, 1.6).Draw(t, "away")
		win, lose, _ := poissonResult(home, away)
		market := matchday.Probs{win, marketDraw * (1 - win - lose), lose}.Normalised()
		gotHome, gotAway, ok := impliedRates(market)
		if !ok || math.Abs(gotHome-home)+math.Abs(gotAway-away) > 1e-6 {
			t.Fatalf("rates %v and %v (%v) from those of %v and %v", gotHome, gotAway, ok, home, away)
		}
	})
}

func TestImpliedRatesRefuseTheImpossible(t *testing.T) {
	// Draws are never so rare between sides of equal strength with few goals.
	if h, a, ok := impliedRates(matchday.Probs{.4999999, 2e-7, .4999999}); ok {
		t.Errorf("a market without draws gives rates %v and %v", h, a)
	}
}
