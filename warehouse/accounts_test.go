package warehouse

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"matchday/warehouse/duck"
)

// oldBooks are those of a strategy before the fourteenth migration. Commit n is at n
// o'clock.
var oldBooks = []string{
	`insert into commits (commit_no, run_id, as_of, arguments, config, seed)
		select n, 'run-' || n, timestamptz '2025-04-18 00:00:00Z' + n * interval 1 hour, '{}', '{}', 7 from range(1, 10) r(n)`,
	`create temp macro oclock(n) as timestamptz '2025-04-18 00:00:00Z' + n * interval 1 hour`,
	`insert into bets (bet_id, fixture_id, prediction_id, bet_time, bet_outcome, stake, odds, expected_value, rule_applied, status, result, profit_loss, settled_at, actual_outcome, run_id,
			strategy, bookmaker, market, quoted_at, probability, commission, tax, bankroll, decided)
		select id, 'f', id, oclock(3), 'H', stake, 2, 0.1, 'r', status, if(status = 'settled', if(profit > 0, 'win', 'loss'), null), profit, if(status = 'pending', null, oclock(6)), if(status = 'settled', if(profit > 0, 'H', 'A'), null), 'run-3', 'value', 'PS', '1x2', oclock(3), 0.5, 0, 0, 1000, 1
		from (values ('corrected', 7, 'settled', -7), ('late', 5, 'settled', -5), ('as asked', 4, 'settled', 4), ('open again', 3, 'pending', null),
			('paper', 9, 'settled', 9), ('declined', 2, 'void', 0)) b(id, stake, status, profit)`,
	`insert into placements (bet_id, decision, decided_at, price, stake, asked_price, asked_stake, run_id) values
		('corrected', 'confirmed', oclock(5), 2, 7, 2.2, 20, 'run-5'), ('late', 'confirmed', oclock(7), 2, 5, 2.2, 10, 'run-7'), ('as asked', 'confirmed', oclock(7), 2, 4, 2, 4, 'run-7'),
		('open again', 'confirmed', oclock(7), 2, 3, 2, 3, 'run-7'), ('declined', 'declined', oclock(7), null, null, 2, 2, 'run-7')`,
	`insert into bet_versions (bet_id, commit_no, stake, odds, expected_value, status, decision)
		select id, n, 1, 2, 0.1, 'pending', decision
		from (values ('corrected', 3, null), ('corrected', 5, 'confirmed'), ('corrected', 6, 'confirmed'), ('corrected', 8, 'confirmed'),
			('late', 3, null), ('late', 6, null), ('late', 7, 'confirmed'), ('as asked', 3, null), ('as asked', 6, null), ('as asked', 7, 'confirmed'),
			('open again', 3, null), ('open again', 5, 'declined'), ('open again', 7, 'confirmed'), ('paper', 3, null), ('paper', 6, null),
			('declined', 3, null), ('declined', 5, 'confirmed'), ('declined', 7, 'declined')) v(id, n, decision)`,
	`insert into ledger select kind || '/' || no || '/' || coalesce(bet, 'value'), 'value', oclock(n), kind, bet, amount, 'run-' || n
		from (values ('deposit', 1, null, 1, 1000), ('withdrawal', 1, null, 2, -50), ('deposit', 2, null, 4, 100), ('withdrawal', 2, null, 9, -180),
			('settlement', 1, 'corrected', 6, 7), ('reversal', 1, 'corrected', 8, -7), ('settlement', 2, 'corrected', 8, -7),
			('settlement', 1, 'late', 6, -10), ('reversal', 1, 'late', 7, 10), ('settlement', 2, 'late', 7, -5),
			('settlement', 1, 'as asked', 6, 4), ('settlement', 1, 'open again', 5, 0), ('reversal', 1, 'open again', 7, 0),
			('settlement', 1, 'paper', 6, 9), ('settlement', 1, 'declined', 7, 0)) l(kind, no, bet, n, amount)`,
}

func TestTheRealAccountOfAnOldHomeBeginsWithItsDepositsByCommandAndItsConfirmedBets(t *testing.T) {
	db, err := duck.Open(t.Context(), "", duck.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1) // the macro is of one connection
	steps, err := migrations(db)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := steps.UpTo(t.Context(), 13); err != nil {
		t.Fatal(err)
	}
	for _, s := range oldBooks {
		if _, err := db.Exec(s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
	if err := migrate(t.Context(), db); err != nil {
		t.Fatal(err)
	}
	ask := func(query string) (out []string) {
		t.Helper()
		err := each(t.Context(), db, query, func(scan func(...any) error) error {
			out = append(out, "")
			return scan(&out[len(out)-1])
		})
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	// The withdrawal of before the first deposit was of the configured money, and so are
	// the 88 that the one after it lacks.
	want := []string{
		"real/deposit/0/value at 4: 88.0000, run-4",
		"real/deposit/1/value at 4: 100.0000, run-4",
		"real/reversal/1/corrected at 8: -7.0000, run-8",
		"real/settlement/1/as asked at 7: 4.0000, run-7",
		"real/settlement/1/corrected at 6: 7.0000, run-6",
		"real/settlement/1/late at 7: -5.0000, run-7",
		"real/settlement/2/corrected at 8: -7.0000, run-8",
		"real/withdrawal/1/value at 9: -180.0000, run-9",
	}
	got := ask(`select entry_id || ' at ' || extract(hour from entry_time at time zone 'UTC') || ': ' || amount || ', ' || run_id from ledger where account = 'real' order by entry_id`)
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]string{"15, 871.0000"}, ask("select count(*) || ', ' || sum(amount) from ledger where account = 'paper'")); d != "" {
		t.Errorf("on paper: %s", d)
	}
	if d := cmp.Diff([]string{"as asked 4.0000", "corrected 20.0000", "declined 2.0000", "late 10.0000", "open again 3.0000", "paper 9.0000"}, ask("select bet_id || ' ' || advised_stake from bets order by 1")); d != "" {
		t.Errorf("advised stakes: %s", d)
	}
	if d := cmp.Diff([]string{"corrected 5 1.0000 2.0000"}, ask("select concat_ws(' ', bet_id, commit_no, placed_stake, placed_price) from bet_versions where bet_id = 'corrected' and commit_no = 5")); d != "" {
		t.Errorf("versions: %s", d)
	}
}
