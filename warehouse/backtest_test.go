package warehouse_test

import (
	"errors"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"matchday/warehouse"
	"matchday/warehouse/duck"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"matchday"
)

// ask returns an answer as CSV, header first.
func ask(t testing.TB, h warehouse.Home, text string) string {
	t.Helper()
	var b strings.Builder
	w, err := warehouse.FormatTo(&b, "csv")
	if err != nil {
		t.Fatal(err)
	}
	if err := warehouse.Query(t.Context(), h, text, w); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// change changes a home's warehouse behind the back of all jobs.
func change(t testing.TB, h warehouse.Home, statements ...string) {
	t.Helper()
	db, err := duck.Open(t.Context(), h.File(), duck.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range statements {
		if _, err := db.Exec(s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

func replaceAndPublish(t testing.TB, h warehouse.Home, b warehouse.Batch) {
	t.Helper()
	if err := warehouse.ReplaceBacktest(t.Context(), h, b); err != nil {
		t.Fatal(err)
	}
	if err := warehouse.Publish(t.Context(), h); err != nil {
		t.Fatal(err)
	}
}

func TestABacktestIsWrittenToTheLastColumn(t *testing.T) {
	h := newHome(t)
	replaceAndPublish(t, h, smallBatch("first"))
	for text, want := range map[string]string{
		"FROM runs": `run_id,pipeline,kind,started_at,finished_at,as_of,status,message,config,seed,git_revision,stage
first,backtest,backtest,2015-08-20T09:00:00Z,2015-08-20T10:00:00Z,2015-08-11T12:00:00Z,done,,"{""lock_wait"":""1m""}",7,,
`,
		"FROM predictions LIMIT 1": `prediction_id,fixture_id,prediction_time,match_date,home_team,away_team,league,venue,home_win_prob,draw_prob,away_win_prob,predicted_outcome,lineup_available,lineup_coverage_home,lineup_coverage_away,model_version,run_id,as_of,division,season,kickoff,kickoff_known,home_rate,away_rate,rho,width
E0/1516/Arsenal/West Ham/1@2015-08-07T12:00:00Z,E0/1516/Arsenal/West Ham/1,2015-08-07T12:00:00Z,2015-08-09,Arsenal,West Ham,Premier League,,0.5,0.3,0.2,H,false,,,backtest,first,2015-08-07T12:00:00Z,E0,1516,2015-08-09T15:00:00Z,false,1.5,1.25,-0.0625,0.9375
`,
		"FROM model_predictions WHERE model = 'elo' LIMIT 1": `prediction_id,model,home_win_prob,draw_prob,away_win_prob
E0/1516/Arsenal/West Ham/1@2015-08-07T12:00:00Z,elo,0.4,0.3,0.3
`,
		"FROM market_predictions WHERE line = -0.25 ORDER BY selection DESC": `prediction_id,market,line,selection,probability,half_win_prob,push_prob,half_loss_prob
E0/1516/Arsenal/West Ham/1@2015-08-07T12:00:00Z,handicap,-0.25,H,0.5,0,0,0.3
E0/1516/Arsenal/West Ham/1@2015-08-07T12:00:00Z,handicap,-0.25,A,0.2,0.3,0,0
`,
		"FROM bets LIMIT 1": `bet_id,fixture_id,prediction_id,bet_time,bet_outcome,stake,odds,expected_value,rule_applied,status,actual_outcome,result,profit_loss,run_id,strategy,bookmaker,market,line,quoted_at,probability,commission,tax,bankroll,settled_at,closing_price,closing_probability,clv,decided,void_reason,model_probability,sharp_probability,advised_stake
value/1x2/H/E0/1516/Arsenal/West Ham/1@2015-08-07T12:00:00Z,E0/1516/Arsenal/West Ham/1,E0/1516/Arsenal/West Ham/1@2015-08-07T12:00:00Z,2015-08-07T12:00:00Z,H,12.3400,2.2000,0.1,value,settled,H,win,14.8100,first,value,B365,1x2,,2015-08-07T12:00:00Z,0.5,0,0,1000.0000,2015-08-09T18:00:00Z,2.1000,0.46,0.012,1,,0.55,0.45,11.2200
`,
		"FROM results": `fixture_id,match_date,home_team,away_team,home_score,away_score,actual_outcome,result_time,run_id
E0/1516/Arsenal/West Ham/1,2015-08-09,Arsenal,West Ham,2,0,H,2015-08-09T18:00:00Z,first
`,
		"FROM ledger": `entry_id,strategy,entry_time,kind,bet_id,amount,run_id,account
deposit/1/value,value,2015-08-07T12:00:00Z,deposit,,1000.0000,first,paper
settlement/1/value/1x2/H/E0/1516/Arsenal/West Ham/1@2015-08-07T12:00:00Z,value,2015-08-09T18:00:00Z,settlement,value/1x2/H/E0/1516/Arsenal/West Ham/1@2015-08-07T12:00:00Z,14.8100,first,paper
`,
	} {
		if d := cmp.Diff(want, ask(t, h, text)); d != "" {
			t.Errorf("%s:\n%s", text, d)
		}
	}
}

func TestABacktestReplacesTheOneBefore(t *testing.T) {
	h := newHome(t)
	replaceAndPublish(t, h, smallBatch("first"))
	second := smallBatch("second")
	second.Bets, second.Ledger = second.Bets[:1], nil
	replaceAndPublish(t, h, second)
	got := ask(t, h, `SELECT (SELECT string_agg(run_id) FROM runs) AS runs, (SELECT string_agg(DISTINCT run_id) FROM predictions) AS predicted,
		(SELECT count(*) FROM bets) AS bets, (SELECT count(*) FROM ledger) AS entries`)
	if want := "runs,predicted,bets,entries\nsecond,second,1,0\n"; got != want {
		t.Errorf("got %swant %s", got, want)
	}
}

func TestAHomeWithLiveRunsRefusesABacktest(t *testing.T) {
	h := newHome(t)
	if err := warehouse.AcceptsBacktest(t.Context(), h); err != nil {
		t.Fatalf("an empty home refused: %v", err)
	}
	replaceAndPublish(t, h, smallBatch("backtest"))
	change(t, h, "insert into runs by name select * replace ('live' as run_id, 'live' as kind) from runs")
	var refused *warehouse.LiveRunsError
	for name, err := range map[string]error{
		"AcceptsBacktest": warehouse.AcceptsBacktest(t.Context(), h),
		"ReplaceBacktest": warehouse.ReplaceBacktest(t.Context(), h, smallBatch("second")),
	} {
		if !errors.As(err, &refused) || refused.Runs != 1 || refused.Home != h.Dir {
			t.Errorf("%s: got %v, want a LiveRunsError with one run", name, err)
		}
	}
	if err := warehouse.Publish(t.Context(), h); err != nil {
		t.Fatal(err)
	}
	if got := ask(t, h, "SELECT string_agg(run_id ORDER BY run_id) AS runs FROM runs"); got != "runs\n\"backtest,live\"\n" {
		t.Errorf("the refused backtest changed the runs: %s", got)
	}
}

func TestARowThatBreaksARuleLeavesTheWarehouseAsItWas(t *testing.T) {
	h := newHome(t)
	replaceAndPublish(t, h, smallBatch("first"))
	before, err := os.ReadFile(h.File())
	if err != nil {
		t.Fatal(err)
	}
	for name, offence := range map[string]struct {
		plant func(*warehouse.Batch)
		want  string
	}{
		"a duplicate key":             {func(b *warehouse.Batch) { b.Predictions = append(b.Predictions, b.Predictions[0]) }, "predictions"},
		"probabilities beyond one":    {func(b *warehouse.Batch) { b.ModelPredictions[0].Probs[0] = 0.9 }, "model_predictions"},
		"a bet at the average price":  {func(b *warehouse.Batch) { b.Bets[0].Bookmaker = "Avg" }, "bets"},
		"a quote after the bet":       {func(b *warehouse.Batch) { b.Bets[0].QuotedAt = at(30, 0) }, "bets"},
		"a 1x2 bet with a line":       {func(b *warehouse.Batch) { b.Bets[0].Line = matchday.Number(0) }, "bets"},
		"a settled bet without money": {func(b *warehouse.Batch) { b.Bets[0].ProfitLoss = decimal.NullDecimal{} }, "bets"},
		"a fraction of 0.0001":        {func(b *warehouse.Batch) { b.Bets[0].Stake = money("1.00001") }, "1.00001 does not fit DECIMAL(18,4)"},
		"a price of five digits":      {func(b *warehouse.Batch) { b.Bets[0].Price = money("100000") }, "100000 does not fit DECIMAL(9,4)"},
		"a deposit for a bet":         {func(b *warehouse.Batch) { b.Ledger[0].BetID = "x" }, "ledger"},
		"negative goals":              {func(b *warehouse.Batch) { b.Results[0].AwayScore = -1 }, "results"},
		"a live run":                  {func(b *warehouse.Batch) { b.Run.Kind = matchday.LiveRun }, `expected "backtest"`},
	} {
		b := smallBatch("second")
		offence.plant(&b)
		if err := warehouse.ReplaceBacktest(t.Context(), h, b); err == nil || !strings.Contains(err.Error(), offence.want) {
			t.Errorf("%s: got %v, want an error with %q", name, err, offence.want)
		}
	}
	after, err := os.ReadFile(h.File())
	if err != nil {
		t.Fatal(err)
	}
	if !cmp.Equal(before, after) {
		t.Error("a refused backtest changed the warehouse's file")
	}
}

func TestMoneyIsWrittenAndReadExactly(t *testing.T) {
	const most = 999_999_999_999_999_999 // ten-thousandths that DECIMAL(18,4) holds
	units := []int64{0, 1, -1, 10_000, most, -most}
	random := rand.New(rand.NewPCG(1, 2))
	for range 1000 {
		units = append(units, random.Int64N(2*most+1)-most)
	}
	b := warehouse.Batch{Run: smallBatch("run").Run}
	want := "amount\n"
	for i, u := range units {
		amount := decimal.New(u, -4)
		b.Ledger = append(b.Ledger, matchday.LedgerEntry{ID: matchday.EntryID(matchday.Deposit, "s", 1000+i), Strategy: "s", Time: at(1, 0), Kind: matchday.Deposit, Amount: amount, RunID: "run"})
		want += amount.StringFixed(4) + "\n"
	}
	h := newHome(t)
	replaceAndPublish(t, h, b)
	if d := cmp.Diff(want, ask(t, h, "SELECT amount FROM ledger ORDER BY entry_id")); d != "" {
		t.Error(d)
	}
}
