package settle

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"reflect"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"matchday"
)

func entry(strategy string, kind matchday.EntryKind, hour int, amount string) matchday.LedgerEntry {
	return matchday.LedgerEntry{Strategy: strategy, Kind: kind, Time: sunday.Add(time.Duration(hour) * time.Hour), Amount: money(amount)}
}

func TestDrawdownByHand(t *testing.T) {
	for _, c := range []struct {
		name   string
		ledger []matchday.LedgerEntry
		want   float64
	}{
		{"nothing", nil, 0},
		{"only up", []matchday.LedgerEntry{entry("a", "deposit", 0, "100"), entry("a", "settlement", 1, "10")}, 0},
		{"100, 120, 90, 130, 117", []matchday.LedgerEntry{entry("a", "deposit", 0, "100"), entry("a", "settlement", 1, "20"), entry("a", "settlement", 2, "-30"), entry("a", "settlement", 3, "40"), entry("a", "settlement", 4, "-13")}, 0.25},
		{"from the deposit down", []matchday.LedgerEntry{entry("a", "deposit", 0, "100"), entry("a", "settlement", 1, "-15")}, 0.15},
		{"one moment counts once", []matchday.LedgerEntry{entry("a", "deposit", 0, "100"), entry("a", "settlement", 1, "-50"), entry("a", "settlement", 1, "45")}, 0.05},
		{"a withdrawal is no loss", []matchday.LedgerEntry{entry("a", "deposit", 0, "100"), entry("a", "withdrawal", 1, "-50"), entry("a", "settlement", 2, "-5")}, 0.1},
		{"written out of order", []matchday.LedgerEntry{entry("a", "settlement", 2, "-30"), entry("a", "settlement", 1, "20"), entry("a", "deposit", 0, "100")}, 0.25},
		{"two bankrolls that offset each other", []matchday.LedgerEntry{entry("a", "deposit", 0, "100"), entry("b", "deposit", 0, "100"), entry("a", "settlement", 1, "-20"), entry("b", "settlement", 2, "20")}, 0.1},
	} {
		if got := MaxDrawdown(c.ledger); math.Abs(got-c.want) > 1e-12 {
			t.Errorf("%s: got %v, want %v", c.name, got, c.want)
		}
	}
}

func settledBet(strategy, fixture, selection, stake, profit string, clv float64) matchday.Bet {
	b := matchday.Bet{
		ID: strategy + selection + fixture, FixtureID: fixture, Strategy: strategy, Selection: selection, Stake: money(stake),
		Status: matchday.Settled, ProfitLoss: decimal.NewNullDecimal(money(profit)),
	}
	if !math.IsNaN(clv) {
		b.CLV = matchday.Number(clv)
	}
	return b
}

var summarised = []matchday.Bet{
	settledBet("a", "f", "H", "10.00", "12.00", 0.03),
	settledBet("a", "g", "A", "30.00", "-30.00", math.NaN()),
	settledBet("b", "f", "H", "10.00", "12.00", 0.01),
	{ID: "open", FixtureID: "h", Strategy: "b", Selection: "D", Stake: money("5.00"), Status: matchday.Pending},
	{ID: "void", FixtureID: "h", Strategy: "b", Selection: "D", Stake: money("5.00"), Status: matchday.Void, ProfitLoss: decimal.NewNullDecimal(decimal.Zero)},
}

func TestASummaryByHand(t *testing.T) {
	ledger := []matchday.LedgerEntry{
		entry("a", "deposit", 0, "100"), entry("b", "deposit", 0, "100"),
		entry("a", "settlement", 1, "12.00"), entry("b", "settlement", 1, "12.00"), entry("a", "settlement", 2, "-30.00"),
	}
	got, err := json.MarshalIndent(Summarise(summarised, ledger), "", " ")
	if err != nil {
		t.Fatal(err)
	}
	const want = `{"n":3,"staked":50.00,"profit":-6.00,"roi":-0.12,"clv_mean":0.02,"max_drawdown":0.13392857142857142,
"by_outcome":{"A":{"n":1,"staked":30.00,"profit":-30.00,"roi":-1},"D":{"n":0,"staked":0.00,"profit":0.00,"roi":null},"H":{"n":2,"staked":20.00,"profit":24.00,"roi":1.2}},
"strategies":{
"a":{"n":2,"staked":40.00,"profit":-18.00,"roi":-0.45,"clv_mean":0.03,"max_drawdown":0.26785714285714285,
"by_outcome":{"A":{"n":1,"staked":30.00,"profit":-30.00,"roi":-1},"D":{"n":0,"staked":0.00,"profit":0.00,"roi":null},"H":{"n":1,"staked":10.00,"profit":12.00,"roi":1.2}}},
"b":{"n":1,"staked":10.00,"profit":12.00,"roi":1.2,"clv_mean":0.01,"max_drawdown":0,
"by_outcome":{"A":{"n":0,"staked":0.00,"profit":0.00,"roi":null},"D":{"n":0,"staked":0.00,"profit":0.00,"roi":null},"H":{"n":1,"staked":10.00,"profit":12.00,"roi":1.2}}}}}`
	var a, b any
	if err := json.Unmarshal(got, &a); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(want), &b); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(a, b) {
		t.Errorf("got %s", got)
	}
}

func TestNoBetsHaveNoReturn(t *testing.T) {
	s := Summarise(nil, nil)
	if s.ROI != nil || s.CLVMean != nil || s.N != 0 || len(s.ByOutcome) != 3 {
		t.Errorf("got %+v", s)
	}
}

func TestTheOrderOfBetsDoesNotReachTheLastDigit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var bets []matchday.Bet
		for range rapid.IntRange(1, 20).Draw(t, "bets") {
			bets = append(bets, settledBet("a", "f", "H", "10.00", "1.00", rapid.Float64Range(-1, 1).Draw(t, "clv")))
		}
		one := Summarise(bets, nil)
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "order"), 0))
		r.Shuffle(len(bets), func(i, j int) { bets[i], bets[j] = bets[j], bets[i] })
		if other := Summarise(bets, nil); *one.CLVMean != *other.CLVMean || *one.ROI != *other.ROI {
			t.Fatalf("%v and %v", *one.CLVMean, *other.CLVMean)
		}
	})
}
