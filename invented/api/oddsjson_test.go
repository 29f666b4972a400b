package api

import "testing"

func TestPricesAreWrittenAsTheSourceDoes(t *testing.T) {
	for _, c := range []struct {
		price                                 float64
		value, places3, fraction, american100 string
	}{
		{2.10, "2.10", "2.100", "11/10", "110"}, {51, "51", "51.000", "50", "5000"}, {1.25, "1.25", "1.250", "1/4", "-400"},
		{1001, "1001", "1,001.000", "1000", "100000"}, {2, "2.00", "2.000", "1", "100"},
	} {
		if decimal(c.price) != c.value || thousands(c.price) != c.places3 || fractional(c.price) != c.fraction || american(c.price) != c.american100 {
			t.Errorf("%v: %s %s %s %s", c.price, decimal(c.price), thousands(c.price), fractional(c.price), american(c.price))
		}
	}
}
