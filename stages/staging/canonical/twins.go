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
// or within days of each other where one of them was called off. They must have been so
// when the second one came, or somebody may have bet on it by itself. What people have
// decided about an id stays as they decided.
func (x *joiner) joinTwins() {
	type pairing struct{ league, season, home, away int64 }
	byPairing := map[pairing][]*Fixture{}
	for _, f := range x.fixtures {
		if _, ok := x.decided[overrideKey{FixtureEntity, answers.SourceID(f.API.ID)}]; ok {
			continue
		}
		teams := f.API.Teams
		key := pairing{f.API.League, f.API.Season, teams[table.Home].ID, teams[table.Away].ID}
		byPairing[key] = append(byPairing[key], f)
	}
	gone := map[*Fixture]bool{}
	for _, fixtures := range byPairing {
		slices.SortFunc(fixtures, countsFirst)
		for i, kept := range fixtures {
			for _, f := range fixtures[i+1:] {
				if !gone[kept] && !gone[f] && oneMatch(kept.API, f.API) {
					gone[f] = true
					x.twins = append(x.twins, twin{f, kept})
				}
			}
		}
	}
	slices.SortFunc(x.twins, func(a, b twin) int { return cmp.Compare(a.fixture.API.ID, b.fixture.API.ID) })
	x.fixtures = slices.DeleteFunc(x.fixtures, func(f *Fixture) bool { return gone[f] })
	for _, t := range x.twins {
		t.kept.since = min(t.kept.since, t.fixture.since)
		t.kept.others = append(t.kept.others, t.fixture.API)
	}
}

// off says that a match is not played, or not then.
func off(state string) bool {
	return slices.Contains([]string{"deleted", "cancelled", "postponed"}, state)
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
	return cmp.Or(cmp.Compare(no(!off(a.API.State())), no(!off(b.API.State()))),
		cmp.Compare(no(a.API.Result.Known()), no(b.API.Result.Known())), landedFirst(a, b))
}

// landedFirst sorts fixtures by when the API first told of them.
func landedFirst(a, b *Fixture) int {
	return cmp.Or(cmp.Compare(a.API.FirstLanded, b.API.FirstLanded), cmp.Compare(a.API.FirstKickoff, b.API.FirstKickoff),
		cmp.Compare(a.API.ID, b.API.ID))
}

// oneMatch says that two fixtures of one pairing are one match, and were from when the
// second one came.
func oneMatch(a, b *answers.History) bool {
	born := max(a.FirstLanded, b.FirstLanded)
	for _, at := range []int64{born, max(a.Landed(), b.Landed())} {
		kickoffA, stateA := a.At(at)
		kickoffB, stateB := b.At(at)
		apart := kickoffA.Sub(kickoffB).Abs()
		if londonDay(kickoffA) != londonDay(kickoffB) && (apart > moved || !off(stateA) && !off(stateB)) {
			return false
		}
	}
	return true
}

// takeFirstIDs gives the fixtures that were kept the id that theirs or the other one
// landed under first: whichever the API follows, a bet is on the same match.
func (x *joiner) takeFirstIDs() {
	for _, t := range x.twins {
		if landedFirst(t.fixture, t.first()) < 0 {
			t.kept.ID, t.fixture.ID = t.fixture.ID, t.kept.ID
			t.kept.firstTwin = t.fixture
		}
	}
}

// first is the one whose id the kept fixture has.
func (t twin) first() *Fixture {
	if t.kept.firstTwin != nil {
		return t.kept.firstTwin
	}
	return t.kept
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
