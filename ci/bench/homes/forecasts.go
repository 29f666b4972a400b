package homes

import (
	"database/sql"
	"hash/fnv"
	"math"
	"math/rand/v2"
	"time"

	"github.com/shopspring/decimal"

	"matchday"
	"matchday/invented/world"
	"matchday/stages/bet"
	"matchday/stages/train"
	"matchday/stages/validate"
)

// modelNames are the models and benchmarks of which a prediction has a row.
var modelNames = []string{
	validate.BaseRate, train.DixonColes, train.Elo, train.Ensemble, validate.MarketPre, validate.Uniform, train.XGBoost,
}

// bookmakers are the world's, by the names that staging gives them.
var bookmakers = map[int64]string{1: "10Bet", 2: "B365", 5: "888Sport", 9: "BF", 16: "Marathonbet", 20: "PS", 23: "Unibet", 39: "Betway"}

// Of the two sides' rates the forecasts know the truth but for an error, in logarithms:
// one of the fixture, which stays, and one of the run. So bets are placed as often as by a
// real champion.
const (
	fixtureError = 0.12
	runError     = 0.02
)

// forecast is what a champion could say of a fixture at a run's moment, from the truth and
// an error that its names seed.
func (h *Home) forecast(k known, facts facts, t tick, runID string) matchday.Forecast {
	truth, _ := h.World.Truth(k.fixture.ID)
	own, noise := seeded(facts.ID), seeded(facts.ID+runID)
	rates := truth.Rates
	for side := range rates {
		rates[side] *= math.Exp(fixtureError*own.NormFloat64() + runError*noise.NormFloat64())
	}
	_, sheets := k.complete()
	f := matchday.Forecast{
		Prediction: matchday.Prediction{
			FixtureID: facts.ID, AsOf: t.now, MatchDate: facts.MatchDate, HomeTeam: facts.Home, AwayTeam: facts.Away,
			League: facts.League, Venue: facts.Venue, Probs: outcomes(rates),
			LineupAvailable: sheets, LineupCoverageHome: some(1), LineupCoverageAway: some(1),
			ModelVersion: h.version, RunID: runID, Division: facts.Division, Season: facts.Season, Kickoff: k.kickoff, KickoffKnown: true,
			Goals: sql.Null[matchday.ScoreParameters]{
				V: matchday.ScoreParameters{HomeRate: rates[0], AwayRate: rates[1], Rho: -0.05, Width: 0.95}, Valid: true,
			},
		},
		Belief: matchday.Belief{matchday.Market1X2: 0.4},
	}
	for _, name := range modelNames {
		p := f.Probs
		if name != train.Ensemble {
			p = outcomes([2]float64{rates[0] * math.Exp(runError*noise.NormFloat64()), rates[1] * math.Exp(runError*noise.NormFloat64())})
		}
		f.Models = append(f.Models, matchday.ModelPrediction{Model: name, Probs: p})
	}
	f.Stamp(t.now)
	return f
}

// seeded is a source of randomness of a name's own.
func seeded(name string) *rand.Rand {
	sum := fnv.New64a()
	_, _ = sum.Write([]byte(name)) // it never fails
	return rand.New(rand.NewPCG(sum.Sum64(), 16))
}

func some(v float64) sql.Null[float64] { return sql.Null[float64]{V: v, Valid: true} }

// outcomes are the probabilities of the 90-minute outcome of two independent rates.
func outcomes(rates [2]float64) (p matchday.Probs) {
	var goals [2][12]float64
	for side, rate := range rates {
		goals[side][0] = math.Exp(-rate)
		for n := 1; n < len(goals[side]); n++ {
			goals[side][n] = goals[side][n-1] * rate / float64(n)
		}
	}
	for x, home := range goals[0] {
		for y, away := range goals[1] {
			switch {
			case x > y:
				p[0] += home * away
			case x == y:
				p[1] += home * away
			default:
				p[2] += home * away
			}
		}
	}
	return p.Normalised()
}

// quotes are the prices of the 1X2 that the API shows of a fixture at a moment.
func (h *Home) quotes(f *world.Fixture, now time.Time) (out []bet.Quote) {
	for _, q := range h.World.Quotes(f, now) {
		if q.Repeated {
			continue
		}
		for i, selection := range matchday.Selections(matchday.Market1X2) {
			out = append(out, bet.Quote{
				Bookmaker: bookmakers[q.ID], Market: matchday.Market1X2, Selection: selection, Moment: matchday.PreMatch,
				Price: decimal.NewFromFloat(q.Result[i]), KnownAt: q.Updated, SeenAt: now, Stopped: q.Stopped,
			})
		}
	}
	return out
}

// closing are the last books before a fixture's kick-off.
func (h *Home) closing(f *world.Fixture) (out []matchday.MarketBook) {
	for _, q := range h.World.Quotes(f, f.Kickoff) {
		if q.Repeated {
			continue
		}
		b := matchday.MarketBook{Market: matchday.Market1X2, Bookmaker: bookmakers[q.ID]}
		for i := range b.Prices {
			b.Prices[i] = decimal.NewNullDecimal(decimal.NewFromFloat(q.Result[i]))
		}
		out = append(out, b)
	}
	return out
}

// within says that a moment lies after now and no later than a time after it.
func within(at, now time.Time, ahead time.Duration) bool {
	return at.After(now) && !at.After(now.Add(ahead))
}
