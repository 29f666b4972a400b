package settle

import (
	"database/sql"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"matchday"
)

var (
	matchDay  = matchday.Date(2016, 8, 13)
	told      = time.Date(2016, 8, 13, 14, 0, 0, 0, time.UTC)
	liveRules = Rules{VoidAfter: 48 * time.Hour, ConfirmAfter: 10 * time.Minute}
)

// slipAt is a bet placed at a moment on a match that was to begin at told.
func slipAt(at time.Time) matchday.Slip {
	b := pending("10.00", "2.50")
	b.Time = at
	return matchday.Slip{Bet: b, Kickoff: told, MatchDate: matchDay}
}

// finished is a fixture that a file says ended two to one.
func finished(kickoff time.Time, known bool) SourceEnding {
	goals := func(n int64) sql.NullInt64 { return sql.NullInt64{Int64: n, Valid: true} }
	at := sql.NullTime{Time: matchday.ResultKnownAt(kickoff, known, matchDay), Valid: true}
	return SourceEnding{There: true, State: matchday.Finished, Kickoff: kickoff, KickoffKnown: known, MatchDate: matchDay, Home: goals(2), Away: goals(1), KnownAt: at}
}

// settledBy is the bet as a run leaves it, and the entries that it adds.
func settledBy(t rapid.TB, s matchday.Slip, e SourceEnding, now time.Time, ledger *[]matchday.LedgerEntry) matchday.Slip {
	t.Helper()
	end, ended := liveRules.EndingOf(s, e, now)
	if !ended {
		return s
	}
	b, entries, err := Settle(s.Bet, end, *ledger, now, "run")
	if err != nil {
		t.Fatal(err)
	}
	s.Bet, *ledger = b, append(*ledger, entries...)
	return s
}

func TestABetThatWasNotPlacedBeforeTheKickoffNowToldIsVoidWhateverTheScore(t *testing.T) {
	early := told.Add(-30 * time.Minute) // where it was brought forward to
	for _, c := range []struct {
		name   string
		placed time.Time
		source SourceEnding
		want   matchday.VoidReason
	}{
		{"a minute before", told.Add(-time.Minute), finished(told, true), ""},
		{"at the kick-off", told, finished(told, true), matchday.VoidLate},
		{"before the kick-off of then, after that of now", early.Add(10 * time.Minute), finished(early, true), matchday.VoidLate},
		{"before both", early.Add(-time.Second), finished(early, true), ""},
		{"when the result was known", told.Add(4 * time.Hour), finished(told, true), matchday.VoidLate},
		{"the day before, and only the day is told", matchday.KickoffAt(matchDay, 0, 0).Add(-time.Second), finished(told, false), ""},
		{"on the match day, and only the day is told", matchday.KickoffAt(matchDay, 0, 0), finished(told, false), matchday.VoidLate},
	} {
		var ledger []matchday.LedgerEntry
		got := settledBy(t, slipAt(c.placed), c.source, told.Add(48*time.Hour), &ledger)
		if got.VoidReason != c.want || (got.Status == matchday.Void) != (c.want != "") || (got.Result == matchday.Win) != (c.want == "") {
			t.Errorf("%s: %s %s, void because %q; want %q", c.name, got.Status, got.Result, got.VoidReason, c.want)
		}
	}
}

func TestABacktestVoidsLateBetsByTheSameRule(t *testing.T) {
	end := Rules{VoidAfter: 48 * time.Hour}.Ending(Report{
		FixtureID: "f", Scheduled: told, Kickoff: told, Begins: matchday.BettingEnds(told, false, matchDay), Played: true, HomeGoals: 2, KnownAt: told.Add(20 * time.Hour),
	})
	for placed, want := range map[time.Time]matchday.VoidReason{
		matchDay.Add(-2 * time.Hour): "",
		matchDay.Add(12 * time.Hour): matchday.VoidLate,
	} {
		b, _, err := Settle(slipAt(placed).Bet, end, nil, end.KnownAt, "run")
		if err != nil || b.VoidReason != want {
			t.Errorf("placed at %s: void because %q (%v), want %q", placed, b.VoidReason, err, want)
		}
	}
}

func TestEachCauseHasItsWord(t *testing.T) {
	unscored := func(state matchday.State, kickoff time.Time) SourceEnding {
		return SourceEnding{There: true, State: state, Kickoff: kickoff, KickoffKnown: true, MatchDate: matchDay}
	}
	overtaken := unscored("scheduled", told)
	overtaken.MovedOn = sql.NullTime{Time: told.Add(72 * time.Hour), Valid: true}
	for _, c := range []struct {
		source SourceEnding
		want   matchday.VoidReason
	}{
		{unscored("postponed", told), matchday.VoidPostponed},
		{unscored("scheduled", told.Add(72*time.Hour)), matchday.VoidPostponed},
		{finished(told.Add(72*time.Hour), true), matchday.VoidPostponed},
		{unscored("cancelled", told), matchday.VoidCancelled},
		{unscored("abandoned", told), matchday.VoidAbandoned},
		{unscored("interrupted", told), matchday.VoidInterrupted},
		{unscored("suspended", told), matchday.VoidSuspended},
		{unscored("awarded", told), matchday.VoidAwarded},
		{unscored("walk_over", told), matchday.VoidWalkOver},
		{unscored("deleted", told), matchday.VoidWithdrawn},
		{overtaken, matchday.VoidUnreported},
		{unscored("scheduled", told), ""}, // the source is late, and the bet waits
	} {
		var ledger []matchday.LedgerEntry
		got := settledBy(t, slipAt(told.Add(-time.Hour)), c.source, told.Add(100*time.Hour), &ledger)
		if got.VoidReason != c.want || (got.Status == matchday.Void) != (c.want != "") {
			t.Errorf("%s: %s because %q, want %q", c.source.State, got.Status, got.VoidReason, c.want)
		}
	}
	end := EndingByDecision(matchday.Slip{Decision: matchday.Declined}, matchday.Result{}, told)
	if end.Void != matchday.VoidDeclined {
		t.Errorf("declined: void because %q", end.Void)
	}
}

