package ratings

import (
	"math"
	"testing"
)

func TestMixByHand(t *testing.T) {
	s := means{shots: runningMean{value: 10}, onTarget: runningMean{value: 5}, corners: runningMean{value: 6}}
	m := goalsOnlyMatch(3, 0)
	home, away, phi := s.observed(m, britishMix)
	near(t, "home goals alone", home, 3, 0)
	near(t, "away goals alone", away, 0, 0)
	near(t, "their dispersion", phi, 1, 0)

	m.HomeShots, m.AwayShots, m.HomeOnTarget, m.AwayOnTarget, m.HomeCorners, m.AwayCorners = 5, 20, 5, 10, 3, 12
	home, away, phi = s.observed(m, britishMix)
	// (3 + 1.35·(.4·5/5 + .65·5/10 + .3·3/6)) / 2.35 and (1.35·(.4·2 + .65·2 + .3·2)) / 2.35
	near(t, "home mix", home, (3+1.35*.875)/2.35, 1e-12)
	near(t, "away mix", away, 1.35*2.7/2.35, 1e-12)
	near(t, "dispersion", phi, .33, 0)

	m.HomeReds, m.AwayReds = 1, 0
	shiftedHome, shiftedAway, _ := s.observed(m, britishMix)
	near(t, "home mix with ten men", shiftedHome, home+.1, 1e-12)
	near(t, "away mix against ten men", shiftedAway, away-.1, 1e-12)

	m.HomeCorners = math.NaN()
	home, _, _ = s.observed(m, continentalMix)
	near(t, "home mix without corners", home, (3+1.35*(.3+.125))/1.55+.1, 1e-12)
}

func TestTheMixNeverFallsBelowZero(t *testing.T) {
	m := goalsOnlyMatch(0, 0)
	m.HomeReds, m.AwayReds = 0, 2
	home, away, _ := (&means{}).observed(m, goalsOnly)
	near(t, "home", home, 0, 0)
	near(t, "away", away, .2, 1e-12)
}

func TestMixOfDivisions(t *testing.T) {
	for division, want := range map[string]mix{
		"E0": britishMix, "EC": britishMix, "SC2": britishMix, "SP2": continentalMix, "D1": continentalMix,
		"I2": continentalMix, "F1": continentalMix, "N1": britishMix, "FIN": britishMix,
	} {
		if got := mixOf(division); got != want {
			t.Errorf("%s has %v, want %v", division, got, want)
		}
	}
}

func TestRunningMeanForgetsAfterTwoHundred(t *testing.T) {
	var m runningMean
	for i := range 200 {
		m.observe(float64(i))
	}
	near(t, "mean of 0 to 199", m.value, 99.5, 1e-9)
	m.observe(299.5)
	near(t, "mean one later", m.value, 100.5, 1e-9)
}

func TestMeansLearnWhatIsThere(t *testing.T) {
	s := startMeans()
	before := s
	m := goalsOnlyMatch(1, 0)
	m.HomeShots, m.AwayShots = 23, 23
	s.observe(m)
	near(t, "shots", s.shots.value, 13, 1e-12) // (12·10 + 23) / 11
	if s.corners != before.corners || s.onTarget != before.onTarget {
		t.Error("statistics that are missing moved their mean")
	}
}
