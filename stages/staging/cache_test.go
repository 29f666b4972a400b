package staging

import (
	"testing"

	"matchday/warehouse/lake"
)

func TestOnlyATableOfTheSameKeyIsUnchanged(t *testing.T) {
	l := lake.Lake{Dir: t.TempDir()}
	r, err := Run(t.Context(), Input{Lake: l})
	if err != nil {
		t.Fatal(err)
	}
	cache := &Cache{}
	cache.put(map[string]string{"odds": "key", "quotes": "key"}, r.Published)
	if got := cache.unchanged(l, map[string]string{"odds": "key", "quotes": "another"}); len(got) != 1 || got[0].Table != "odds" {
		t.Errorf("unchanged: %v, want odds alone", got)
	}
	if got := cache.unchanged(lake.Lake{Dir: t.TempDir()}, map[string]string{"odds": "key"}); len(got) != 0 {
		t.Errorf("unchanged: %v, of a lake that holds nothing", got)
	}
}
