package bets_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"matchday"
	"matchday/pipelines/bets"
	"matchday/pipelines/hometest"
	"matchday/pipelines/job"
	"matchday/pipelines/live"
	"matchday/pipelines/livetest"
)

// TestWhatAPersonSays begins in a home with Friday's bets; its tests each go on from a
// copy of it.
func TestWhatAPersonSays(t *testing.T) {
	home := livetest.Home(t)
	livetest.MustHourly(t, home, hometest.LiveFriday, live.HourlyOptions{Within: 96 * time.Hour})
	todo, err := bets.Today(t.Context(), hometest.Env(home, hometest.LiveFriday.Add(10*time.Minute)), time.UTC)
	if err != nil || len(todo.Bets) == 0 {
		t.Fatalf("%d bets to place (%v)", len(todo.Bets), err)
	}
	for _, test := range []struct {
		sentence string
		run      func(t *testing.T, p person)
	}{
		{"a declined bet that was placed after all is open again", declinedByMistake},
		{"what a person hardly means is asked for again", doubtful},
		{"a confirmation goes by the kick-off now told", movedSince},
		{"what a person says of a bet is not back-dated", backDated},
		{"a stake above what is free is refused", tooMuch},
		{"a mistyped confirmation is put right", mistyped},
	} {
		t.Run(test.sentence, func(t *testing.T) {
			test.run(t, person{t, hometest.Copy(t, home), todo.Bets[0]})
		})
	}
}

// person is one who has advice to follow in a home.
type person struct {
	t      *testing.T
	home   string
	advice bets.Advice
}

func (p person) env(after time.Duration) job.Env {
	return hometest.Env(p.home, hometest.LiveFriday.Add(10*time.Minute+after))
}

func (p person) confirm(after time.Duration, price, stake string, yes bool) error {
	_, err := bets.Confirm(p.t.Context(), p.env(after), p.advice.Number, bets.Slip{Price: livetest.Money(price), Stake: livetest.Money(stake), Yes: yes})
	return err
}

func (p person) slip() matchday.Slip { return slipNow(p.t, p.home, p.advice.Parts[0].BetID) }

func (p person) must(err error) {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
}

// settle settles all on Tuesday, and returns what the bet brought for real and should
// have.
func (p person) settle() (got, want decimal.Decimal) {
	p.t.Helper()
	hometest.LandEdition(p.t, p.home, hometest.LiveTuesday)
	livetest.MustSettle(p.t, p.home, hometest.LiveTuesday)
	return p.earned()
}

func (p person) earned() (got, want decimal.Decimal) {
	s := p.slip()
	price, stake := s.Placed.Price.Decimal, s.Placed.Stake.Decimal
	want = stake.Neg()
	if s.Result == matchday.Win {
		want = stake.Mul(price.Sub(decimal.NewFromInt(1))).Round(2)
	}
	return s.RealProfit(livetest.LedgerOf(p.t, p.home)).Decimal, want
}

func declinedByMistake(t *testing.T, p person) {
	_, err := bets.Decline(t.Context(), p.env(0), p.advice.Number)
	p.must(err)
	if s := p.slip(); s.Status != matchday.Void {
		t.Fatalf("declined: %+v", s.Bet)
	}
	p.must(p.confirm(time.Minute, p.advice.Price.String(), p.advice.Stake.String(), false))
	if s := p.slip(); s.Status != matchday.Pending || s.VoidReason != "" || s.ProfitLoss.Valid || !s.SettledAt.IsZero() || s.Decision != matchday.Confirmed {
		t.Errorf("placed after all: %+v", s.Bet)
	}
	livetest.PassesChecks(t, p.home)
	bank, err := bets.Bankroll(t.Context(), p.env(0))
	p.must(err)
	open := decimal.Zero
	for _, s := range bank.Strategies {
		open = open.Add(s.Open.Decimal)
	}
	if open.LessThan(p.advice.Stake.Decimal) {
		t.Errorf("%s stands open", open)
	}
	if got, want := p.settle(); !got.Equal(want) || p.slip().Status != matchday.Settled {
		t.Errorf("settled at %s, want %s", got, want)
	}
	livetest.PassesChecks(t, p.home)
	// Declined when it was settled already, and placed after all, it is settled anew.
	after := hometest.LiveTuesday.Sub(hometest.LiveFriday)
	_, err = bets.Decline(t.Context(), p.env(after), p.advice.Number)
	p.must(err)
	p.must(p.confirm(after+time.Minute, p.advice.Price.String(), p.advice.Stake.String(), true))
	if got, want := p.earned(); !got.Equal(want) || p.slip().Status != matchday.Settled {
		t.Errorf("settled anew at %s, want %s", got, want)
	}
	livetest.PassesChecks(t, p.home)
}

