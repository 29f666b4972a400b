package ratings

import (
	"math/rand/v2"
	"testing"
	"time"

	"matchday"

	"pgregory.net/rapid"
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

// What a live run says of a fixture is what training says that asks about this
// one at that moment and about all others at theirs, to the last bit.
func TestALiveRunSeesWhatTrainingSees(t *testing.T) {
	compared := 0
	rapid.Check(t, func(t *rapid.T) {
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "world"), 3))
		matches := inventedWorld(rng)
		now := matchday.Date(2010, time.September, 1).Add(time.Duration(rapid.Int64Range(0, 1000*24).Draw(t, "hour")) * time.Hour)
		if rapid.Bool().Draw(t, "at a collection") {
			now = matches[rapid.IntRange(0, len(matches)-1).Draw(t, "match")].AsOf
		}
		live := rate(t, asLive(matches, now))
		for i := range matches {
			switch {
			case matches[i].AsOf.Before(now) && rng.IntN(4) > 0 || rng.IntN(20) > 0:
				continue
			}
			trained := append([]Match(nil), matches...)
			trained[i].AsOf, trained[i].Collected = now, time.Time{}
			if matches[i].AsOf.Before(now) { // and it had entered when its prices were collected
				trained[i].Collected = matches[i].AsOf
			}
			if what, same := sameRow(live, i, rate(t, trained), i); !same {
				t.Fatalf("row of %s, collected at %v, asked at %v: %s", matches[i].ID, matches[i].AsOf, now, what)
			}
			compared++
		}
	})
	if compared < 50 {
		t.Errorf("only %d rows were compared", compared)
	}
}
