// Package matchday holds the domain types that every stage speaks: fixtures,
// outcomes, probabilities, prices and the moments at which each of them
// becomes known. It imports only the standard library; the packages around it
// read files, databases and models.
package matchday

import (
	"math"
	"time"
)

// Outcome is the 1X2 result of a fixture after 90 minutes and stoppage time:
// "H" home win, "D" draw, "A" away win, "" not (yet) known.
type Outcome string

// The three outcomes and the absence of one.
const (
	HomeWin    Outcome = "H"
	Draw       Outcome = "D"
	AwayWin    Outcome = "A"
	NoOutcome  Outcome = ""
	NumOutcome         = 3
)

// Outcomes lists the outcomes in the order in which Probs stores them.
var Outcomes = [NumOutcome]Outcome{HomeWin, Draw, AwayWin}

// Index is the outcome's place in Probs: 0 home, 1 draw, 2 away, -1 unknown.
func (o Outcome) Index() int {
	switch o {
	case HomeWin:
		return 0
	case Draw:
		return 1
	case AwayWin:
		return 2
	}
	return -1
}

// OutcomeOf compares goals.
func OutcomeOf(home, away int) Outcome {
	switch {
	case home > away:
		return HomeWin
	case home < away:
		return AwayWin
	}
	return Draw
}

// Probs are the probabilities of home win, draw and away win; they sum to one.
type Probs [NumOutcome]float64

// Uniform gives every outcome one third.
var Uniform = Probs{1. / 3, 1. / 3, 1. / 3}

// Best is the most probable outcome; ties go to the earlier of H, D, A.
func (p Probs) Best() Outcome {
	best := 0
	for i := 1; i < NumOutcome; i++ {
		if p[i] > p[best] {
			best = i
		}
	}
	return Outcomes[best]
}

// Valid reports whether the three are numbers in (0, 1) that sum to one
// within 1e-6.
func (p Probs) Valid() bool {
	sum := 0.0
	for _, x := range p {
		if !(x > 0 && x < 1) { // also refuses NaN
			return false
		}
		sum += x
	}
	return math.Abs(sum-1) < 1e-6
}

// Normalised scales non-negative weights to sum one; all zero gives Uniform.
func (p Probs) Normalised() Probs {
	sum := p[0] + p[1] + p[2]
	if !(sum > 0) {
		return Uniform
	}
	return Probs{p[0] / sum, p[1] / sum, p[2] / sum}
}

// surest is by how much a logit may be above another, so that no outcome is
// ruled out: one of e⁻²⁰, 2e-9, has a finite log loss, and its opposite is not
// rounded to 1. Only leagues in which nobody ever surprises come near it.
const surest = 20

// Softmax turns three logits into probabilities, none of them 0 or 1.
func Softmax(z [NumOutcome]float64) Probs {
	top := math.Max(z[0], math.Max(z[1], z[2]))
	for c := range z {
		z[c] = math.Exp(max(z[c]-top, -surest))
	}
	return Probs(z).Normalised()
}

// Fixture is one match, played or not, as of its own prediction moment.
type Fixture struct {
	ID       string // division/season/home/away/n; never changes
	Country  string // one country is one system of linked divisions, e.g. "England"
	Division string // "E0"
	Season   string // "1516", or the second layout's own label
	Level    int    // 1 = the country's top division

	MatchDate    time.Time // the file's own date, midnight UTC
	Kickoff      time.Time // UTC; nominal (see NominalKickoff) if KickoffKnown is false
	KickoffKnown bool

	HomeTeam, AwayTeam     string // spelling of the fixture's own row
	HomeTeamID, AwayTeamID string // identity: country/canonical name

	AsOf time.Time // the moment whose knowledge a prediction may use
}
