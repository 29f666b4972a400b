package belief_test

import (
	"bytes"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"matchday"
	"matchday/stages/train/belief"
)

var today = time.Date(2020, time.July, 1, 0, 0, 0, 0, time.UTC)

// loose lets the results alone decide.
var loose = belief.Config{Prior: .5, AllSpread: 1000, GroupSpread: 1000, HalfLife: 8766 * time.Hour}

// repeated are n equal observations.
func repeated(n int, o belief.Observation) []belief.Observation {
	return slices.Repeat([]belief.Observation{o}, n)
}

// even is an observation of two selections: the sharp price has both at a half, the
// model has the log odds of the first at 0.4.
func even(known time.Time, won ...float64) belief.Observation {
	o := belief.Observation{Group: "England", KnownAt: known, Sharp: [3]float64{.5, .5}}
	o.Model[0] = 1 / (1 + math.Exp(-.4))
	o.Model[1] = 1 - o.Model[0]
	copy(o.Won[:], won)
	return o
}

func near(t *testing.T, what string, got, want, within float64) {
	t.Helper()
	if !(math.Abs(got-want) <= within) {
		t.Errorf("%s is %v, want %v", what, got, want)
	}
}

func TestTheWeightIsTheOneThatCalibratesTheModel(t *testing.T) {
	// The pool's log odds of the first selection are .4·b, so that 54 of 100 want
	// b = log(.54/.46)/.4.
	won := slices.Concat(repeated(54, even(today, 1, 0)), repeated(46, even(today, 0, 1)))
	near(t, "the weight of two selections", belief.Fit(loose, won, today).Groups["England"].Weight, math.Log(.54/.46)/.4, 1e-5)

	halves := slices.Concat(repeated(54, even(today, .5, 0)), repeated(46, even(today, 0, .5)), repeated(30, even(today)))
	near(t, "the weight of half wins and pushes", belief.Fit(loose, halves, today).Groups["England"].Weight, math.Log(.54/.46)/.4, 1e-5)

	// The pool's odds of home against the other two are (4/3)^b/2, so that 36 of 100
	// want b = log(2·.36/.64)/log(4/3).
	three := func(winner int) belief.Observation {
		o := belief.Observation{Group: "Spain", KnownAt: today, Sharp: matchday.Uniform, Model: [3]float64{.4, .3, .3}}
		o.Won[winner] = 1
		return o
	}
	results := slices.Concat(repeated(36, three(0)), repeated(25, three(1)), repeated(39, three(2)))
	near(t, "the weight of three selections", belief.Fit(loose, results, today).Groups["Spain"].Weight, math.Log(.72/.64)/math.Log(4./3), 1e-5)
}

func TestAModelThatIsFarApartTeachesNoMoreThanOneAtTheBound(t *testing.T) {
	at := func(p float64) []belief.Observation {
		out := make([]belief.Observation, 100)
		for i := range out {
			out[i] = belief.Observation{Group: "Spain", KnownAt: today, Sharp: [3]float64{.5, .3, .2}, Model: [3]float64{.5, .5 - p, p}}
			out[i].Won[i%3] = 1
		}
		return out
	}
	near(t, "the weight", belief.Fit(loose, at(.4), today).Groups["Spain"].Weight, belief.Fit(loose, at(.35), today).Groups["Spain"].Weight, 1e-12)
}

func TestAResultCountsHalfAfterAHalfLifeAndNothingAfterFour(t *testing.T) {
	ago := func(lives float64) time.Time { return today.Add(-time.Duration(lives * float64(loose.HalfLife))) }
	young := slices.Concat(repeated(30, even(today, 1, 0)), repeated(20, even(today, 0, 1)))
	old := slices.Concat(repeated(30, even(today, 1, 0)), repeated(40, even(ago(1), 0, 1)), repeated(1000, even(ago(belief.Oldest), 0, 1)))
	want, got := belief.Fit(loose, young, today), belief.Fit(loose, old, today)
	near(t, "the weight", got.Groups["England"].Weight, want.Groups["England"].Weight, 1e-9)
	if got.All.N != 70 {
		t.Errorf("%d observations were learned from, want 70", got.All.N)
	}
}

