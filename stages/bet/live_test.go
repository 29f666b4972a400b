package bet

import (
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"matchday"
)

// liveQuotes is one bookmaker's book, last seen at a moment.
func liveQuotes(bookmaker string, prices [3]string, known, seen time.Time) []Quote {
	var out []Quote
	for i, p := range prices {
		out = append(out, Quote{
			Bookmaker: bookmaker, Market: matchday.Market1X2, Selection: string(matchday.Outcomes[i]), Moment: matchday.PreMatch,
			Price: decimal.RequireFromString(p), KnownAt: known, SeenAt: seen,
		})
	}
	return out
}

var liveNow = time.Date(2025, 3, 1, 12, 0, 0, 0, time.UTC)

func TestAPriceIsStaleSinceItWasLastSeenNotSinceItWasQuoted(t *testing.T) {
	yesterday, hourAgo, long := liveNow.Add(-30*time.Hour), liveNow.Add(-time.Hour), liveNow.Add(-6*time.Hour-time.Second)
	quotes := append(liveQuotes("B365", [3]string{"2.10", "3.40", "3.60"}, yesterday, hourAgo),
		liveQuotes("PS", [3]string{"2.30", "3.40", "3.60"}, yesterday, long)...)
	m := ScreenLive(quotes, liveNow, 6*time.Hour)[0]
	if len(m.Books) != 1 || m.Books[0].Bookmaker != "B365" || len(m.Passed) != 1 || m.Passed[0] != (Passed{"PS", Stale}) {
		t.Errorf("%+v", m)
	}
	if m := ScreenLive(quotes, liveNow.Add(time.Hour), 12*time.Hour)[0]; len(m.Books) != 2 {
		t.Errorf("within twelve hours: %+v", m)
	}
}

func TestAStoppedPriceTakesItsBookWithIt(t *testing.T) {
	quotes := liveQuotes("B365", [3]string{"2.10", "3.40", "3.60"}, liveNow.Add(-2*time.Hour), liveNow)
	stopped := quotes[1]
	stopped.KnownAt, stopped.Stopped = liveNow.Add(-time.Hour), true
	m := ScreenLive(append(quotes, stopped), liveNow, 6*time.Hour)[0]
	if len(m.Books) != 0 || len(m.Passed) != 1 || m.Passed[0].Reason != Stopped {
		t.Errorf("%+v", m)
	}
	again := stopped
	again.KnownAt, again.Stopped = liveNow.Add(-time.Minute), false
	if m := ScreenLive(append(quotes, stopped, again), liveNow, 6*time.Hour)[0]; len(m.Books) != 1 {
		t.Errorf("offered again: %+v", m)
	}
}

func TestABarredPriceTakesItsBookWithItWhateverElseIsWrong(t *testing.T) {
	long := liveNow.Add(-7 * time.Hour)
	gone := liveQuotes("B365", [3]string{"2.10", "3.40", "3.60"}, long, long)
	gone[0].Stopped, gone[1].Barred = true, NoLongerOffered
	board := ScreenLive(append(gone, liveQuotes("PS", [3]string{"2.12", "3.40", "3.60"}, long, liveNow)...), liveNow, 6*time.Hour)
	if m := board[0]; len(m.Books) != 1 || len(m.Passed) != 1 || m.Passed[0] != (Passed{"B365", NoLongerOffered}) {
		t.Errorf("%+v", m)
	}
	again := liveQuotes("B365", [3]string{"2.05", "3.40", "3.60"}, liveNow, liveNow)
	if m := ScreenLive(append(gone, again...), liveNow, 6*time.Hour)[0]; len(m.Books) != 1 || len(m.Passed) != 0 {
		t.Errorf("newer prices of the same book: %+v", m)
	}
	line := func(goals float64, barred matchday.SkipReason) (out []Quote) {
		for _, s := range matchday.Selections(matchday.MarketTotal) {
			out = append(out, Quote{Bookmaker: "B365", Market: matchday.MarketTotal, Line: matchday.Number(goals), Selection: s,
				Moment: matchday.PreMatch, Price: decimal.RequireFromString("1.95"), KnownAt: long, SeenAt: liveNow, Barred: barred})
		}
		return out
	}
	for _, m := range ScreenLive(append(line(2.5, NoLongerOffered), line(3, "")...), liveNow, time.Hour)[1:] {
		if want := m.Line.V == 3; (len(m.Books) == 1) != want || (len(m.Passed) == 0) != want {
			t.Errorf("a line that vanished, and one that is there: %+v", m)
		}
	}
}

func TestWhatIsNotOnOfferNowIsToldWithItsReason(t *testing.T) {
	p := prediction("f", matchday.Probs{0.5, 0.3, 0.2})
	p.Time, p.AsOf = liveNow, liveNow
	for want, m := range map[matchday.SkipReason]Board{
		NoPrice: Screen(nil, liveNow),
		Stale:   ScreenLive(liveQuotes("B365", [3]string{"2.20", "3.40", "4.00"}, liveNow, liveNow.Add(-2*time.Hour)), liveNow, time.Hour),
	} {
		if _, skips := place(t, open(t, "1000.00", nil, "value"), Offered{Forecast: p, Board: m}); len(skips) != 3 || skips[0].Reason != want {
			t.Errorf("skips %+v, want %s", skips, want)
		}
	}
}

func TestTheLowestPriceIsJustWorthIt(t *testing.T) {
	for _, c := range []struct {
		p, edge, want float64
		at            matchday.Bookmaker
	}{
		{0.5, 0.05, 2.11, matchday.Bookmaker{}},                 // 2.10 is worth exactly 0.05
		{0.5, 0.02, 2.05, matchday.Bookmaker{}},                 // 2.04 is worth exactly 0.02
		{0.5, 0.05, 2.16, matchday.Bookmaker{Commission: 0.05}}, // 1 + 1.10/0.95 = 2.1579
		{0.5, 0.05, 2.21, matchday.Bookmaker{Tax: 0.05}},        // 2.20 is worth exactly 0.05
	} {
		got := LowestPrice(matchday.Of(c.p), c.edge, c.at)
		if diff := got - c.want; diff > 1e-9 || diff < -0.01-1e-9 { // what is exact may round either way
			t.Errorf("LowestPrice(%v, %v, %+v) = %v, want %v", c.p, c.edge, c.at, got, c.want)
		}
	}
	rapid.Check(t, func(r *rapid.T) {
		p, edge := rapid.Float64Range(0.01, 0.99).Draw(r, "p"), rapid.Float64Range(0, 0.2).Draw(r, "edge")
		at := matchday.Bookmaker{Commission: rapid.Float64Range(0, 0.1).Draw(r, "c"), Tax: rapid.Float64Range(0, 0.1).Draw(r, "t")}
		c := matchday.Chances{Win: p * rapid.Float64Range(0.3, 1).Draw(r, "decided"), Loss: 1 - p}
		c.Push = 1 - c.Win - c.Loss
		price := LowestPrice(c, edge, at)
		if !(ExpectedValue(c, price, at) > edge) {
			r.Fatalf("%v is not worth it", price)
		}
		if ExpectedValue(c, price-0.02, at) > edge {
			r.Fatalf("%v is not the lowest", price)
		}
	})
}