func TestAnotherReasonForTheSameVoidBetMovesNoMoney(t *testing.T) {
	var ledger []matchday.LedgerEntry
	postponed := SourceEnding{There: true, State: "postponed", Kickoff: told, KickoffKnown: true, MatchDate: matchDay}
	s := settledBy(t, slipAt(told.Add(-time.Hour)), postponed, told.Add(50*time.Hour), &ledger)
	postponed.State = "cancelled"
	s = settledBy(t, s, postponed, told.Add(60*time.Hour), &ledger)
	if s.VoidReason != matchday.VoidCancelled || len(ledger) != 1 {
		t.Errorf("void because %q with %d entries", s.VoidReason, len(ledger))
	}
	// A program of before the reasons left none, and replays must find what it wrote.
	s.VoidReason = matchday.VoidUnrecorded
	if s = settledBy(t, s, postponed, told.Add(70*time.Hour), &ledger); s.VoidReason != matchday.VoidUnrecorded || len(ledger) != 1 {
		t.Errorf("void because %q with %d entries", s.VoidReason, len(ledger))
	}
}

func TestAMatchThatWasPlayedAndSettledStaysSettledWhenItIsAwardedOtherwise(t *testing.T) {
	var ledger []matchday.LedgerEntry
	source := finished(told, true)
	s := settledBy(t, slipAt(told.Add(-time.Hour)), source, told.Add(24*time.Hour), &ledger)
	award := source
	award.State, award.Home, award.Away = matchday.Awarded, sql.NullInt64{}, sql.NullInt64{}
	for _, goals := range []sql.NullInt64{{}, {Int64: 3, Valid: true}} { // without a score, and with that of the award
		award.Away = goals
		if s = settledBy(t, s, award, told.Add(30*24*time.Hour), &ledger); s.Result != matchday.Win || len(ledger) != 1 {
			t.Fatalf("awarded: %s %s with %d entries", s.Status, s.Result, len(ledger))
		}
	}
	// One that was never settled is void.
	var none []matchday.LedgerEntry
	if other := settledBy(t, slipAt(told.Add(-time.Hour)), award, told.Add(72*time.Hour), &none); other.VoidReason != matchday.VoidAwarded {
		t.Errorf("not played to its end, and awarded: %s because %q", other.Status, other.VoidReason)
	}
	// A correction of the goals settles again.
	source.Away.Int64 = 2
	if s = settledBy(t, s, source, told.Add(31*24*time.Hour), &ledger); s.Result != matchday.Loss || len(ledger) != 3 {
		t.Errorf("corrected: %s %s with %d entries", s.Status, s.Result, len(ledger))
	}
}

// However often sources correct kick-off and goals, a bet stands as the last word alone
// would have it, and its entries add up to its profit.
func TestAKickoffThatIsCorrectedAgainSettlesAgain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		placed := slipAt(told.Add(time.Duration(rapid.IntRange(-120, 60).Draw(t, "placed")) * time.Minute))
		s, now := placed, told.Add(24*time.Hour)
		var ledger []matchday.LedgerEntry
		for range rapid.IntRange(1, 5).Draw(t, "words") {
			kickoff := told.Add(time.Duration(rapid.IntRange(-90, 90).Draw(t, "kickoff")) * time.Minute)
			source := finished(kickoff, rapid.Bool().Draw(t, "known"))
			source.Home.Int64 = rapid.Int64Range(0, 2).Draw(t, "home")
			now = now.Add(time.Hour)
			s = settledBy(t, s, source, now, &ledger)
			var once []matchday.LedgerEntry
			direct := settledBy(t, placed, source, now, &once)
			sum := money("0")
			for _, e := range ledger {
				sum = sum.Add(e.Amount)
			}
			late := !placed.Time.Before(matchday.BettingEnds(kickoff, source.KickoffKnown, matchDay))
			if !sum.Equal(s.ProfitLoss.Decimal) || s.Status != direct.Status || s.VoidReason != direct.VoidReason || s.Result != direct.Result || (s.VoidReason == matchday.VoidLate) != late {
				t.Fatalf("%s because %q, sum %s; at once %s because %q; late %v", s.Status, s.VoidReason, sum, direct.Status, direct.VoidReason, late)
			}
		}
		ids := map[string]bool{}
		if slices.ContainsFunc(ledger, func(e matchday.LedgerEntry) bool { was := ids[e.ID]; ids[e.ID] = true; return was }) {
			t.Fatal("an entry was written twice")
		}
	})
}