func TestWithoutResultsThePriorCounts(t *testing.T) {
	for _, group := range []string{"off", "past", "on"} {
		m := belief.Default(group)
		for _, market := range belief.Markets {
			if w := m.Markets[market]; w.All.Weight != w.Prior || w.All.N != 0 || !(w.Prior > 0 && w.Prior < 1) {
				t.Errorf("%s, %s: %+v; want the prior, between 0 and 1", group, market, w)
			}
			if b := m.Of("anywhere"); b[market] != m.Markets[market].Prior {
				t.Errorf("%s, %s: %v; want the prior", group, market, b)
			}
		}
	}
}

// drawn are results of fixtures in two groups of divisions, drawn from the pool with
// the given weights.
func drawn(seed uint64, n int, weights map[string]float64) (out []belief.Observation) {
	rng := rand.New(rand.NewPCG(seed, seed))
	for _, name := range []string{"England", "Spain"} {
		for range n {
			var z, y [matchday.NumOutcome]float64
			for c := range z {
				z[c] = .5 * rng.NormFloat64()
				y[c] = z[c] + .2*rng.NormFloat64()
			}
			o := belief.Observation{Group: name, KnownAt: today.Add(-time.Duration(rng.IntN(5000)) * time.Hour), Sharp: matchday.Softmax(z), Model: matchday.Softmax(y)}
			for c := range z {
				z[c] = math.Log(o.Sharp[c]) + weights[name]*matchday.Disagreement(o.Model[c], o.Sharp[c])
			}
			p, u := matchday.Softmax(z), rng.Float64()
			winner := 0
			for ; winner < 2 && u > p[winner]; winner++ {
				u -= p[winner]
			}
			o.Won[winner] = 1
			out = append(out, o)
		}
	}
	return out
}

func TestAPlantedWeightIsFoundInEachGroup(t *testing.T) {
	planted := map[string]float64{"England": .1, "Spain": .7}
	got := belief.Fit(belief.Config{Prior: .4, AllSpread: .2, GroupSpread: .3, HalfLife: 87660 * time.Hour}, drawn(1, 20000, planted), today)
	for name, want := range planted {
		g := got.Groups[name]
		near(t, "the weight of "+name, g.Weight, want, 3.5*g.Error)
		if !(g.Error > .02 && g.Error < .07) {
			t.Errorf("the standard error of %s is %v; 20,000 results give about .045", name, g.Error)
		}
	}
}

func TestAModelThatAddsNothingToTheSharpPriceIsNotBelieved(t *testing.T) {
	for seed := range uint64(5) {
		got := belief.Fit(loose, drawn(seed+10, 20000, nil), today)
		for name, g := range got.Groups {
			if g.Weight > 3.5*g.Error {
				t.Errorf("%s: %+v; want nothing beyond chance", name, g)
			}
		}
	}
	worse := slices.Concat(repeated(30, even(today, 1, 0)), repeated(70, even(today, 0, 1)))
	if w := belief.Fit(loose, worse, today).Groups["England"].Weight; w != 0 {
		t.Errorf("a model that errs is believed by %v, want 0", w)
	}
	better := slices.Concat(repeated(99, even(today, 1, 0)), repeated(1, even(today, 0, 1)))
	if w := belief.Fit(loose, better, today).Groups["England"].Weight; w != 1 {
		t.Errorf("a model that is too shy is believed by %v, want 1", w)
	}
}

func TestAGroupOfFewResultsIsBelievedNearlyAsAll(t *testing.T) {
	few := drawn(3, 20000, map[string]float64{"England": .3, "Spain": .3})
	for _, o := range repeated(20, even(today, 1, 0)) {
		o.Group = "Malta"
		few = append(few, o)
	}
	conf := belief.Config{Prior: .4, AllSpread: .2, GroupSpread: .2, HalfLife: 87660 * time.Hour}
	got := belief.Fit(conf, few, today)
	malta := got.Groups["Malta"].Weight
	if !(malta > got.All.Weight && malta < got.All.Weight+.5) {
		t.Errorf("20 of 20 in Malta give %v, all give %v; want a little more than all", malta, got.All.Weight)
	}
}

