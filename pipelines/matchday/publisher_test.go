package main

import (
	"encoding/csv"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/shopspring/decimal"

	"matchday"
	"matchday/invented/matchfiles"
	"matchday/invented/world"
)

// publishers are the servers of match files that scripts have started.
type publishers struct {
	mu sync.Mutex
	at map[string]published // by the script's folder
}

// published is an invented world whose files a server offers.
type published struct {
	*world.World
	down *atomic.Bool
}

// command starts the script's publisher, or changes it.
func (p *publishers) command(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: publisher MOMENT|down")
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	known, there := p.at[ts.Getenv("WORK")]
	if there && args[0] == "down" {
		known.down.Store(true)
		return
	}
	now, err := time.Parse(time.RFC3339, args[0])
	ts.Check(err)
	if there {
		known.down.Store(false)
		known.SetNow(now)
		return
	}
	leagues := world.DefaultLeagues()
	for i := range leagues {
		leagues[i].Clubs = 16
	}
	known = published{world.New(world.Options{Seed: 13, Start: now, Seasons: 2, Leagues: leagues}), new(atomic.Bool)}
	files := matchfiles.Handler(known.World)
	server := httptest.NewServer(dated(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if known.down.Load() {
			fmt.Fprint(rw, "<html><body>We are moving house.</body></html>")
			return
		}
		files.ServeHTTP(rw, r)
	}), now, known.World))
	ts.Defer(server.Close)
	ts.Setenv("PUBLISHER", server.URL)
	p.at[ts.Getenv("WORK")] = known
}

// audit holds the bets of a CSV file against what the script's world played: home_team,
// away_team, match_date, bet_outcome, odds, stake and profit_loss of each. At least one
// must have been won.
func (p *publishers) audit(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: audit FILE")
	}
	p.mu.Lock()
	w := p.at[ts.Getenv("WORK")].World
	p.mu.Unlock()
	played := map[string]matchday.Outcome{}
	for _, f := range w.Fixtures {
		goals := f.FullTimeScore(w.Now())
		played[f.Clubs[0].Name+","+f.Clubs[1].Name+","+f.Kickoff.Format(time.DateOnly)] = matchday.OutcomeOf(goals[0], goals[1])
	}
	bets, err := csv.NewReader(strings.NewReader(ts.ReadFile(args[0]))).ReadAll()
	ts.Check(err)
	won := 0
	for _, b := range bets[1:] {
		outcome, there := played[strings.Join(b[:3], ",")]
		if !there {
			ts.Fatalf("bet on a fixture that the world does not know: %v", b)
		}
		odds, stake := decimal.RequireFromString(b[4]), decimal.RequireFromString(b[5])
		want := stake.Neg()
		if string(outcome) == b[3] {
			want = stake.Mul(odds.Sub(decimal.NewFromInt(1))).Round(2)
			won++
		}
		if !decimal.RequireFromString(b[6]).Equal(want) {
			ts.Fatalf("%v ended %s: the profit is %s, want %s", b, outcome, b[6], want)
		}
	}
	if won == 0 {
		ts.Fatalf("none of %d bets was won", len(bets)-1)
	}
}
