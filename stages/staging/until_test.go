package staging_test

import (
	"reflect"
	"testing"
	"time"

	"matchday/stages/staging"
	"matchday/stages/staging/answers"
	"matchday/warehouse/lake"
)

// A pass until a moment makes, in another lake, the very files that a pass at
// that moment made, whatever has landed since: a corrected file, another
// kick-off, a later price, and a look that found nothing new.
func TestAPassUntilAMomentIsThePassOfThatMoment(t *testing.T) {
	w := newWorld(t)
	price := func(value string, at time.Time) string { return oddsOf(odd(1, 2, 1, "Home", value, "", at)) }
	dawn := kickoffOf.Add(-9 * time.Hour)
	w.land(dawn, "E0.csv", "E0,20/09/2025,15:00,Home Town,Third Rovers,2,1,H,9,Atkinson,2.1,3.3,3.6,,")
	w.fetched(dawn, "fixture", "9", said(9, answers.StateNotStarted, price("2.10", dawn)))
	w.seen(dawn.Add(time.Hour), "fixture", "9", said(9, answers.StateNotStarted, price("2.10", dawn)))
	noonish := dawn.Add(2 * time.Hour)
	then := w.run().Published

	w.land(noonish.Add(time.Hour), "E0.csv", "E0,20/09/2025,15:00,Home Town,Third Rovers,2,2,D,11,Atkinson,2.1,3.3,3.6,,", "E0,27/09/2025,15:00,Third Rovers,Home Town,,,,,,2.1,3.3,3.6,,")
	w.seen(noonish.Add(time.Hour), "fixture", "9", said(9, answers.StateNotStarted, price("2.10", dawn)))
	w.fetched(noonish.Add(2*time.Hour), "fixture", "9", saidOf(9, answers.StateNotStarted, kickoffOf.AddDate(0, 0, 3), 1, 2, price("2.30", noonish)))
	now := w.run().Published
	again, err := staging.Run(t.Context(), staging.Input{Lake: w.lake, Into: lake.Lake{Dir: t.TempDir()}, Until: noonish})
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(again.Published.Tables, then.Tables) || again.Published.Raw != then.Raw {
		t.Errorf("tables %v\nwant   %v", again.Published.Tables, then.Tables)
	}
	if reflect.DeepEqual(now.Tables, then.Tables) {
		t.Error("what landed later changed no table: the comparison says nothing")
	}
	if current, err := w.lake.Current(lake.Staged); err != nil || !reflect.DeepEqual(current.Tables, now.Tables) {
		t.Errorf("the lake's own tables were replaced (%v)", err)
	}
}
