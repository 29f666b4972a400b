package bet

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"matchday"
)

var friday = time.Date(2016, 8, 12, 12, 0, 0, 0, time.UTC)

// book quotes home, draw and away, all on Friday; an empty price is not quoted.
func book(bookmaker string, prices ...string) []Quote {
	var quotes []Quote
	for i, p := range prices {
		if p != "" {
			quotes = append(quotes, quote(bookmaker, matchday.Outcomes[i], p, friday))
		}
	}
	return quotes
}

func quote(bookmaker string, o matchday.Outcome, price string, at time.Time) Quote {
	return Quote{
		Bookmaker: bookmaker, Market: matchday.Market1X2, Selection: string(o),
		Moment: matchday.PreMatch, Price: decimal.RequireFromString(price), KnownAt: at,
	}
}

func join(books ...[]Quote) (all []Quote) {
	for _, b := range books {
		all = append(all, b...)
	}
	return all
}

func TestBooksThatAreNotBelieved(t *testing.T) {
	b365, wh, lb := book("B365", "2.10", "3.40", "3.60"), book("WH", "2.15", "3.30", "3.50"), book("LB", "2.05", "3.40", "3.75")
	for _, c := range []struct {
		name     string
		quotes   []Quote
		believed []string
		outliers map[string]OutlierReason
	}{
		{"three that agree", join(b365, wh, lb), []string{"B365", "LB", "WH"}, nil},
		{"a price of 0", join(book("B365", "0", "3.40", "3.60"), wh), []string{"WH"}, map[string]OutlierReason{"B365": Incomplete}},
		{"a price that is missing", join(book("B365", "2.10", "", "3.60"), wh), []string{"WH"}, map[string]OutlierReason{"B365": Incomplete}},
		{"1.01 where the others say 3.40", join(b365, wh, book("LB", "2.05", "1.01", "3.75")), []string{"B365", "WH"}, map[string]OutlierReason{"LB": BadMargin}},
		{"34 where the others say 3.40", join(b365, wh, book("LB", "2.05", "34", "3.75")), []string{"B365", "WH"}, map[string]OutlierReason{"LB": BadMargin}},
		{"an exchange with a margin of 29 %", join(b365, book("BFE", "1.70", "2.60", "3.15")), []string{"B365"}, map[string]OutlierReason{"BFE": BadMargin}},
		{"home and away exchanged", join(b365, wh, book("LB", "3.75", "3.40", "2.05")), []string{"B365", "WH"}, map[string]OutlierReason{"LB": Apart}},
		{"exchanged, with two books and the average", join(b365, book("WH", "3.50", "3.30", "2.15"), book("Avg", "2.12", "3.35", "3.55")), []string{"B365"}, map[string]OutlierReason{"WH": Apart}},
		{"two that disagree, without an average", join(b365, book("WH", "3.50", "3.30", "2.15")), nil, map[string]OutlierReason{"B365": Apart, "WH": Apart}},
		{"alone against the average", join(book("WH", "3.50", "3.30", "2.15"), book("Avg", "2.12", "3.35", "3.55")), nil, map[string]OutlierReason{"WH": Apart}},
		{"alone, with an absurd average", join(b365, book("Avg", "2.12", "33.5", "3.55")), []string{"B365"}, nil},
		{"alone", b365, []string{"B365"}, nil},
		{"the best price is no bookmaker", book("Max", "2.20", "3.50", "3.90"), nil, nil},
		{"two absurd books out of five", join(b365, wh, lb, book("SB", "3.75", "3.40", "2.05"), book("VC", "3.60", "3.40", "2.10")), []string{"B365", "LB", "WH"}, map[string]OutlierReason{"SB": Apart, "VC": Apart}},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := Screen(c.quotes, friday)[0]
			var believed []string
			for _, b := range m.Books {
				believed = append(believed, b.Bookmaker)
			}
			outliers := map[string]OutlierReason{}
			for _, o := range m.Outliers {
				outliers[o.Book.Bookmaker] = o.Reason
			}
			if c.outliers == nil {
				c.outliers = map[string]OutlierReason{}
			}
			if !reflect.DeepEqual(believed, c.believed) || !reflect.DeepEqual(outliers, c.outliers) {
				t.Fatalf("believed %v, outliers %v; want %v and %v", believed, outliers, c.believed, c.outliers)
			}
		})
	}
}