// objective is what the doc comment of Fit says is maximised.
func objective(c belief.Config, observed []belief.Observation, all float64, groups map[string]float64) float64 {
	sum := -(all - c.Prior) * (all - c.Prior) / (2 * c.AllSpread * c.AllSpread)
	for _, b := range groups {
		sum -= (b - all) * (b - all) / (2 * c.GroupSpread * c.GroupSpread)
	}
	for _, o := range observed {
		var z [matchday.NumOutcome]float64
		for k := range z {
			z[k] = math.Log(o.Sharp[k]) + groups[o.Group]*matchday.Disagreement(o.Model[k], o.Sharp[k])
		}
		age := today.Sub(o.KnownAt).Hours() / c.HalfLife.Hours()
		for k, p := range matchday.Softmax(z) {
			sum += math.Pow(.5, age) * o.Won[k] * math.Log(p)
		}
	}
	return sum
}

func TestTheWeightsMaximiseWhatIsStated(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := belief.Config{Prior: rapid.Float64Range(.2, .8).Draw(t, "prior"), AllSpread: rapid.Float64Range(.05, .5).Draw(t, "all"), GroupSpread: rapid.Float64Range(.05, .5).Draw(t, "group"), HalfLife: 20000 * time.Hour}
		observed := drawn(rapid.Uint64().Draw(t, "seed"), rapid.IntRange(1, 200).Draw(t, "n"), map[string]float64{"England": .3, "Spain": .6})
		w := belief.Fit(c, observed, today)
		groups := map[string]float64{}
		for name, g := range w.Groups {
			if groups[name] = g.Weight; g.Weight == 0 || g.Weight == 1 || w.All.Weight == 0 || w.All.Weight == 1 {
				return // cut
			}
		}
		best := objective(c, observed, w.All.Weight, groups)
		for _, step := range []float64{-1e-3, 1e-3} {
			if other := objective(c, observed, w.All.Weight+step, groups); other > best {
				t.Fatalf("all %v: %v, and %v more gives %v", w.All.Weight, best, step, other)
			}
			for name := range groups {
				groups[name] += step
				if other := objective(c, observed, w.All.Weight, groups); other > best {
					t.Fatalf("%s %v: %v, and %v more gives %v", name, w.Groups[name], best, step, other)
				}
				groups[name] -= step
			}
		}
	})
}

func TestTheOrderOfTheResultsDoesNotMatter(t *testing.T) {
	observed := drawn(4, 500, map[string]float64{"England": .3, "Spain": .6})
	want := belief.Learn("past", map[matchday.Market][]belief.Observation{matchday.Market1X2: observed}, today)
	rng := rand.New(rand.NewPCG(1, 1))
	rng.Shuffle(len(observed), func(i, j int) { observed[i], observed[j] = observed[j], observed[i] })
	got := belief.Learn("past", map[matchday.Market][]belief.Observation{matchday.Market1X2: observed}, today)
	near(t, "England", got.Of("England")[matchday.Market1X2], want.Of("England")[matchday.Market1X2], 1e-12)
	near(t, "Spain", got.Of("Spain")[matchday.Market1X2], want.Of("Spain")[matchday.Market1X2], 1e-12)
}

func TestWhatWasNotKnownYetChangesNothing(t *testing.T) {
	observed := drawn(5, 500, nil)
	want := belief.Fit(loose, observed, today)
	for _, o := range repeated(300, even(today.Add(time.Second), 1, 0)) {
		observed = append(observed, o)
		o.Group = "Malta"
		observed = append(observed, o)
	}
	if d := cmp.Diff(want, belief.Fit(loose, observed, today)); d != "" {
		t.Error(d)
	}
}

func TestSavedWeightsAreReadBackAndOthersAreRefused(t *testing.T) {
	m := belief.Learn("on", map[matchday.Market][]belief.Observation{matchday.MarketTotal: drawn(6, 50, nil)}, today)
	var text bytes.Buffer
	if err := m.Save(&text); err != nil {
		t.Fatal(err)
	}
	back, err := belief.Load(bytes.NewReader(text.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(m, back); d != "" {
		t.Error(d)
	}
	for _, bad := range []string{`{"markets": {"1x2": {"all": {"weight": 1.5}}}}`, `{"markets": {"1x2": {"groups": {"Spain": {"weight": -1}}}}}`, `{"weights": 1}`, ``} {
		if _, err := belief.Load(strings.NewReader(bad)); err == nil {
			t.Errorf("%q was read", bad)
		}
	}
}
