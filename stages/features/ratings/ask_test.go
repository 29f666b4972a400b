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