func TestAnOutlierNamesTheConsensus(t *testing.T) {
	m := Screen(join(book("B365", "2.10", "3.40", "3.60"), book("WH", "2.15", "3.30", "3.50"), book("LB", "3.75", "3.40", "2.05")), friday)[0]
	want := matchday.Book{2.15, 3.40, 3.50}
	if len(m.Outliers) != 1 || !slices.Equal(m.Outliers[0].Consensus, want) {
		t.Fatalf("got %+v, want one outlier beside %v", m.Outliers, want)
	}
}

func TestAFactorOfExactlyOneAndAHalfPasses(t *testing.T) {
	three := func(home string) []Quote {
		return join(book("A", "1.20", "7.00", "15.0"), book("B", "1.20", "7.00", "15.0"), book("C", home, "6.00", "12.0"))
	}
	if m := Screen(three("1.30"), friday)[0]; len(m.Outliers) != 0 {
		t.Errorf("1.30 beside 1.20 was refused: %+v", m.Outliers)
	}
	if m := Screen(three("1.31"), friday)[0]; len(m.Outliers) != 1 {
		t.Errorf("1.31 beside 1.20 was believed")
	}
}

func TestTheLastQuoteKnownByThenCounts(t *testing.T) {
	early := friday.Add(-72 * time.Hour)
	quotes := append(book("B365", "2.10", "3.40", "3.60"),
		quote("B365", matchday.HomeWin, "2.50", early),
		quote("B365", matchday.HomeWin, "2.00", friday), // two at one instant: the lower
		quote("B365", matchday.HomeWin, "2.60", friday.Add(time.Second)))
	b := Screen(quotes, friday)[0].Books[0]
	if got := b.Prices[0].String(); got != "2" || !b.QuotedAt[0].Equal(friday) {
		t.Fatalf("took %s quoted at %v, want 2 quoted at %v", got, b.QuotedAt[0], friday)
	}
}

// drawQuotes invents up to seven books around 3.10, the average and the best
// price among them; one quote in sixteen is absurd, one is late, one is a
// closing price, and some are missing or quoted twice.
func drawQuotes(t *rapid.T) []Quote {
	var quotes []Quote
	for _, name := range []string{"B365", "BW", "LB", "PS", "WH", "Avg", "Max"}[:rapid.IntRange(0, 7).Draw(t, "books")] {
		for _, o := range matchday.Outcomes {
			for range rapid.SampledFrom([]int{1, 1, 1, 1, 1, 1, 0, 2}).Draw(t, "quotes") {
				q := quote(name, o, "1", friday.Add(time.Duration(rapid.IntRange(-2, 0).Draw(t, "hours"))*time.Hour))
				q.Price = decimal.New(rapid.Int64Range(27500, 32500).Draw(t, "price"), -4)
				switch rapid.IntRange(0, 15).Draw(t, "oddity") {
				case 0:
					q.Price = decimal.New(rapid.Int64Range(0, 400000).Draw(t, "absurd price"), -4)
				case 1:
					q.KnownAt = friday.Add(time.Minute)
				case 2:
					q.Moment = matchday.Closing
				}
				quotes = append(quotes, q)
			}
		}
	}
	return quotes
}

func shuffled(t *rapid.T, quotes []Quote) []Quote {
	r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "order"), 0))
	out := append([]Quote(nil), quotes...)
	r.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	return out
}

func TestTheOrderOfQuotesDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		quotes := drawQuotes(t)
		if a, b := Screen(quotes, friday), Screen(shuffled(t, quotes), friday); !reflect.DeepEqual(a, b) {
			t.Fatalf("one order gives %+v, another %+v", a, b)
		}
	})
}

func TestOneAbsurdBookDoesNotMoveTheOthers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sound := join(book("B365", "2.10", "3.40", "3.60"), book("WH", "2.15", "3.30", "3.50"), book("LB", "2.05", "3.40", "3.75"))
		var absurd []Quote
		for _, o := range matchday.Outcomes {
			q := quote("ZZ", o, "1", friday)
			q.Price = decimal.New(rapid.Int64Range(0, 10_000_000).Draw(t, "price"), -4)
			absurd = append(absurd, q)
		}
		with, without := Screen(join(sound, absurd), friday)[0], Screen(sound, friday)[0]
		if len(with.Books) == len(without.Books)+1 {
			with.Books = with.Books[:3] // ZZ, last by name, happened to agree
		}
		if !reflect.DeepEqual(with.Books, without.Books) {
			t.Fatalf("one book more changed the others: %+v", with)
		}
	})
}
