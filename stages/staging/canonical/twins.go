package canonical

import (
	"cmp"
	"slices"
	"time"

	"matchday/stages/staging/answers"
	"matchday/stages/staging/crosswalk"
	"matchday/stages/staging/table"
)

// TwoIDs is the reason for which the other id of a match that the API lists under two
// is ambiguous.
const TwoIDs = "two_ids"

// moved is how far apart the two kick-offs of one match may be if the API called it
// off under one id and made it anew under another.
const moved = 72 * time.Hour

// twin is a fixture of the API, and the one that tells of the same match.
type twin struct{ fixture, kept *Fixture }

// joinTwins leaves one fixture of each match that the API lists under two ids, so that
// nobody bets on it twice: the same sides at the same ground in one season, on one day,
// or within days of each other where one of them was called off. What people have
// decided about an id stays as they decided.
func (x *joiner) joinTwins() {
	type pairing struct{ league, season, home, away int64 }
	byPairing := map[pairing][]*Fixture{}
	for _, f := range x.fixtures {
		if _, ok := x.decided[overrideKey{FixtureEntity, answers.SourceID(f.API.ID)}]; ok {
			continue
		}
		last, teams := f.API.Last, f.API.Teams
		key := pairing{last.League, last.Season, teams[table.Home].ID, teams[table.Away].ID}
		byPairing[key] = append(byPairing[key], f)
	}
	gone := map[*Fixture]bool{}
	for _, fixtures := range byPairing {
		slices.SortFunc(fixtures, countsFirst)
		for i, kept := range fixtures {
			for _, f := range fixtures[i+1:] {
				if !gone[kept] && !gone[f] && oneMatch(kept, f) {
					gone[f] = true
					x.twins = append(x.twins, twin{f, kept})
				}
			}
		}
	}
	slices.SortFunc(x.twins, func(a, b twin) int { return cmp.Compare(a.fixture.API.ID, b.fixture.API.ID) })
	x.fixtures = slices.DeleteFunc(x.fixtures, func(f *Fixture) bool { return gone[f] })
}

// calledOff says that a fixture is not played, or not then.
func calledOff(f *Fixture) bool {
	return slices.Contains([]string{"deleted", "cancelled", "postponed"}, f.API.State())
}

// countsFirst sorts the fixture that counts first: one that is not called off, then
// one with a result, then the one that landed first.
func countsFirst(a, b *Fixture) int {
	no := func(yes bool) int {
		if yes {
			return 0
		}
		return 1
	}
	return cmp.Or(cmp.Compare(no(!calledOff(a)), no(!calledOff(b))),
		cmp.Compare(no(a.API.Result.Known()), no(b.API.Result.Known())),
		cmp.Compare(a.API.First.FetchedAt, b.API.First.FetchedAt), cmp.Compare(a.API.ID, b.API.ID))
}

// oneMatch says that two fixtures of one pairing are one match.
func oneMatch(a, b *Fixture) bool {
	apart := a.API.KickoffTime().Sub(b.API.KickoffTime()).Abs()
	return londonDay(a.API.KickoffTime()) == londonDay(b.API.KickoffTime()) || apart <= moved && (calledOff(a) || calledOff(b))
}

// listTwins joins the other ids to the fixtures that were kept, and lists them.
func (x *joiner) listTwins() {
	for _, t := range x.twins {
		id := answers.SourceID(t.fixture.API.ID)
		x.crosswalk = append(x.crosswalk, table.Crosswalk{
			Entity: FixtureEntity, Source: answers.Source, SourceID: id, CanonicalID: t.kept.ID, How: string(crosswalk.BySchedule), Score: 1,
			LandedAt: t.fixture.API.Landed(),
		})
		x.ambiguous = append(x.ambiguous, table.Ambiguous{
			Entity: FixtureEntity, Source: answers.Source, SourceID: id, Candidates: []string{t.kept.ID}, Reason: TwoIDs,
		})
	}
}
