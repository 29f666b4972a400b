// Package crosswalk finds out which fixtures, teams and seasons of two sources
// are the same. It is a pure function of two lists of seasons.
//
// What identifies a team is above all who it plays, where and when: over a
// season no two teams have the same calendar of home and away days, so a whole
// schedule joins teams of which no letter agrees. Names speak where the calendar
// is too short to tell, and what was learned in one season speaks in the next if
// the source's ids are stable. Scores are not looked at. What the evidence does
// not decide is not guessed: it is listed with its candidates.
package crosswalk

import (
	"cmp"
	"slices"
	"strings"

	"matchday/stages/staging/notes"
)

// NoDay stands for the day of a fixture whose source gives no date.
const NoDay = -1 << 30

// Season is what one source tells of one division's season.
type Season struct {
	ID       string // the source's own, unique within the source
	Division string // the canonical code; "" if it must be found out
	Label    string // the canonical label, e.g. "1819"; "" if it must be found out
	// Names are the spellings of a team, the canonical name first. A
	// team may have none.
	Names    map[string][]string
	Fixtures []Fixture
}

// Fixture is who plays whom at whose ground, and when. Teams are named by their
// source's ids.
type Fixture struct {
	ID         string
	Home, Away string
	Day        int32 // days since 1970, NoDay if unknown
	Round      int32 // match day from 1, 0 if unknown; asked only where days are missing
}

// How says by which evidence a pair was found.
type How string

// The kinds of evidence.
const (
	ByOverride How = "override" // a committed row says so
	BySchedule How = "schedule" // who plays whom when
	ByName     How = "name"     // the canonical name, or words of it that no other team has
	ByAlias    How = "alias"    // another spelling that the files know
	ByID       How = "id"       // the source's id, known from another season
)

// Pair joins the other source's team or fixture to the canonical one.
type Pair struct {
	Other, Canonical string
	How              How
	// Score is the share of the team's joined fixtures that both sources put on
	// the same day; of a fixture, the lower of its teams' scores.
	Score float64
}

// Ambiguity is what was not decided.
type Ambiguity struct {
	Entity     string   // "season", "team" or "fixture"
	Other      string   // the source's id
	Candidates []string // canonical ids, the likeliest first; at most five
	Reason     string
}

// The reasons of an Ambiguity.
const (
	NoEvidence   = "no_evidence"    // neither schedule nor names tell enough
	Contradicted = "contradicted"   // named alike, and yet they play other teams or on other days
	EqualSeasons = "equal_seasons"  // two seasons fit the schedule equally well
	TeamUnknown  = "team_ambiguous" // one of the fixture's teams is ambiguous
	EqualDates   = "equal_dates"    // the pair meets more than once, and the days do not tell which is which
	TwoMeanings  = "two_meanings"   // one id stands for two clubs in two seasons
)

// Joined is one season of the other source and its canonical one.
type Joined struct {
	Other, Canonical int // indices of the seasons; Canonical is -1 if there is none
	Score            float64
	Teams            []Pair
	Fixtures         []Pair
	Ambiguous        []Ambiguity
}

// Hints are what is known beforehand.
type Hints struct {
	// Stable says that the other source's team ids mean the same club in every
	// season, so that one season's evidence holds in another.
	Stable bool
	// Teams are pairs that people have decided: other team → canonical team.
	Teams map[string]string
}

// Limits of the evidence. A calendar of 38 fixtures agrees with a wrong team's
// on about half of its home and away days; two sources of the same season differ
// in a few postponed fixtures.
const (
	dayTolerance   = 1   // days by which the sources' dates of a fixture may differ, by time zone
	roundTolerance = 4   // likewise, of a date that is only the round's
	fixtureDays    = 2   // days within which a fixture's date counts as the same
	leastShared    = 0.5 // share of fixtures that two tellings of a season have in common
)

// Join joins each season of other to at most one canonical season, in the order
// of other. What book tells of a season is not found out again.
func Join(canonical, other []Season, hints Hints, book *notes.Book) []Joined {
	h, o := indexed(canonical), indexed(other)
	out := make([]Joined, len(other))
	found := make([]finding, len(other))
	for i := range o {
		found[i] = find(h, o[i], hints.Teams, nil, book)
	}
	if hints.Stable {
		known := learned(found)
		for i := range o {
			if !found[i].complete {
				found[i] = find(h, o[i], hints.Teams, known, book)
			}
		}
	}
	for i := range found {
		out[i] = found[i].Joined
		out[i].Other = i
	}
	if hints.Stable {
		reportMeanings(out)
	}
	return out
}