func doubtful(t *testing.T, p person) {
	price, stake := p.advice.Price.String(), p.advice.Stake.String()
	below := p.advice.Lowest.Sub(livetest.Money("0.01")).String()
	twice := p.advice.Stake.Mul(decimal.NewFromInt(2))
	begun := p.advice.Kickoff.Sub(hometest.LiveFriday)
	for _, c := range []struct {
		after        time.Duration
		price, stake string
		says         string
	}{
		{0, below, stake, "the price " + below + " is below " + p.advice.Lowest.String() + ", the lowest that is worth it"},
		{0, price, twice.Add(livetest.Money("0.01")).String(), "is more than twice the " + p.advice.Stake.StringFixed(2) + " advised"},
		{begun, price, stake, "its match has kicked off, at "},
	} {
		err := p.confirm(c.after, c.price, c.stake, false)
		if !errors.As(err, new(job.Refused)) || !strings.Contains(err.Error(), c.says) || !strings.Contains(err.Error(), "give --yes if it is so all the same") {
			t.Errorf("want %q, got %v", c.says, err)
		}
	}
	if s := p.slip(); s.Decision != matchday.Paper || s.Status != matchday.Pending {
		t.Errorf("a refused confirmation left %+v", s)
	}
	p.must(p.confirm(begun, p.advice.Lowest.String(), twice.String(), true))
	p.must(p.confirm(begun+time.Minute, below, twice.Add(livetest.Money("0.01")).String(), true))
	if s := p.slip(); s.Decision != matchday.Confirmed || s.Placed.Price.Decimal.String() != below {
		t.Errorf("with --yes: %+v", s)
	}
}

func movedSince(t *testing.T, p person) {
	kickoff := p.advice.Kickoff.In(matchday.London)
	tell := func(after, moved time.Duration) {
		rewritten(t, p.home, hometest.LiveFriday.Add(after), func(line string) string {
			if !lineOfFixture(line, p.slip().FixtureID) {
				return line
			}
			return strings.Replace(line, kickoff.Format(",15:04,"), kickoff.Add(moved).Format(",15:04,"), 1)
		})
	}
	sayAt := func(moved time.Duration) error {
		return p.confirm(kickoff.Add(moved).Sub(hometest.LiveFriday.Add(10*time.Minute)), p.advice.Price.String(), p.advice.Stake.String(), false)
	}
	tell(0, -2*time.Hour)
	want := "its match has kicked off, at " + kickoff.Add(-2*time.Hour).UTC().Format(time.RFC3339)
	if err := sayAt(-time.Hour); !errors.As(err, new(job.Refused)) || !strings.Contains(err.Error(), want) {
		t.Errorf("brought forward: want %q, got %v", want, err)
	}
	tell(2*time.Hour, 2*time.Hour)
	p.must(sayAt(time.Hour))
	if s := p.slip(); s.Decision != matchday.Confirmed {
		t.Errorf("put off: %+v", s)
	}
}

func backDated(t *testing.T, p person) {
	early := -10*time.Minute - time.Second
	err := p.confirm(early, p.advice.Price.String(), p.advice.Stake.String(), true)
	if !errors.As(err, new(job.Refused)) || !strings.Contains(err.Error(), "what people order is booked after all that is written") {
		t.Errorf("got %v", err)
	}
	if s := p.slip(); s.Decision != matchday.Paper {
		t.Errorf("a refused confirmation left %+v", s)
	}
}

func tooMuch(t *testing.T, p person) {
	bank, err := bets.Bankroll(t.Context(), p.env(0))
	p.must(err)
	free := decimal.Zero
	for _, s := range bank.Strategies {
		if s.Strategy == p.advice.Parts[0].Strategy {
			free = s.Bankroll.Sub(s.Open.Decimal).Add(p.advice.Stake.Decimal)
		}
	}
	err = p.confirm(0, p.advice.Price.String(), free.Add(livetest.Money("0.01")).String(), true)
	if !errors.As(err, new(job.Refused)) || !strings.Contains(err.Error(), "has "+free.StringFixed(2)+" free beside its other open bets") {
		t.Errorf("got %v", err)
	}
	p.must(p.confirm(time.Minute, p.advice.Price.String(), free.String(), true))
	for _, price := range []string{"1", "1000.01", "-2"} {
		if err := p.confirm(2*time.Minute, price, "5", true); !errors.As(err, new(job.BadInput)) {
			t.Errorf("price %s: %v", price, err)
		}
	}
	p.settle()
	livetest.PassesChecks(t, p.home)
}

func mistyped(t *testing.T, p person) {
	correct := func(after time.Duration, said bets.Slip) error {
		_, err := bets.Correct(t.Context(), p.env(after), p.advice.Number, said)
		return err
	}
	if err := correct(0, bets.Slip{Stake: livetest.Money("5")}); !errors.As(err, new(job.Refused)) || !strings.Contains(err.Error(), "is not confirmed, so there is nothing to correct") {
		t.Errorf("a paper bet: %v", err)
	}
	p.must(p.confirm(0, p.advice.Price.String(), "500", true))
	p.settle()
	after := hometest.LiveTuesday.Sub(hometest.LiveFriday)
	p.must(correct(after, bets.Slip{Stake: livetest.Money("5")}))
	if got, want := p.earned(); !got.Equal(want) || !p.slip().Placed.Stake.Decimal.Equal(livetest.Money("5")) || !p.slip().Placed.Price.Decimal.Equal(p.advice.Price.Decimal) {
		t.Errorf("put right: %s, want %s of %+v", got, want, p.slip().Placed)
	}
	livetest.PassesChecks(t, p.home)
	p.must(correct(after+time.Minute, bets.Slip{Price: livetest.Money("2.5")}))
	if got, want := p.earned(); !got.Equal(want) || !p.slip().Placed.Stake.Decimal.Equal(livetest.Money("5")) || !p.slip().Placed.Price.Decimal.Equal(livetest.Money("2.5")) {
		t.Errorf("put right again: %s, want %s of %+v", got, want, p.slip().Placed)
	}
	if err := correct(after+2*time.Minute, bets.Slip{Price: livetest.Money("1000.5")}); !errors.As(err, new(job.BadInput)) {
		t.Errorf("got %v", err)
	}
	livetest.PassesChecks(t, p.home)
}
