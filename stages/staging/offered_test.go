package staging_test

import (
	"fmt"
	"testing"
	"time"

	"matchday/stages/staging/table"
)

// A price is as old as the first file that showed it: a newer file makes it no younger,
// neither with another row in it nor with another price beside it.
func TestAPriceIsOnOfferSinceTheFirstFileThatShowedIt(t *testing.T) {
	first, second, third := noon(2026, time.February, 13), noon(2026, time.February, 14), noon(2026, time.February, 15)
	w := newWorld(t)
	w.land(first, "fixtures.csv", "E0,15/02/2026,20:00,A,B,,,,,,2.1,3.3,,-0.5,1.9")
	w.land(second, "fixtures (1).csv", "E0,15/02/2026,20:00,A,B,,,,,,2.1,3.4,,-0.75,1.9", "E0,15/02/2026,20:00,C,D,,,,,,1.5,,,,")
	w.land(third, "fixtures (2).csv", "E0,15/02/2026,20:00,A,B,,,,,,2.1,3.4,,-0.75,1.9")
	var odds []string
	for _, o := range tableRows[table.Odds](w, "odds") {
		odds = append(odds, fmt.Sprint(o.FixtureID, " ", o.Bookmaker, " ", o.Selection, " ", o.Price, " of ", time.UnixMicro(o.LandedAt).UTC().Day()))
	}
	w.want("odds", odds,
		"E0/2526/A/B/1 Avg H 19000 of 14", // at another line than on the 13th
		"E0/2526/A/B/1 B365 D 34000 of 14", "E0/2526/A/B/1 B365 H 21000 of 13",
		"E0/2526/C/D/1 B365 H 15000 of 14")
}