// bestSeason matches a season with each that it can be, and takes the one that
// shares by far the most fixtures.
func bestSeason(canonical []*schedule, o *schedule, pins, known map[string]string) (*matching, Joined) {
	var best, second *matching
	bestAt := -1
	var possible []string
	for i, h := range canonical {
		if !mayBe(h, o) {
			continue
		}
		if len(possible) < mostCandidates {
			possible = append(possible, h.ID)
		}
		h.index()
		o.index()
		m := match(h, o, pins, known)
		switch {
		case best == nil || m.better(best):
			best, second, bestAt = m, best, i
		case second == nil || m.better(second):
			second = m
		}
	}
	none := Joined{Canonical: -1}
	if best == nil || best.sameDay == 0 {
		if best != nil && len(o.Names) == 0 { // only days could tell, and they do not
			none.Ambiguous = []Ambiguity{{"season", o.ID, possible, NoEvidence}}
		}
		return nil, none
	}
	certain := o.Division != "" && o.Label != "" // the source's own word
	if certain || best.shared() >= leastShared && best.clearlyBefore(second) {
		return best, Joined{Canonical: bestAt, Score: best.shared()}
	}
	if best.shared() >= leastShared {
		none.Ambiguous = []Ambiguity{{"season", o.ID, []string{best.canonical.ID, second.canonical.ID}, EqualSeasons}}
	}
	return nil, none
}

// clearlyBefore says whether the next season fits by so much less that it is
// another one: it shares less than half, or leaves at least three times as much
// open and a twentieth. Leagues that play on the same days by the same pattern
// share much, one league's two tellings nearly all.
func (m *matching) clearlyBefore(second *matching) bool {
	return second == nil || 2*second.sameDay < m.sameDay || 1-second.shared() >= 3*(1-m.shared())+0.05
}

// mayBe says whether two tellings can be of one season: by division and label
// where both are known, else by their dates.
func mayBe(h, o *schedule) bool {
	if o.Division != "" && o.Division != h.Division || o.Label != "" && o.Label != h.Label {
		return false
	}
	if !h.dated || !o.dated {
		return o.Label != ""
	}
	overlap := min(h.last, o.last) - max(h.first, o.first)
	return 2*overlap >= min(h.last-h.first, o.last-o.first)
}

// learned maps the teams that the schedule, or the name and the schedule, joined
// in some season. A team that means two clubs is left out.
func learned(found []finding) map[string]string {
	known, twice := map[string]string{}, map[string]bool{}
	for i := range found {
		for _, p := range found[i].sure {
			if before, ok := known[p.Other]; ok && before != p.Canonical {
				twice[p.Other] = true
			}
			known[p.Other] = p.Canonical
		}
	}
	for team := range twice {
		delete(known, team)
	}
	return known
}

// reportMeanings lists the ids that stand for two clubs.
func reportMeanings(out []Joined) {
	first := map[string]string{}
	for k := range out {
		for _, p := range out[k].Teams {
			if before, ok := first[p.Other]; ok && before != p.Canonical {
				out[k].Ambiguous = append(out[k].Ambiguous, Ambiguity{"team", p.Other, []string{p.Canonical, before}, TwoMeanings})
				continue
			}
			first[p.Other] = p.Canonical
		}
	}
}

// report lists what a matching found, in the order of the ids.
func (m *matching) report() (teams, fixtures []Pair, open []Ambiguity) {
	for i, j := range m.to {
		if j >= 0 {
			teams = append(teams, Pair{m.other.teams[i], m.canonical.teams[j], m.how[i], m.score(i)})
			continue
		}
		reason := NoEvidence
		if m.contradicted[i] {
			reason = Contradicted
		}
		open = append(open, Ambiguity{"team", m.other.teams[i], m.candidates(i), reason})
	}
	paired, more := m.fixtures()
	fixtures, open = paired, append(open, more...)
	slices.SortFunc(teams, byOther)
	slices.SortFunc(fixtures, byOther)
	slices.SortStableFunc(open, func(a, b Ambiguity) int {
		return cmp.Or(strings.Compare(a.Entity, b.Entity), strings.Compare(a.Other, b.Other))
	})
	return teams, fixtures, open
}

func byOther(a, b Pair) int { return strings.Compare(a.Other, b.Other) }
