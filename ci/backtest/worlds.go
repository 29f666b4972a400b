package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"matchday"
	"matchday/config"
	"matchday/invented/api"
	"matchday/invented/matchfiles"
	"matchday/invented/world"
	"matchday/pipelines/backtest"
	"matchday/pipelines/ingest"
	"matchday/pipelines/job"
	"matchday/stages/land/sportmonks"
)

// smallWorld is the invented files with a small training: seconds, for the
// tests.
func smallWorld() World {
	w := exampleWorld()
	w.Name = "small"
	w.Config.Train.BurnInSeasons = 1
	w.Config.Train.XGBoost.MaxRounds, w.Config.Train.XGBoost.Seeds = 20, 1
	w.Backtest.From = matchday.Date(2024, time.December, 1)
	return w
}

// allWorlds are all that "make ci-backtest" looks at: the small one, the invented
// files, the simulator and, where the folder shared holds them, some of the real
// files.
func allWorlds(shared string) []World {
	worlds := []World{smallWorld(), exampleWorld(), simulatorWorld()}
	if _, err := os.Stat(filepath.Join(shared, "football-data")); err == nil {
		worlds = append(worlds, realWorld(filepath.Join(shared, "football-data")))
	}
	return worlds
}

// exampleWorld is the invented files, dirt included, and strategies on every
// market.
func exampleWorld() World {
	conf := config.Defaults()
	conf.Strategies = append(conf.Strategies, matchday.Strategy{
		Name: "goals", Rule: "value", Markets: []matchday.Market{matchday.MarketTotal, matchday.MarketAsian}, MinEdge: 0.02, Bankroll: "1000.00",
	})
	return World{
		Name: "example", Now: matchfiles.Published, Config: conf,
		Backtest: backtest.Options{From: matchday.Date(2024, time.July, 1)},
		Land: func(ctx context.Context, env job.Env, dir string) error {
			if err := matchfiles.New(matchfiles.DefaultSeed).Write(dir); err != nil {
				return err
			}
			return landPaths(ctx, env, dir)
		},
	}
}

func landPaths(ctx context.Context, env job.Env, paths ...string) error {
	r, err := ingest.LandFiles(ctx, env, paths)
	return errors.Join(err, r.Err())
}

// simulatorWorld is the history of two leagues as the API tells it: line-ups,
// ratings, figures, absences and prices with their paths.
func simulatorWorld() World {
	start := time.Date(2026, time.March, 3, 6, 0, 0, 0, time.UTC)
	options := world.Options{Seed: 11, Start: start, Seasons: 2, Leagues: []world.League{
		{ID: 8, Name: "Premier League", Code: "UK PL", Country: "England", Level: 1, Clubs: 14, Goals: 1.35},
		{ID: 82, Name: "Bundesliga", Code: "DE BL", Country: "Germany", Level: 1, Clubs: 12, Goals: 1.5},
	}}
	return World{
		Name: "simulator", Now: start, Config: config.Defaults(),
		Backtest: backtest.Options{From: matchday.Date(2025, time.July, 1)},
		Land: func(ctx context.Context, env job.Env, _ string) (err error) {
			w := world.New(options)
			url, stop, err := serve(api.Handler(w, api.Options{}))
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, stop()) }()
			clock := job.NewClock(start, w.SetNow)
			env.Now = clock.Now
			_, err = ingest.LandSportmonks(ctx, env, ingest.SportmonksOptions{
				BaseURL: url + "/v3", Key: sportmonks.NewKey("simulated"), Sleep: clock.Sleep,
				From: start.AddDate(-options.Seasons, -9, 0), To: start.AddDate(0, 0, 7),
			})
			return err
		},
	}
}

// serve answers requests on a free port of this machine alone.
func serve(h http.Handler) (url string, stop func() error, err error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", nil, fmt.Errorf("listen for the simulator: %w", err)
	}
	server := &http.Server{Handler: h}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	return "http://" + listener.Addr().String(), func() error {
		err := server.Close()
		if served := <-ended; !errors.Is(served, http.ErrServerClosed) {
			err = errors.Join(err, served)
		}
		return err
	}, nil
}

// realWorld is eight seasons of the four English divisions, of which the last
// two are predicted: seasons that no table of quality reports, so that looking
// at them again and again spoils none.
func realWorld(folder string) World {
	return World{
		Name: "real", Now: matchday.Date(2026, time.January, 1), Config: config.Defaults(),
		Backtest: backtest.Options{From: matchday.Date(2011, time.July, 1)},
		Land: func(ctx context.Context, env job.Env, _ string) error {
			var paths []string
			for year := 5; year < 13; year++ {
				for _, division := range []string{"E0", "E1", "E2", "E3"} {
					found, err := filepath.Glob(filepath.Join(folder, fmt.Sprintf("%02d%02d", year, year+1), division+".csv*"))
					if err != nil || len(found) == 0 {
						return errors.Join(err, fmt.Errorf("no file of %s in season %02d%02d below %s", division, year, year+1, folder))
					}
					paths = append(paths, found...)
				}
			}
			return landPaths(ctx, env, paths...)
		},
	}
}
