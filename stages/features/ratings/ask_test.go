package ratings

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"matchday"
)

// asLive copies the matches as a live run at a moment has them: nothing that
// became known later, and everything that has not kicked off asked about then.
func asLive(matches []Match, now time.Time) (out []Match) {
	for _, m := range matches {
		if m.KnownAt.After(now) {
			m.KnownAt = time.Time{}
		}
		if m.PriceKnownAt.After(now) {
			m.HasPrice = false
		}
		if m.Kickoff.After(now) {
			m.Collected, m.AsOf = m.AsOf, now
		}
		out = append(out, m)
	}
	return out
}

// What a live run says of a coming fixture is what training says that asks about
// this one at that moment and about all others at theirs, to the last bit.
func TestALiveRunSeesWhatTrainingSees(t *testing.T) {
	early, late := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "world"), 3))
		matches := inventedWorld(rng)
		next := &matches[rapid.IntRange(0, len(matches)-1).Draw(t, "fixture")]
		now := next.Kickoff.Add(-time.Duration(rapid.IntRange(1, 14*24*60).Draw(t, "minutes before")) * time.Minute)
		live := rate(t, asLive(matches, now))
		for i := range matches {
			if m := &matches[i]; m.ID != next.ID && (!m.Kickoff.After(now) || m.Kickoff.After(next.Kickoff) || rng.IntN(4) > 0) {
				continue
			}
			trained := slices.Clone(matches)
			trained[i].AsOf = now
			if matches[i].AsOf.After(now) {
				early++
			} else { // its clubs were there when its prices were collected
				trained[i].Collected = matches[i].AsOf
				late++
			}
			if what, same := sameRow(live, i, rate(t, trained), i); !same {
				t.Fatalf("row of %s, collected at %v, asked at %v: %s", matches[i].ID, matches[i].AsOf, now, what)
			}
		}
	})
	if early < 50 || late < 50 {
		t.Errorf("only %d fixtures were asked about before, %d after the collection of their prices", early, late)
	}
}

// The question about a coming match leaves no trace of its clubs, so that they are not
// there when its price is learned.
func TestThePriceOfClubsThatOnlyAQuestionNamedTeachesNothing(t *testing.T) {
	now := time.Date(2025, time.April, 25, 10, 0, 0, 0, time.UTC)
	m := *fixtureOf("E0", 1, "2425", "new", "newer")
	m.ID, m.Kickoff, m.AsOf, m.Collected = "f", now.Add(28*time.Hour), now, now.Add(5*time.Hour)
	m.HasPrice, m.PriceKnownAt, m.Price = true, now.Add(-2*time.Hour), matchday.Probs{.4, .3, .3}
	out := rate(t, []Match{m})
	if elo := out.Columns[eloHome][0]; math.IsNaN(elo) {
		t.Errorf("the home side's Elo is %v", elo)
	}
}

// A coming fixture between clubs that have been seen in its season may be put off, or
// vanish: no row of another fixture changes by a bit.
func TestAFixtureThatIsPutOffChangesNoOtherRow(t *testing.T) {
	moved := 0
	rapid.Check(t, func(t *rapid.T) {
		matches := inventedWorld(rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "world"), 4)))
		i := rapid.IntRange(0, len(matches)-1).Draw(t, "fixture")
		matches[i].KnownAt, matches[i].HasPrice = time.Time{}, false
		if !seenBefore(matches, i) {
			return
		}
		moved++
		before := rate(t, matches)
		changed := slices.Clone(matches)
		changed[i].AsOf = changed[i].AsOf.Add(time.Duration(rapid.IntRange(1, 60*24*40).Draw(t, "minutes")) * time.Minute)
		after := rate(t, changed)
		gone := rate(t, slices.Delete(slices.Clone(matches), i, i+1))
		for k := range matches {
			if k == i {
				continue
			}
			if what, same := sameRow(before, k, after, k); !same {
				t.Fatalf("%s was put off, and the row of %s is another: %s", matches[i].ID, matches[k].ID, what)
			}
			without := k
			if k > i {
				without--
			}
			if what, same := sameRow(before, k, gone, without); !same {
				t.Fatalf("%s vanished, and the row of %s is another: %s", matches[i].ID, matches[k].ID, what)
			}
		}
	})
	if moved < 30 {
		t.Errorf("only %d fixtures were put off", moved)
	}
}

// seenBefore says whether both clubs of a fixture were asked about in its season
// before, and not in another division or season since, until two months later.
func seenBefore(matches []Match, i int) bool {
	m := &matches[i]
	for _, club := range []string{m.HomeTeamID, m.AwayTeamID} {
		seen := false
		for k := range matches {
			o := &matches[k]
			if k == i || o.HomeTeamID != club && o.AwayTeamID != club {
				continue
			}
			same := o.Division == m.Division && o.Season == m.Season
			if !same && o.AsOf.After(m.AsOf.AddDate(0, -9, 0)) && o.AsOf.Before(m.AsOf.AddDate(0, 2, 0)) {
				return false
			}
			seen = seen || same && o.AsOf.Before(m.AsOf)
		}
		if !seen {
			return false
		}
	}
	return true
}
