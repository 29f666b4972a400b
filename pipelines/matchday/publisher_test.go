package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

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
	known = published{world.New(world.Options{Seed: 3, Start: now, Seasons: 2, Leagues: leagues}), new(atomic.Bool)}
	files := matchfiles.Handler(known.World)
	server := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if known.down.Load() {
			fmt.Fprint(rw, "<html><body>We are moving house.</body></html>")
			return
		}
		files.ServeHTTP(rw, r)
	}))
	ts.Defer(server.Close)
	ts.Setenv("PUBLISHER", server.URL)
	p.at[ts.Getenv("WORK")] = known
}
