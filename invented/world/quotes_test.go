package world

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"
)

// fair removes a margin in proportion.
func fair(prices [3]float64) (p [3]float64) {
	sum := 1/prices[0] + 1/prices[1] + 1/prices[2]
	for i, x := range prices {
		p[i] = 1 / x / sum
	}
	return p
}

// The market's distance from the truth shrinks from its opening to its close,
// by about as much as the errors say.
func TestClosingPricesAreBetterThanEarlyOnes(t *testing.T) {
	w := defaultWorld()
	distance := map[time.Duration]float64{}
	n := 0
	for _, f := range w.Fixtures[:6000] {
		if !f.Counts() || f.status != statusOrdinary {
			continue
		}
		n++
		for _, ahead := range []time.Duration{6 * 24 * time.Hour, 24 * time.Hour, time.Minute} {
			for _, b := range w.Quotes(f, f.Kickoff.Add(-ahead)) {
				if b.ID != 2 {
					continue
				}
				p := fair(b.Result)
				for i, q := range f.truth {
					distance[ahead] += q * math.Log(q/p[i])
				}
			}
		}
	}
	early, day, closing := distance[6*24*time.Hour]/float64(n), distance[24*time.Hour]/float64(n), distance[time.Minute]/float64(n)
	if !(early > day && day > closing && closing > 0) {
		t.Errorf("divergence from the truth: %.5f early, %.5f a day before, %.5f at the close", early, day, closing)
	}
	if early < 0.004 || early > 0.012 || closing > 0.003 {
		t.Errorf("divergence from the truth: %.5f early, %.5f at the close", early, closing)
	}
}

func TestPricesHaveTheirMargins(t *testing.T) {
	w := defaultWorld()
	sums, n := map[int64]float64{}, map[int64]float64{}
	for _, f := range w.Fixtures[:2000] {
		for _, b := range w.Quotes(f, f.Kickoff.Add(-2*time.Hour)) {
			for _, prices := range [][]float64{b.Result[:], b.Total[:], b.Handicap[:]} {
				over := -1.0
				for _, x := range prices {
					if x < 1.01 {
						t.Fatalf("fixture %d: %s asks %v", f.ID, b.Name, x)
					}
					over += 1 / x
				}
				if over < 0.005 || over > 0.12 {
					t.Fatalf("fixture %d: %s asks %v, margin %.3f", f.ID, b.Name, prices, over)
				}
				sums[b.ID] += over
				n[b.ID]++
			}
		}
	}
	for _, b := range Bookmakers {
		if got := sums[b.ID] / n[b.ID]; math.Abs(got-b.margin) > 0.004 {
			t.Errorf("%s has a mean margin of %.4f, want %.4f", b.Name, got, b.margin)
		}
	}
}

func TestQuotesNeverComeFromTheFuture(t *testing.T) {
	w := defaultWorld()
	moved := 0
	for _, f := range w.Fixtures[:500] {
		var last []Quote
		for ahead := 170; ahead >= 0; ahead -= 3 {
			now := f.StartingAt(f.Kickoff.Add(-48 * time.Hour)).Add(-time.Duration(ahead) * time.Hour)
			quotes := w.Quotes(f, now)
			for _, b := range quotes {
				if b.Updated.After(now) || b.Opened.After(b.Updated) {
					t.Fatalf("fixture %d at %s: opened %s, updated %s", f.ID, now, b.Opened, b.Updated)
				}
			}
			if len(last) > 0 && len(quotes) > 0 && last[0].Result != quotes[0].Result {
				moved++
			}
			last = quotes
		}
	}
	if moved < 1000 {
		t.Errorf("prices moved %d times", moved)
	}
}

func TestPathShrinksToTheClose(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	var open, shut float64
	const n = 20_000
	for range n {
		p := newErrorPath(rng)
		open += p[0][0] * p[0][0] / n
		shut += p[len(p)-1][1] * p[len(p)-1][1] / n
	}
	if math.Abs(math.Sqrt(open)/openingError-1) > 0.03 || math.Abs(math.Sqrt(shut)/math.Sqrt(marketError(updates[len(updates)-1]))-1) > 0.03 {
		t.Errorf("errors %.4f at the opening, %.4f at the close", math.Sqrt(open), math.Sqrt(shut))
	}
}
