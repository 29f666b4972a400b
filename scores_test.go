package matchday

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// anyScores draws a distribution of scores up to 6–6, and some beyond.
func anyScores(t *rapid.T) *Scores {
	s := &Scores{}
	weights := rapid.SliceOfN(rapid.Float64Range(0, 1), 49, 49).Draw(t, "weights")
	total := 0.03
	for _, w := range weights {
		total += w
	}
	for k, w := range weights {
		s[k/7][k%7] = w / total
	}
	for _, x := range [][2]int{{7, 0}, {8, 8}, {0, 20}} {
		s[x[0]][x[1]] = 0.01 / total
	}
	return s
}

func TestMarketsAgreeWithEachOther(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := anyScores(t)
		p := s.Result()
		same := func(what string, got, want float64) {
			if math.Abs(got-want) > 1e-12 {
				t.Fatalf("%s: %v, want %v", what, got, want)
			}
		}
		level := s.Lines().Handicap(0)
		same("level line wins", level.Win, p[0])
		same("level line pushes", level.Push, p[1])
		same("level line is the bet with the draw given back", level.Probability(), p[0]/(p[0]+p[2]))
		same("half a goal away", s.Lines().Handicap(-.5).Win, p[0])
		same("half a goal home", s.Lines().Handicap(.5).Win, p[0]+p[1])
		quarter := s.Lines().Handicap(-.25)
		same("quarter line wins", quarter.Win, p[0])
		same("quarter line loses half on a draw", quarter.HalfLoss, p[1])
		same("quarter line loses", quarter.Loss, p[2])
		none, zeroHome, zeroAway := s[0][0], 0.0, 0.0
		for k := range s {
			zeroHome += s[0][k]
			zeroAway += s[k][0]
		}
		same("both score", s.BothScore(), 1-zeroHome-zeroAway+none)
		same("over half a goal", s.Lines().Over(.5).Win, 1-none)
		same("over 2.5 and under", s.Lines().Over(2.5).Win+s.Lines().Over(2.5).Loss, 1)
		over := 0.0 // the goals that exceed each half line sum to the mean
		for k := range 2 * MaxGoals {
			over += s.Lines().Over(float64(k) + .5).Win
		}
		mean := 0.0
		for x := range s {
			for y, v := range s[x] {
				mean += float64(x+y) * v
			}
		}
		same("mean of the goals", over, mean)
	})
}

func TestChancesOnEveryLine(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := anyScores(t)
		mirrored := &Scores{}
		for x := range s {
			for y, v := range s[x] {
				mirrored[y][x] = v
			}
		}
		same := func(what string, got, want float64) {
			if math.Abs(got-want) > 1e-12 {
				t.Fatalf("%s: %v, want %v", what, got, want)
			}
		}
		line := float64(rapid.IntRange(-20, 20).Draw(t, "quarters")) / 4
		away, other := s.Lines().Handicap(line).Complement(), mirrored.Lines().Handicap(-line)
		same("the away side's bet is the home side's in the mirror: win", away.Win, other.Win)
		same("half win", away.HalfWin, other.HalfWin)
		same("push", away.Push, other.Push)
		same("half loss", away.HalfLoss, other.HalfLoss)
		below, above := s.Lines().Handicap(math.Floor(2*line)/2), s.Lines().Handicap(math.Ceil(2*line)/2)
		for _, c := range []Chances{s.Lines().Handicap(line), s.Lines().Over(line)} {
			same("ends sum", c.Win+c.HalfWin+c.Push+c.HalfLoss+c.Loss, 1)
			if price := c.FairPrice(); price < 1e6 {
				same("fair price earns nothing", (c.Win+c.HalfWin/2)*(price-1), c.Loss+c.HalfLoss/2)
				same("its inverse is the probability", c.Probability(), 1/price)
			}
			if c.Complement().Complement() != c {
				t.Fatal("the opposite of the opposite differs")
			}
			if c.Decided() > 0 {
				same("both sides' probabilities sum", c.Probability()+c.Complement().Probability(), 1)
			}
		}
		// A quarter line is two bets of half the stake.
		worth := func(c Chances, price float64) float64 {
			return (c.Win+c.HalfWin/2)*(price-1) - c.Loss - c.HalfLoss/2
		}
		same("two halves", worth(s.Lines().Handicap(line), 1.9), (worth(below, 1.9)+worth(above, 1.9))/2)
	})
}

func TestQuarterLinesByHand(t *testing.T) {
	s := &Scores{} // 2–1 and 1–1 and 0–3
	s[2][1], s[1][1], s[0][3] = .5, .3, .2
	for _, c := range []struct {
		name string
		got  Chances
		want Chances
	}{
		{"home −0.75", s.Lines().Handicap(-.75), Chances{HalfWin: .5, Loss: .5}},
		{"home −1", s.Lines().Handicap(-1), Chances{Push: .5, Loss: .5}},
		{"home +0.25", s.Lines().Handicap(.25), Chances{Win: .5, HalfWin: .3, Loss: .2}},
		{"home +2.75", s.Lines().Handicap(2.75), Chances{Win: .8, HalfLoss: .2}},
		{"over 2.25", s.Lines().Over(2.25), Chances{Win: .7, HalfLoss: .3}},
		{"over 2.75", s.Lines().Over(2.75), Chances{HalfWin: .7, Loss: .3}},
		{"over 3", s.Lines().Over(3), Chances{Push: .7, Loss: .3}},
	} {
		if c.got != c.want {
			t.Errorf("%s: %+v, want %+v", c.name, c.got, c.want)
		}
	}
	c := s.Lines().Handicap(-.75) // half won with ½, lost with ½: 3 is the fair price of the ¾ that are decided
	if c.FairPrice() != 1+.5/.25 || c.Decided() != .75 || math.Abs(c.Probability()-1./3) > 1e-15 {
		t.Errorf("home −0.75: fair price %v, decided %v, probability %v; want 3, 0.75 and a third", c.FairPrice(), c.Decided(), c.Probability())
	}
}

func TestScoresGivenAResultKeepTheRest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := anyScores(t)
		for k := range 3 { // all three outcomes can happen
			s[1+k%2][k] += 0.1
		}
		var p Probs
		for i := range p {
			p[i] = rapid.Float64Range(0.01, 1).Draw(t, "weight")
		}
		p = p.Normalised()
		given, before := s.Given(p), s.parts()
		got := given.Result()
		for i := range p {
			if math.Abs(got[i]-p[i]) > 1e-12 {
				t.Fatalf("given %v the result is %v", p, got)
			}
		}
		for x := range s {
			for y, v := range s[x] {
				o := outcomeIndex(x, y)
				if math.Abs(given[x][y]/p[o]-v/before[o]) > 1e-12 {
					t.Fatalf("%d–%d: within its outcome it had %v and has %v", x, y, v/before[o], given[x][y]/p[o])
				}
			}
		}
	})
}
