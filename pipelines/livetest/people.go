package livetest

import (
	"testing"

	"github.com/shopspring/decimal"

	"matchday"
	"matchday/warehouse"
)

func Money(s string) decimal.Decimal { return decimal.RequireFromString(s) }

func SlipsOf(t *testing.T, home string) []matchday.Slip {
	t.Helper()
	slips, err := warehouse.Slips(t.Context(), warehouse.Home{Dir: home})
	if err != nil {
		t.Fatal(err)
	}
	return slips
}

func LedgerOf(t *testing.T, home string) []matchday.LedgerEntry {
	t.Helper()
	ledger, err := warehouse.Ledger(t.Context(), warehouse.Home{Dir: home})
	if err != nil {
		t.Fatal(err)
	}
	return ledger
}
