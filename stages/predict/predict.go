// Package predict predicts fixtures to come with a fitted model version.
//
// Input: feature rows, which of them to predict, the models, and the benchmarks'
// probabilities of the same rows. Output: forecasts, from which the rows of
// predictions and model_predictions follow. Guarantee: a
// prediction uses only rows that are as of its own as-of, and is made only of
// fixtures that have not kicked off by then.
package predict

import (
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"time"

	"matchday"
)

// Models is a fitted version: it gives the probabilities of rows by each of its
// models, parallel to at, the score matrices that agree with predictions and what they
// are made of, nil and not Valid where there is none, and how far its forecast of a
// fixture is believed.
type Models interface {
	Predict(rows *matchday.Rows, at []int) (map[string][]matchday.Probs, error)
	Scores(rows *matchday.Rows, at []int, predictions []matchday.Probs) ([]*matchday.Scores, []sql.Null[matchday.ScoreParameters], error)
	Belief(f *matchday.Fixture) matchday.Belief
}

// Input is what one run predicts, and with what.
type Input struct {
	Rows    *matchday.Rows
	At      []int // rows to predict
	Models  Models
	Version string // of the models
	Primary string // the model whose probabilities are the prediction
	// Benchmarks are the probabilities of benchmarks and markets by name, parallel
	// to At; not Valid where there are none.
	Benchmarks map[string][]matchday.Probs
	Facts      map[string]FixtureFacts // by fixture id
	AsOf       time.Time               // the run's clock
	RunID      string
}

// FixtureFacts are what is stored of a fixture beside its row.
type FixtureFacts struct {
	League  string // division's name; empty: its code
	Venue   string
	Lineups bool // both elevens are known
}

// Run predicts the rows At, in their order. A row that is as of another moment, a
// fixture that has kicked off or whose result is known, and probabilities of a
// model that are not Valid are errors that name the fixture.
func Run(in Input) ([]matchday.Forecast, error) {
	for _, i := range in.At {
		f := &in.Rows.Fixtures[i]
		switch {
		case !f.AsOf.Equal(in.AsOf):
			return nil, fmt.Errorf("predict %s: its features are as of %v, and the run's clock is %v: build them as of the clock", f.ID, f.AsOf, in.AsOf)
		case !f.Kickoff.After(in.AsOf) || in.Rows.Outcome(i) != matchday.NoOutcome:
			return nil, fmt.Errorf("predict %s: it kicked off at %v, before the run's clock %v", f.ID, f.Kickoff, in.AsOf)
		}
	}
	said, err := in.Models.Predict(in.Rows, in.At)
	if err != nil {
		return nil, fmt.Errorf("predict with model %s: %w", in.Version, err)
	}
	if len(said[in.Primary]) != len(in.At) {
		return nil, fmt.Errorf("model %s gives %d predictions of %s for %d fixtures", in.Version, len(said[in.Primary]), in.Primary, len(in.At))
	}
	coverage, err := in.Rows.Select([]string{"lineup_coverage_home", "lineup_coverage_away"})
	if err != nil {
		return nil, err
	}
	scores, goals, err := in.Models.Scores(in.Rows, in.At, said[in.Primary])
	if err != nil {
		return nil, fmt.Errorf("predict with model %s: %w", in.Version, err)
	}
	all := maps.Clone(said)
	maps.Copy(all, in.Benchmarks)
	names := slices.Sorted(maps.Keys(all))
	out := make([]matchday.Forecast, len(in.At))
	for k, i := range in.At {
		out[k] = in.forecast(i, said[in.Primary][k])
		out[k].Scores, out[k].Goals, out[k].Belief = scores[k], goals[k], in.Models.Belief(&in.Rows.Fixtures[i])
		out[k].LineupCoverageHome, out[k].LineupCoverageAway = matchday.UnlessNaN(coverage[0][i]), matchday.UnlessNaN(coverage[1][i])
		for _, name := range names {
			if p := all[name][k]; p.Valid() {
				out[k].Models = append(out[k].Models, matchday.ModelPrediction{Model: name, Probs: p})
			} else if _, ours := said[name]; ours {
				return nil, fmt.Errorf("model %s: %s gives %v for %s, which are not probabilities", in.Version, name, p, out[k].FixtureID)
			}
		}
		out[k].Stamp(in.AsOf)
	}
	return out, nil
}

func (in Input) forecast(i int, p matchday.Probs) matchday.Forecast {
	f := &in.Rows.Fixtures[i]
	facts := in.Facts[f.ID]
	league := facts.League
	if league == "" {
		league = f.Division
	}
	return matchday.Forecast{Prediction: matchday.Prediction{
		FixtureID: f.ID, AsOf: in.AsOf, MatchDate: f.MatchDate, HomeTeam: f.HomeTeam, AwayTeam: f.AwayTeam,
		League: league, Venue: facts.Venue, Probs: p,
		LineupAvailable: facts.Lineups, ModelVersion: in.Version, RunID: in.RunID, Division: f.Division, Season: f.Season,
		Kickoff: f.Kickoff, KickoffKnown: f.KickoffKnown,
	}}
}
