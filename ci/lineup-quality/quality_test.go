package main

import (
	"bytes"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"matchday"
	"matchday/stages/features/players"
	"matchday/stages/train/lineupweights"
)

// invented are fixtures whose closing price is the pre-match one, moved by what
// the weights make of the elevens and some noise.
func invented(w lineupweights.Weights, noise float64, n int) []fixture {
	rng := rand.New(rand.NewPCG(7, 7))
	out := make([]fixture, n)
	for i := range out {
		f := &out[i]
		f.Fixture = &matchday.Fixture{Season: tuning.seasons[i%3], MatchDate: matchday.Date(2020, 1, 1+i/5)}
		f.pre = matchday.Probs{.2 + .4*rng.Float64(), .25, .2 + .2*rng.Float64()}.Normalised()
		for _, c := range ours {
			f.actual[c] = rng.NormFloat64()
		}
		f.expected[players.RatingDiff] = math.NaN()
		f.closing = lineupweights.Adjust(f.pre, moveOf(w, &f.actual)+noise*rng.NormFloat64())
		f.outcome = matchday.Outcomes[i%3]
		f.said = map[string]matchday.Probs{"off": f.pre, "past": f.pre, "on": f.pre}
	}
	return out
}

func TestAForeseenMoveIsExplainedWhole(t *testing.T) {
	if r2 := explained(invented(lineupweights.BesidePrices, 0, 60)); math.Abs(r2-1) > 1e-9 {
		t.Errorf("R² %v", r2)
	}
	twice := lineupweights.BesidePrices
	twice.Rating, twice.Missing, twice.Regularity = 2*twice.Rating, 2*twice.Missing, 2*twice.Regularity
	if r2 := explained(invented(twice, 0, 60)); math.Abs(r2-.75) > 1e-9 { // half of each move is left
		t.Errorf("R² of half the move %v, want 3/4", r2)
	}
}

func TestWeightsAreFoundInTheOtherSeasons(t *testing.T) {
	w := lineupweights.Weights{Rating: .05, Missing: -.02, Regularity: .01}
	x, y, _ := design(invented(w, 0, 60), ours)
	got, err := leastSquares(x, y)
	if err != nil {
		t.Fatal(err)
	}
	for k, want := range []float64{w.Rating, w.Missing, w.Regularity} {
		if math.Abs(got[k]-want) > 1e-12 {
			t.Errorf("weight %d is %v, want %v", k, got[k], want)
		}
	}
	share, err := seasonOut(invented(w, 0, 60), ours, tuning.seasons)
	if err != nil || math.Abs(share-1) > 1e-12 {
		t.Errorf("%v of the moves is explained (%v)", share, err)
	}
	// What is nothing but noise is not explained by weights of other seasons.
	if share, err := seasonOut(invented(lineupweights.Weights{}, .1, 900), ours, tuning.seasons); err != nil || share > .05 {
		t.Errorf("%v of the noise is explained (%v)", share, err)
	}
}

func TestElevensBringThePriceToItsClose(t *testing.T) {
	fixtures := invented(lineupweights.BesidePrices, 0, 200)
	market := lines()[len(lines())-1]
	r := resultOf(market, fixtures)
	if !(r.divergence[0] > 1e-5) || r.divergence[1] != r.divergence[0] || math.Abs(r.divergence[2]) > 1e-12 {
		t.Errorf("divergence %v: want none with the actual elevens, and no change where nothing is expected", r.divergence)
	}
	if r.expected.Value != 0 || !(r.actual.Low < r.actual.Value && r.actual.Value < r.actual.High) {
		t.Errorf("differences %+v and %+v", r.expected, r.actual)
	}
	var page bytes.Buffer
	section(&page, set{title: "Invented"}, fixtures)
	for _, want := range []string{"## Invented: 200 fixtures", "| market, average pre-match price |", "explain 100.0 % of the squared move"} {
		if !strings.Contains(page.String(), want) {
			t.Errorf("%q is not on the page:\n%s", want, page.String())
		}
	}
}
