package demo

import (
	"context"
	"database/sql"
	"fmt"
	"math"

	"matchday"
	"matchday/invented/matchfiles"
	"matchday/invented/world"
	statements "matchday/sql"
	"matchday/stages/validate"
	"matchday/warehouse"
)

// Score is how well one forecaster predicted the fixtures that were predicted and
// played.
type Score struct {
	Who string `json:"who"`
	N   int    `json:"n"` // fixtures, the same for all; without any the rest is 0
	// LogLoss is the mean of −ln(probability of the outcome); equal probabilities
	// have 1.0986.
	LogLoss float64 `json:"log_loss"`
	// Divergence is the mean Kullback-Leibler divergence from the true
	// probabilities, in nats.
	Divergence float64 `json:"divergence"`
}

// LineupMoves compares the predictions without and with line-ups, of the fixtures that
// have both.
type LineupMoves struct {
	Fixtures int `json:"fixtures"`
	// Moved is the mean absolute move of the three probabilities from the last
	// prediction without line-ups to the last with them; TrueMove is how far the
	// true probabilities moved.
	Moved    float64 `json:"moved"`
	TrueMove float64 `json:"true_move"`
	// Without and With are the log losses of both, over the Played fixtures.
	Played  int     `json:"played"`
	Without float64 `json:"log_loss_without"`
	With    float64 `json:"log_loss_with"`
}

// scoredPrediction is one prediction with its benchmarks and the truth.
type scoredPrediction struct {
	id, fixture         string
	truth               world.Truth
	lineups             bool
	model, market, base matchday.Probs // not Valid where there is none
	outcome             matchday.Outcome
}

// truthThen returns the true probabilities at the time of the prediction.
func (s scoredPrediction) truthThen() matchday.Probs {
	if s.lineups {
		return s.truth.Lineups
	}
	return s.truth.Before
}

// readPredictions reads all predictions of the published warehouse, by fixture and
// time.
func (d *demo) readPredictions(ctx context.Context) (out []scoredPrediction, err error) {
	text, err := statements.Text("demo/scored_predictions.sql")
	if err != nil {
		return nil, err
	}
	byFile := matchfiles.FixtureIDs(d.world)
	err = warehouse.Ask(ctx, d.home, text, func(scan func(...any) error) error {
		var s scoredPrediction
		var source sql.NullInt64
		var probs [9]sql.NullFloat64
		var outcome sql.NullString
		to := []any{&s.id, &s.fixture, &source, &s.lineups}
		for i := range probs {
			to = append(to, &probs[i])
		}
		if err := scan(append(to, &outcome)...); err != nil {
			return err
		}
		if !source.Valid {
			source.Int64 = byFile[s.fixture]
		}
		var there bool
		if s.truth, there = d.world.Truth(source.Int64); !there {
			return fmt.Errorf("the simulator has no fixture %d, which was predicted as %s", source.Int64, s.fixture)
		}
		for k, p := range []*matchday.Probs{&s.model, &s.market, &s.base} {
			for i := range p {
				p[i] = probs[3*k+i].Float64
			}
		}
		s.outcome = matchday.Outcome(outcome.String)
		out = append(out, s)
		return nil
	})
	return out, err
}

// byFixture groups predictions by fixture.
func byFixture(all []scoredPrediction) (out [][]scoredPrediction) {
	for from := 0; from < len(all); {
		to := from
		for to < len(all) && all[to].fixture == all[from].fixture {
			to++
		}
		out = append(out, all[from:to])
		from = to
	}
	return out
}

// scores scores the last prediction of each played fixture, its benchmarks and the
// true probabilities.
func scores(fixtures [][]scoredPrediction) []Score {
	out := []Score{{Who: "truth"}, {Who: "ensemble"}, {Who: "market"}, {Who: "base rates"}}
	for _, predictions := range fixtures {
		last := predictions[len(predictions)-1]
		if last.outcome == "" || !last.market.Valid() || !last.base.Valid() {
			continue
		}
		for k, p := range []matchday.Probs{last.truthThen(), last.model, last.market, last.base} {
			out[k].N++
			out[k].LogLoss += validate.LogLoss(p, last.outcome)
			out[k].Divergence += divergence(last.truthThen(), p)
		}
	}
	for k := range out {
		n := float64(max(out[k].N, 1))
		out[k].LogLoss, out[k].Divergence = out[k].LogLoss/n, out[k].Divergence/n
	}
	return out
}

// divergence is that of Kullback and Leibler (1951): the mean of ln(truth / forecast),
// weighted by the truth.
func divergence(truth, forecast matchday.Probs) float64 {
	sum := 0.0
	for i, p := range truth {
		sum += p * math.Log(p/forecast[i])
	}
	return sum
}

// lineupMoves compares each fixture's last prediction before its line-ups with
// the last one after.
func lineupMoves(fixtures [][]scoredPrediction) (m LineupMoves) {
	for _, predictions := range fixtures {
		var before, after *scoredPrediction
		for i := range predictions {
			if predictions[i].lineups {
				after = &predictions[i]
			} else if after == nil {
				before = &predictions[i]
			}
		}
		if before == nil || after == nil {
			continue
		}
		m.Fixtures++
		m.Moved += meanMove(before.model, after.model)
		m.TrueMove += meanMove(before.truth.Before, after.truth.Lineups)
		if after.outcome != "" {
			m.Played++
			m.Without += validate.LogLoss(before.model, after.outcome)
			m.With += validate.LogLoss(after.model, after.outcome)
		}
	}
	n, played := float64(max(m.Fixtures, 1)), float64(max(m.Played, 1))
	m.Moved, m.TrueMove, m.Without, m.With = m.Moved/n, m.TrueMove/n, m.Without/played, m.With/played
	return m
}

// meanMove is the mean absolute difference of two forecasts.
func meanMove(p, q matchday.Probs) float64 {
	sum := 0.0
	for i := range p {
		sum += math.Abs(p[i] - q[i])
	}
	return sum / float64(len(p))
}
