package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/urfave/cli/v2"

	"matchday/invented/api"
	"matchday/invented/matchfiles"
	"matchday/invented/world"
)

// shutdownWait is how long open requests may take after the signal to stop.
const shutdownWait = 5 * time.Second

func (p *program) simulator() *cli.Command {
	return p.command(&cli.Command{
		Name:        "simulator",
		Usage:       "serve an invented football world as the Sportmonks API and football-data.co.uk would",
		Description: "Answers requests as the API does, and below /football-data serves the same fixtures as\nmatch files of E0, E1, D1 and D2. The true probabilities of its fixtures are known\n(GET /simulator/truth). Its clock stands still until PUT /simulator/clock moves it; where\n--now sets it, answers bear its Date, and jobs want the same --now. Use\n\"matchday land sportmonks\" with --base-url http://127.0.0.1:8089/v3, or\n\"matchday land footballdata --download\" with --base-url http://127.0.0.1:8089/football-data.\n\nExample:\n  matchday simulator --listen 127.0.0.1:8089 --seed 1",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "listen", Value: "127.0.0.1:8089", Usage: "`ADDRESS` to listen on"},
			&cli.Uint64Flag{Name: "seed", Value: 1, Usage: "the `N` that seeds the world"},
			&cli.IntFlag{Name: "seasons", Value: world.DefaultSeasons, Usage: "`N` whole seasons before the clock's"},
			&cli.StringFlag{Name: "key", Usage: "the `TOKEN` that requests must carry (default: any)"},
			&cli.StringFlag{Name: "faults", Usage: "a list of `NAME=RATE`, separated by commas, e.g. 5xx=0.1 or all=0.02"},
		},
	}, p.serveSimulator)
}

// dated gives answers the Date of the world's clock, where --now has set that: a job is to
// have the same one.
func dated(handler http.Handler, start time.Time, w *world.World) http.Handler {
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if !start.IsZero() {
			rw.Header().Set("Date", w.Now().Format(http.TimeFormat))
		}
		handler.ServeHTTP(rw, r)
	})
}

func (p *program) serveSimulator(s *session, c *cli.Context) (report, error) {
	faults, err := api.ParseFaults(c.String("faults"))
	if err != nil {
		return nil, usagef("--faults: %v", err)
	}
	options := world.Options{Seed: c.Uint64("seed"), Seasons: c.Int("seasons")}
	if flagged(c, "now").source != "" {
		options.Start = s.Now()
	}
	listener, err := net.Listen("tcp", c.String("listen"))
	if err != nil {
		return nil, fmt.Errorf("--listen: %w", err)
	}
	w := world.New(options)
	fmt.Fprintf(p.stderr, "simulator: http://%s/v3, clock at %s\n", listener.Addr(), w.Now().Format(time.RFC3339))
	handler := http.NewServeMux()
	handler.Handle("/", api.Handler(w, api.Options{Key: c.String("key"), Faults: faults}))
	handler.Handle("/football-data/", http.StripPrefix("/football-data", matchfiles.Handler(w)))
	server := &http.Server{Handler: dated(handler, options.Start, w), ReadHeaderTimeout: shutdownWait}
	stopped := make(chan error, 1)
	go func() {
		<-c.Context.Done()
		ctx, cancel := context.WithTimeout(context.WithoutCancel(c.Context), shutdownWait)
		defer cancel()
		stopped <- server.Shutdown(ctx)
	}()
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return nil, err
	}
	return nil, <-stopped
}
