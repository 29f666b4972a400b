package main

import (
	"context"
	"math"
	"math/rand/v2"
	"sort"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"matchday"
	"matchday/config"
	"matchday/stages/validate"
)

// home is the fixtures of a person's divisions.
type home struct {
	name      string
	fixtures  []fixture
	rows      *matchday.Rows
	divisions []string
	begun     map[string]time.Time // when the first result of each division was known
}

// homeOf picks the fixtures of a home.
func homeOf(name string, all []fixture, mine func(f *fixture) bool) home {
	h := home{name: name, rows: &matchday.Rows{}, begun: map[string]time.Time{}}
	for i := range all {
		f := &all[i]
		if !mine(f) {
			continue
		}
		h.fixtures = append(h.fixtures, *f)
		h.rows.Fixtures = append(h.rows.Fixtures, matchday.Fixture{ID: f.id, Division: f.division, MatchDate: f.day, AsOf: f.asOf})
		known := f.day.AddDate(0, 0, 1)
		h.rows.KnownAt = append(h.rows.KnownAt, known)
		if begun, ok := h.begun[f.division]; !ok {
			h.divisions, h.begun[f.division] = append(h.divisions, f.division), known
		} else if known.Before(begun) {
			h.begun[f.division] = known
		}
	}
	sort.Strings(h.divisions)
	return h
}

// question is what is asked about every window of a home.
type question struct {
	// said is what the candidate says; turn is a division, another in each window.
	said func(f *fixture, turn string) matchday.Probs
	// champion is what the champion says; nil: there is none.
	champion func(f *fixture) matchday.Probs
}

// answer is how often the gate said no.
type answer struct {
	windows, rejected int
	calibration       int // rejected for calibration and nothing else
	run               int // longest of windows that were rejected one after the other
}

// ask lets the gate judge every window; one with too few fixtures is left out.
func (h home) ask(ctx context.Context, q question) (answer, error) {
	var weeks []time.Time
	for t := first; t.Before(last); t = t.AddDate(0, 0, everyDays) {
		weeks = append(weeks, t)
	}
	verdicts := make([]*validate.Verdict, len(weeks))
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(2)
	for k, now := range weeks {
		g.Go(func() error {
			verdicts[k] = h.judge(q, now, k)
			return ctx.Err()
		})
	}
	if err := g.Wait(); err != nil {
		return answer{}, err
	}
	return count(verdicts), nil
}

func count(verdicts []*validate.Verdict) (a answer) {
	run := 0
	for _, v := range verdicts {
		if v == nil {
			continue
		}
		a.windows++
		run++
		if v.Passed {
			run = 0
			continue
		}
		a.rejected++
		a.run = max(a.run, run)
		if len(v.Reasons) == 1 && strings.Contains(v.Reasons[0], "calibration error") {
			a.calibration++
		}
	}
	return a
}

// draws are those of all verdicts.
var draws = validate.NewDraws(1)

// judge asks about the window that ends now; nil if there are too few fixtures.
func (h home) judge(q question, now time.Time, week int) *validate.Verdict {
	gate := config.Defaults().Gate
	start, at, err := validate.Window(h.rows, gate, now)
	if err != nil {
		return nil
	}
	e := validate.Evidence{Fitted: map[string]time.Time{validate.Candidate: start, validate.Champion: start.AddDate(0, 0, -7)}, Learned: map[string]int{}}
	for who, fitted := range e.Fitted {
		e.Learned[who] = len(h.rows.KnownBefore(time.Time{}, fitted))
	}
	turn := h.turn(now, week)
	for _, i := range at {
		f := &h.fixtures[i]
		t := validate.Trial{
			FixtureID: f.id, Division: f.division, Day: f.day, Outcome: f.outcome,
			Candidate: validate.LossOf(q.said(f, turn), f.outcome), BaseRate: validate.LossOf(f.base, f.outcome),
		}
		if f.market.Valid() {
			l := validate.LossOf(f.market, f.outcome)
			t.Market = &l
		}
		if q.champion != nil {
			l := validate.LossOf(q.champion(f), f.outcome)
			t.Champion = &l
		}
		e.Trials = append(e.Trials, t)
	}
	v := draws.Judge(e, gate)
	return &v
}

// turn is one of the divisions that have results by now, whether they play in the
// window or not; another each week.
func (h home) turn(now time.Time, week int) string {
	var known []string
	for _, d := range h.divisions {
		if h.begun[d].Before(now) {
			known = append(known, d)
		}
	}
	return known[week%len(known)]
}

// mixed is a forecast with a share of base rates in it.
func mixed(f *fixture, group string, share float64) matchday.Probs {
	p := f.said[group]
	for c := range p {
		p[c] = (1-share)*p[c] + share*f.base[c]
	}
	return p
}

// shareBehind is the share of base rates that makes a forecast lie so far behind
// the market on the priced fixtures of a home; false if none does.
func (h home) shareBehind(group string, behind float64) (float64, bool) {
	excess := func(share float64) float64 {
		sum, n := 0.0, 0
		for i := range h.fixtures {
			f := &h.fixtures[i]
			if f.market.Valid() && !f.asOf.Before(first) && f.asOf.Before(last) {
				sum += validate.LogLoss(mixed(f, group, share), f.outcome) - validate.LogLoss(f.market, f.outcome)
				n++
			}
		}
		return sum / float64(max(1, n))
	}
	low, high := 0.0, 1.0
	if excess(high) < behind {
		return 0, false
	}
	for range 40 {
		if middle := (low + high) / 2; excess(middle) < behind {
			low = middle
		} else {
			high = middle
		}
	}
	return high, true
}

// refitNoise is the mean divergence of two fits of a week apart, nats, in a home
// of one division: larger than in a home of many.
const refitNoise = 0.0003

// refitted is a forecast as a fit of another week gives it.
func refitted(f *fixture, group string) matchday.Probs {
	seed := uint64(f.asOf.Unix())
	for _, c := range f.id {
		seed = seed*31 + uint64(c)
	}
	r := rand.New(rand.NewPCG(seed, 1))
	p := f.said[group]
	square := 0.0
	for _, x := range p {
		square += x * x
	}
	// The divergence is half the variance of what is added to the logarithms.
	deviation := math.Sqrt(2 * refitNoise / (1 - square))
	for c := range p {
		p[c] *= math.Exp(deviation * r.NormFloat64())
	}
	return p.Normalised()
}
