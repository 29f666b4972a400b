// Package homes makes homes to measure in: the fixtures of an invented API and of match
// files, a champion, and as many days of ticks behind them as somebody asks for.
//
// What a tick asks of the API is asked and landed as the job would, tick by tick. It is
// staged once, at the end, and the books are written a week at a time by the warehouse's
// own transactions: so 600 days take minutes. What no measured job reads is left out:
// the weekly runs of these days, but for their merging of landed files.
package homes

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"matchday/config"
	"matchday/invented/api"
	"matchday/invented/world"
	"matchday/pipelines/ingest"
	"matchday/pipelines/job"
	"matchday/pipelines/weekly"
	"matchday/stages/land/sportmonks"
	"matchday/stages/staging"
	"matchday/warehouse"
)

// Key is what the jobs in such a home send to the simulated API.
const Key = "the-simulator-takes-this-key"

// Home is a home, the simulated API that its jobs ask, and the clock of both.
type Home struct {
	Env     job.Env
	World   *world.World
	Clock   *job.Clock
	API     ingest.SportmonksOptions
	address string
	server  *http.Server

	landings sportmonks.Landings
	followed map[int64]*followed
	version  string // of the champion, in whose name predictions are written
	ticks    []tick // whose answers have landed and whose rows are not in the books
}

// Open opens the home in a folder, at the moment at which the world stands, and serves the
// world. It makes the folder if there is none.
func Open(dir string, o world.Options) (*Home, error) {
	h := &Home{World: world.New(o), followed: map[int64]*followed{}}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("serve the invented world: %w", err)
	}
	h.address = listener.Addr().String()
	h.server = &http.Server{Handler: h.dated(api.Handler(h.World, api.Options{Key: Key})), ReadHeaderTimeout: time.Minute}
	go func() { _ = h.server.Serve(listener) }() // ends with Close
	h.Clock = job.NewClock(h.World.Now(), h.World.SetNow)
	h.Env = job.Env{
		Home: dir, Now: h.Clock.Now, Config: config.Defaults(), Log: slog.New(slog.DiscardHandler),
		Stopwatch: func() time.Duration { return 0 }, Revision: "bench", Cache: &job.Cache{NoSync: true},
	}
	h.landings.Lake = h.Env.Lake()
	h.API = ingest.SportmonksOptions{BaseURL: "http://simulator/v3", Key: sportmonks.NewKey(Key), Sleep: h.Clock.Sleep, HTTP: h.client()}
	if _, err := h.Env.Make("bench"); err != nil {
		return nil, errors.Join(err, h.Close())
	}
	return h, nil
}

// dated gives answers the Date of the world's clock: jobs that run as processes hold
// theirs against it.
func (h *Home) dated(handler http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Date", h.World.Now().Format(http.TimeFormat))
		handler.ServeHTTP(w, r)
	})
}

// client reaches the server under a name that stays the same, because answers are
// remembered by it.
func (h *Home) client() *http.Client {
	var dial net.Dialer
	return &http.Client{Transport: &http.Transport{DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
		return dial.DialContext(ctx, network, h.address)
	}}}
}

// URL is where processes find the API.
func (h *Home) URL() string { return "http://" + h.address + "/v3" }

// Close ends the server.
func (h *Home) Close() error { return h.server.Close() }

// LandHistory lands the API's fixtures from a day to a week after the clock, with results,
// team sheets and the prices of the 1X2, and stages them.
func (h *Home) LandHistory(ctx context.Context, from time.Time) error {
	o := h.API
	o.From, o.To = from, h.Clock.Now().AddDate(0, 0, 7)
	o.Markets = []int64{1}
	if _, err := ingest.LandSportmonks(ctx, h.Env, o); err != nil {
		return fmt.Errorf("land the API's history: %w", err)
	}
	return h.follow(ctx)
}

// LandFiles lands match files and stages the lake.
func (h *Home) LandFiles(ctx context.Context, folders ...string) error {
	r, err := ingest.LandFiles(ctx, h.Env, folders)
	return errors.Join(err, r.Err())
}

// Train trains a champion on what has landed and deploys it, whatever the gate says.
func (h *Home) Train(ctx context.Context) error {
	_, err := weekly.Run(ctx, h.Env, weekly.Options{Force: true, Why: "to measure with"})
	return err
}

// Stage stages what the ticks have landed, and publishes.
func (h *Home) Stage(ctx context.Context) (err error) {
	home, err := h.Env.Open("bench")
	if err != nil {
		return err
	}
	lock, err := home.LockLake(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, lock.Release()) }()
	if _, err = staging.Run(ctx, staging.Input{Lake: h.Env.Lake()}); err != nil {
		return err
	}
	return warehouse.Publish(ctx, home)
}

// Until lets the ticks of the crontab go by, from the clock to a moment: their answers
// land, what has landed is staged, and their rows are written to the books.
func (h *Home) Until(ctx context.Context, end time.Time) error {
	if err := h.landTicks(ctx, end); err != nil {
		return err
	}
	if err := h.Stage(ctx); err != nil {
		return err
	}
	if err := h.writeBooks(ctx); err != nil {
		return err
	}
	home, err := h.Env.Open("bench")
	if err == nil {
		err = warehouse.Publish(ctx, home)
	}
	return err
}
