package live_test

import (
	"math/rand/v2"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"matchday"
	"matchday/pipelines/livetest"
	"matchday/pipelines/staged"
	"matchday/warehouse/lake"
)

// For whatever days, also of seasons that are long over.
func TestAViewOfTheDaysAskedForHasOfThemWhatAViewOfAllHas(t *testing.T) {
	l := lake.Lake{Dir: filepath.Join(livetest.Home(t), "lake")}
	random := rand.New(rand.NewPCG(41, 16))
	found := 0
	for range 12 {
		now := time.Date(2021, time.August, 1, random.IntN(24), 0, 0, 0, time.UTC).AddDate(0, 0, random.IntN(4*365))
		until := now.Add(time.Duration(1+random.IntN(24*60)) * time.Hour)
		read := func(v staged.View, err error) (coming []staged.Fixture, all []any) {
			if err != nil {
				t.Fatal(err)
			}
			defer v.Close()
			if coming, err = v.Coming(t.Context(), now, until); err != nil {
				t.Fatal(err)
			}
			ids := make([]string, len(coming))
			for k, f := range coming {
				ids[k] = f.ID
			}
			asking := staged.Asking{Now: until.AddDate(5, 0, 0), PriceAge: time.Hour} // when all had landed
			quotes, err := v.Offered(t.Context(), coming, asking, []matchday.Market{matchday.Market1X2})
			if err != nil {
				t.Fatal(err)
			}
			lineups, err := v.Lineups(t.Context(), ids, until)
			if err != nil {
				t.Fatal(err)
			}
			return coming, []any{coming, quotes, lineups, v.Raw}
		}
		coming, want := read(staged.Open(t.Context(), l))
		_, got := read(staged.OpenBetween(t.Context(), l, "fixtures", now, until))
		if !reflect.DeepEqual(got, want) {
			t.Errorf("from %s to %s:\n%v\nof a view of all:\n%v", now, until, got, want)
		}
		found += len(coming)
	}
	if found < 50 {
		t.Errorf("only %d fixtures were to come", found)
	}
}
