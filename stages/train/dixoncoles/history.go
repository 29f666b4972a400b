package dixoncoles

import (
	"math"
	"slices"
	"strings"
	"time"

	"matchday"
)

// negligible is the weight below which a fixture is forgotten.
const negligible = 0.01

// horizon is the age in days at which a fixture's weight becomes negligible.
func horizon(halfLifeDays float64) float64 { return -halfLifeDays * math.Log2(negligible) }

// game is a played fixture as the likelihood sees it. Clubs and divisions are
// places in the lists of its history.
type game struct {
	row                  int
	asOf, known          int64 // seconds since 1970, UTC
	day                  int32 // days since 1970
	home, away, division int32
	homeGoals, awayGoals float64 // or what stands for them, see Config.Observe
	low                  lowScore
}

// lowScore is one of the four scores that depend on each other.
type lowScore int8

const (
	otherScore lowScore = iota
	noGoals
	awayGoal
	homeGoal
	oneAll
)

func lowScoreOf(home, away float64) lowScore {
	if home < 2 && away < 2 {
		return noGoals + lowScore(2*home+away)
	}
	return otherScore
}

// history is what one country has played, in row order. One country is one
// system of linked divisions: clubs that were promoted or relegated tie their
// levels together.
type history struct {
	country    string
	goalsAlone bool // are observed
	clubs      []string
	divisions  []division
	games      []game
	clubAt     map[string]int32
}

type division struct {
	name  string
	level int
}

// histories groups the rows that have a result and an as-of not before since
// by country, sorted by name.
func histories(rows *matchday.Rows, train []int, observe Observation, since time.Time) []*history {
	byCountry := map[string]*history{}
	var out []*history
	var last *history
	for _, i := range train {
		f := &rows.Fixtures[i]
		if math.IsNaN(rows.HomeGoals[i]) || f.AsOf.Before(since) {
			continue
		}
		if last == nil || last.country != f.Country {
			h, ok := byCountry[f.Country]
			if !ok {
				h = &history{country: f.Country, goalsAlone: observe == ObserveGoals, clubAt: map[string]int32{}}
				byCountry[f.Country] = h
				out = append(out, h)
			}
			last = h
		}
		home, away := observe.goals(rows, i)
		last.games = append(last.games, game{
			row: i, asOf: f.AsOf.Unix(), known: rows.KnownAt[i].Unix(), day: int32(f.MatchDate.Unix() / 86400),
			home: last.club(f.HomeTeamID), away: last.club(f.AwayTeamID), division: last.division(f),
			homeGoals: home, awayGoals: away, low: lowScoreOf(rows.HomeGoals[i], rows.AwayGoals[i]),
		})
	}
	slices.SortFunc(out, func(a, b *history) int { return strings.Compare(a.country, b.country) })
	return out
}

// club is the club's place, made if it is new: places follow first appearance.
func (h *history) club(id string) int32 {
	at, ok := h.clubAt[id]
	if !ok {
		at = int32(len(h.clubs))
		h.clubAt[id] = at
		h.clubs = append(h.clubs, id)
	}
	return at
}

func (h *history) division(f *matchday.Fixture) int32 {
	for i := range h.divisions {
		if h.divisions[i].name == f.Division {
			return int32(i)
		}
	}
	h.divisions = append(h.divisions, division{f.Division, f.Level})
	return int32(len(h.divisions) - 1)
}

// memory says how fast fixtures of each of a history's divisions are forgotten:
// half-lives in days.
type memory []float64

func (h *history) memory(halfLife func(division string) float64) memory {
	out := make(memory, len(h.divisions))
	for i, d := range h.divisions {
		out[i] = halfLife(d.name)
	}
	return out
}

// knownBy returns the games whose result was known at the moment and whose
// weight then is not negligible. The weights count days from the newest of
// them, so that a summer break forgets nothing.
func (h *history) knownBy(moment int64, m memory) (games []game, newest int32) {
	for _, g := range h.games {
		if g.known <= moment {
			games = append(games, g)
			newest = max(newest, g.day)
		}
	}
	kept := games[:0]
	for _, g := range games {
		if float64(newest-g.day) <= horizon(m[g.division]) {
			kept = append(kept, g)
		}
	}
	return kept, newest
}
