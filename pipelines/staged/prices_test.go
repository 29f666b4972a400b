package staged

import (
	"errors"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"matchday"
	"matchday/warehouse/duck"
	"matchday/warehouse/lake"
)

// pricedLake is a lake in which each fixture has a price of its home win, its number.
func pricedLake(t *testing.T, fixtures int) lake.Lake {
	t.Helper()
	db, err := duck.Open(t.Context(), "", duck.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	path := filepath.Join(t.TempDir(), "odds.parquet")
	if _, err := db.ExecContext(t.Context(), fmt.Sprintf(`copy (
		select 'f' || n as fixture_id, '1x2' as market, null::double as line, 'B365' as bookmaker, 'H' as selection, 'pre_match' as moment,
			n::decimal(9, 4) as price, timestamptz '2026-01-01 00:00:00+00' as known_at
		from range(2, %d) as t(n)) to '%s' (format parquet)`, fixtures+2, path)); err != nil {
		t.Fatal(err)
	}
	lk := lake.Lake{Dir: t.TempDir(), NoSync: true}
	if _, err := lk.Publish(lake.Staged, map[string]string{"odds": path}, "test"); err != nil {
		t.Fatal(err)
	}
	return lk
}

func TestEachFixtureHasItsOwnPricesHoweverManyAreReadAtOnce(t *testing.T) {
	lk := pricedLake(t, 2*pricesOf+1)
	var ids []string
	var until []time.Time
	for n := 2*pricesOf + 1; n >= -1; n-- { // the last three have none
		ids, until = append(ids, fmt.Sprintf("f%d", n)), append(until, time.Date(2026, time.January, 2, 0, 0, 0, 0, time.UTC))
	}
	until[5] = until[5].AddDate(0, 0, -2) // before its price was known
	next := 0
	visit := func(place int, books []matchday.MarketBook) error {
		if place != next {
			t.Fatalf("place %d is visited after %d", place, next-1)
		}
		next++
		if unpriced := place == 5 || place > 2*pricesOf-1; unpriced != (len(books) == 0) {
			t.Fatalf("%s at place %d has %d books", ids[place], place, len(books))
		}
		if len(books) > 0 && "f"+books[0].Prices[0].Decimal.String() != ids[place] {
			t.Fatalf("%s has the price %s", ids[place], books[0].Prices[0].Decimal)
		}
		return nil
	}
	markets := []matchday.Market{matchday.Market1X2}
	if err := EachPrices(t.Context(), lk, ids, until, matchday.PreMatch, markets, visit); err != nil {
		t.Fatal(err)
	}
	if next != len(ids) {
		t.Errorf("%d of %d fixtures are visited", next, len(ids))
	}
	stop := errors.New("stop")
	err := EachPrices(t.Context(), lk, ids, until, matchday.PreMatch, markets, func(int, []matchday.MarketBook) error { return stop })
	if !errors.Is(err, stop) {
		t.Errorf("the error is %v; want that of the visit", err)
	}
}
