package matchday

import (
	"database/sql"
	"time"
)

// PriorPrediction is what the warehouse already holds of a fixture: when it was
// predicted and what was said.
type PriorPrediction struct {
	Time    time.Time
	AsOf    time.Time
	Lineups bool // the line-ups were known
	Probs   Probs
}

// Prediction is what the ensemble said of one fixture at one moment: a row of
// the table predictions.
type Prediction struct {
	ID                 string // PredictionID(FixtureID, Time)
	FixtureID          string
	Time               time.Time // the run's clock; in a backtest the as-of
	MatchDate          time.Time // midnight UTC
	HomeTeam, AwayTeam string
	League             string // division's name, or its code
	Venue              string
	Probs              Probs
	LineupAvailable    bool
	LineupCoverageHome sql.Null[float64] // 0 to 1
	LineupCoverageAway sql.Null[float64]
	ModelVersion       string
	RunID              string
	AsOf               time.Time
	Division, Season   string
	Kickoff            time.Time
	KickoffKnown       bool
	Goals              sql.Null[ScoreParameters] // not Valid if the models say nothing of goals
}

// ScoreParameters are what a score matrix is made of before it is given the
// prediction's probabilities, as the matrix uses them: the rates of home and away
// goals, the dependence of low scores, and the factor of wins by two goals or more.
// The view market_predictions computes the goals markets from them.
type ScoreParameters struct{ HomeRate, AwayRate, Rho, Width float64 }

// PredictionID is the natural key of a prediction.
func PredictionID(fixtureID string, at time.Time) string {
	return fixtureID + "@" + at.UTC().Format(time.RFC3339)
}

// Forecast is a prediction with what follows from it and is stored beside it.
type Forecast struct {
	Prediction
	Models []ModelPrediction // by name
	Scores *Scores           // its Result is Probs; nil if the models say nothing of goals
	Belief Belief            // how far it is believed against the sharp prices; nil: not at all
}

// Stamp gives a forecast the moment under which it is stored.
func (f *Forecast) Stamp(at time.Time) {
	f.Time = at
	f.ID = PredictionID(f.FixtureID, at)
	for i := range f.Models {
		f.Models[i].PredictionID = f.ID
	}
}

// LineupUpdate is what a job found when it looked for a fixture's line-ups.
type LineupUpdate struct {
	FixtureID                string
	Time                     time.Time
	Available                bool // both elevens were published
	HomePlayers, AwayPlayers int  // found, starters
}

// ModelPrediction is the probabilities that one model, benchmark or market gives.
type ModelPrediction struct {
	PredictionID string
	Model        string
	Probs        Probs
}
