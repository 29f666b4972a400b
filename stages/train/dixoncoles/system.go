package dixoncoles

import (
	"fmt"

	"matchday"
)

// System is the fitted state of one country.
type System struct {
	Country   string     `json:"country"`
	Clubs     []Club     `json:"clubs"`
	Divisions []Division `json:"divisions"`
	// Rho is the dependence of low scores with which the rates were fitted. A score
	// matrix takes that of its calibration.
	Rho float64 `json:"rho"`

	clubAt map[string]int32
}

// Club is a club's log attack and defence on its country's scale.
type Club struct {
	ID      string  `json:"id"`
	Attack  float64 `json:"attack"`
	Defence float64 `json:"defence"`
}

// Division holds the mean attack and defence of its clubs, the mean log rate of
// goals of a side between average clubs, and the log ratio of home to away
// rates.
type Division struct {
	Name     string  `json:"name"`
	Level    int     `json:"level"`
	Attack   float64 `json:"attack"`
	Defence  float64 `json:"defence"`
	Goals    float64 `json:"goals"`
	HomeEdge float64 `json:"home_edge"`
}

// fitSystem maximises the likelihood of the games known at the moment. warm may
// be nil. Without any games there is no system: nil.
func fitSystem(h *history, moment int64, q Priors, m memory, warm *System) (*System, error) {
	games, newest := h.knownBy(moment, m)
	if len(games) == 0 {
		return nil, nil
	}
	l := newLikelihood(h, games, newest, q, m)
	theta, err := minimise(l.value, l.start(h, warm), l.scales())
	if err != nil {
		return nil, fmt.Errorf("%s, %d fixtures: %w", h.country, len(games), err)
	}
	return l.system(h, theta), nil
}

// start is the vector of a warm system, as far as it knows the clubs and
// divisions; the priors' means else.
func (l *likelihood) start(h *history, warm *System) []float64 {
	theta := make([]float64, l.size())
	dev, dfn, meanA, meanB, nu, edge := l.parts(theta)
	for d, v := range h.divisions {
		known := warm.division(v.name, v.level, l.priors)
		meanA[d], meanB[d], nu[d], edge[d] = known.Attack, known.Defence, known.Goals, known.HomeEdge
	}
	if warm == nil {
		theta[len(theta)-1] = l.priors.Rho
		return theta
	}
	theta[len(theta)-1] = warm.Rho
	l.strengths(theta) // the clubs' means, as deviations are still zero
	for c, id := range h.clubs {
		if at, ok := warm.clubAt[id]; ok {
			dev[c] = warm.Clubs[at].Attack - l.attack[c]
			dfn[c] = warm.Clubs[at].Defence - l.defence[c]
		}
	}
	return theta
}

func (l *likelihood) system(h *history, theta []float64) *System {
	s := &System{Country: h.country, Rho: theta[len(theta)-1]}
	l.strengths(theta)
	_, _, meanA, meanB, nu, edge := l.parts(theta)
	known := make([]bool, l.clubs)
	for _, v := range l.shares {
		known[v.club] = true
	}
	for c, id := range h.clubs {
		if known[c] {
			s.Clubs = append(s.Clubs, Club{id, l.attack[c], l.defence[c]})
		}
	}
	seen := make([]bool, l.divisions)
	for _, p := range l.pairs {
		seen[p.division] = true
	}
	for d, v := range h.divisions {
		if seen[d] {
			s.Divisions = append(s.Divisions, Division{v.name, v.level, meanA[d], meanB[d], nu[d], edge[d]})
		}
	}
	s.index()
	return s
}

func (s *System) index() {
	s.clubAt = make(map[string]int32, len(s.Clubs))
	for i, c := range s.Clubs {
		s.clubAt[c.ID] = int32(i)
	}
}

// division is the fitted state of a division; one that is new to the country
// gets the mean of those of the country, at its own level's strength; a nil
// system gives the priors.
func (s *System) division(name string, level int, q Priors) Division {
	out := Division{Name: name, Level: level, Attack: q.level(level), Defence: q.level(level)}
	if s == nil || len(s.Divisions) == 0 {
		out.Goals, out.HomeEdge = q.Goals, q.HomeEdge
		return out
	}
	for _, d := range s.Divisions {
		if d.Name == name {
			return d
		}
		out.Goals += d.Goals / float64(len(s.Divisions))
		out.HomeEdge += d.HomeEdge / float64(len(s.Divisions))
	}
	return out
}

// logRates are the log rates of home and away goals of a fixture; a club
// without history stands q.Newcomer from its division's mean.
func (s *System) logRates(f *matchday.Fixture, q Priors) (home, away float64) {
	d := s.division(f.Division, f.Level, q)
	attackHome, defenceHome := s.deviation(f.HomeTeamID, d, q)
	attackAway, defenceAway := s.deviation(f.AwayTeamID, d, q)
	return d.Goals + d.HomeEdge/2 + attackHome - defenceAway, d.Goals - d.HomeEdge/2 + attackAway - defenceHome
}

// deviation is a club's attack and defence from the mean of a division.
func (s *System) deviation(id string, d Division, q Priors) (attack, defence float64) {
	if s != nil {
		if at, ok := s.clubAt[id]; ok {
			return s.Clubs[at].Attack - d.Attack, s.Clubs[at].Defence - d.Defence
		}
	}
	return q.Newcomer, q.Newcomer
}
