// Package api serves an invented world as the Sportmonks Football API v3 would:
// same paths, envelope, pages, includes, filters and errors. What it shows
// depends on the world's clock, so a job that runs at a moment sees what the
// source would have shown then. It can also fail as the source does (Faults).
package api

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"matchday/invented/world"
)

// server serves a world. It counts requests, for the rate limits and for the faults:
// a request that failed may succeed when it is repeated.
type server struct {
	world   *world.World
	options Options

	mu       sync.Mutex
	attempts map[string]int
	windows  map[string]*window // by entity

	writers sync.Pool // of *writer: a page takes megabytes
}

// window is an entity's hour.
type window struct {
	ends   time.Time
	used   int
	refuse int // how many requests will still get a 429
}

// DefaultRateLimit is how many requests an entity allows in an hour.
const DefaultRateLimit = 3000

// Options describe how a world is served. The zero value accepts any request,
// allows DefaultRateLimit requests, and has no faults.
type Options struct {
	// Key is the token that a request must carry; "" accepts any request.
	Key string
	// Without names includes that the plan does not have, in addition to those
	// that no plan here has, e.g. "odds". A request with one of them fails.
	Without []string
	// RateLimit is the number of requests an hour and entity on the world's
	// own clock.
	RateLimit int
	Faults    Faults
}

// Handler serves the world under the source's paths: /v3/football, /v3/core,
// /v3/odds, /v3/my, and beside them /simulator/truth and /simulator/clock,
// which need no key. Each handler counts requests for itself.
func Handler(w *world.World, o Options) http.Handler {
	if o.RateLimit == 0 {
		o.RateLimit = DefaultRateLimit
	}
	s := &server{world: w, options: o, attempts: map[string]int{}, windows: map[string]*window{}}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /simulator/truth", s.serveTruth)
	mux.HandleFunc("GET /simulator/clock", s.serveClock)
	mux.HandleFunc("PUT /simulator/clock", s.serveClock)
	for _, r := range routes() {
		mux.HandleFunc("GET /v3/"+r.path, func(rw http.ResponseWriter, req *http.Request) { s.serve(&r, rw, req) })
	}
	mux.HandleFunc("/", func(rw http.ResponseWriter, req *http.Request) {
		if refused := s.authorise(req); refused != nil {
			refused.send(rw)
			return
		}
		refuse(http.StatusNotFound, 0, "The requested endpoint does not exist").send(rw)
	})
	return mux
}

// authorise checks the token of the header (without "Bearer") or of the parameter.
func (s *server) authorise(r *http.Request) *apiError {
	key := s.options.Key
	token := r.Header.Get("Authorization")
	if token == "" {
		token = query(r).Get("api_token")
	}
	switch {
	case key == "" || token == key:
		return nil
	case token == "":
		return refuse(http.StatusUnauthorized, 0, "Unauthenticated.")
	}
	return refuse(http.StatusUnauthorized, 0, "Invalid token provided")
}

// serve responds to one request.
func (s *server) serve(r *route, rw http.ResponseWriter, req *http.Request) {
	if refused := s.authorise(req); refused != nil {
		refused.send(rw)
		return
	}
	q := &request{server: s, world: s.world, now: s.world.Now(), path: req.PathValue}
	name := asked(req)
	faults := s.requestFaults(name, s.attempt(name))
	if faults.status != 0 {
		faults.fail(rw)
		return
	}
	if refused := s.accept(q, r, req); refused != nil {
		refused.send(rw)
		return
	}
	limit, passed := s.count(r.entity, q.now, faults)
	limit.headers(rw, s.options.RateLimit)
	if !passed {
		limit.sendTooMany(rw)
		return
	}
	a, refused := r.respond(q)
	if refused != nil {
		refused.send(rw)
		return
	}
	w, ok := s.writers.Get().(*writer)
	if !ok {
		w = new(writer)
	}
	defer s.writers.Put(w)
	w.b = w.b[:0]
	s.body(w, q, r, req, a, limit, faults)
	faults.send(rw, req, w.b, s.options.Faults.SlowBy)
}

// accept validates the parameters.
func (s *server) accept(q *request, r *route, req *http.Request) *apiError {
	values := query(req)
	if refused := q.parse(values); refused != nil {
		return refused
	}
	return s.parseIncludes(q, r, values.Get("include"))
}

func (s *server) attempt(path string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.attempts[path]++
	return s.attempts[path]
}

// asked names what a request asks. A cursor is a link, which has the server's port, and
// faults must not depend on it.
func asked(req *http.Request) string {
	return req.URL.Path + "?" + strings.ReplaceAll(req.URL.RawQuery, url.QueryEscape(req.Host), "")
}

// limit is the state of an entity's hour after a request.
type limit struct {
	Resets    int    `json:"resets_in_seconds"`
	Remaining int    `json:"remaining"`
	Entity    string `json:"requested_entity"`
}

// count counts one request in the entity's hour, which begins with its first request
// and runs on the world's clock. It returns false if the limit is reached, or if the
// fault TooMany refuses the request. That fault ends after a few requests, whatever
// the clock says; it asks the client to wait one second.
func (s *server) count(entity string, now time.Time, t requestFaults) (limit, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	w := s.windows[entity]
	if w == nil || !now.Before(w.ends) || now.Before(w.ends.Add(-time.Hour)) {
		w = &window{ends: now.Add(time.Hour)}
		s.windows[entity] = w
	}
	left := s.options.RateLimit - w.used
	l := limit{Resets: int(w.ends.Sub(now) / time.Second), Remaining: left, Entity: entity}
	if w.refuse == 0 && t.tooMany {
		w.refuse = 1 + t.rng.IntN(4)
	}
	if w.refuse > 0 {
		w.refuse--
		l.Remaining, l.Resets = 0, 1
		return l, false
	}
	if left <= 0 {
		l.Remaining = 0
		return l, false
	}
	w.used++
	l.Remaining--
	return l, true
}

func (l limit) headers(rw http.ResponseWriter, total int) {
	rw.Header().Set("X-RateLimit-Limit", strconv.Itoa(total))
	rw.Header().Set("X-RateLimit-Remaining", strconv.Itoa(l.Remaining))
}

func (l limit) sendTooMany(rw http.ResponseWriter) {
	rw.Header().Set("Content-Type", "application/json")
	rw.Header().Set("Retry-After", strconv.Itoa(l.Resets))
	rw.WriteHeader(http.StatusTooManyRequests)
	_ = json.NewEncoder(rw).Encode(map[string]any{
		"error": "Too Many Requests", "message": "Too Many Attempts.", "retry_after": l.Resets, "rate_limit": l,
	})
}

func (r *apiError) send(rw http.ResponseWriter) {
	body := map[string]any{"message": r.message}
	if r.code != 0 {
		body["code"] = r.code
		body["link"] = "https://docs.sportmonks.com/football/api/response-codes"
	}
	rw.Header().Set("Content-Type", "application/json")
	rw.WriteHeader(r.status)
	_ = json.NewEncoder(rw).Encode(body)
}

// nothing is the source's text both for what does not exist and for what the plan
// does not have.
const nothing = "No result(s) found matching your request. Either the query did not return any results or you don't have access to it via your current subscription."

// body writes the envelope and in it the response.
func (s *server) body(w *writer, q *request, r *route, req *http.Request, a response, l limit, t requestFaults) {
	w.object("", nil)
	page := pageOf(q, a, t)
	switch {
	case a.single && a.n > 0:
		a.write(w, "data", 0)
	case a.single:
		w.text("message", nothing) // and no data
	default:
		w.array("data")
		for _, i := range page.rows {
			a.write(w, "", i)
		}
		w.endArray()
		if len(page.rows) == 0 && !a.bare {
			w.text("message", nothing)
		}
	}
	if t.loose {
		w.loose = t.loosen
		defer func() { w.loose = nil }()
	}
	switch {
	case a.paged && len(page.rows) > 0:
		page.write(w, q, req)
	case t.loose:
		w.array("pagination")
		w.endArray()
	}
	s.subscription(w, q.now, r)
	w.object("rate_limit", nil)
	w.int("resets_in_seconds", int64(l.Resets))
	w.int("remaining", int64(l.Remaining))
	w.text("requested_entity", l.Entity)
	w.endObject()
	w.text("timezone", q.zone.String())
	w.endObject()
}

// subscription writes the token's plan. As in the source, written in PHP, the empty
// map of other entities than fixtures is an empty list.
func (s *server) subscription(w *writer, now time.Time, r *route) {
	w.array("subscription")
	w.object("", nil)
	if r.entity == "Fixture" {
		w.object("meta", nil)
		w.null("trial_ends_at")
		w.int("current_timestamp", now.Unix())
		w.endObject()
	} else {
		w.array("meta")
		w.endArray()
	}
	w.key("plans")
	w.b = append(w.b, `[{"plan":"Growth Plan","sport":"Football","category":"Advanced"}]`...)
	for _, k := range strings.Fields("add_ons widgets bundles") {
		w.array(k)
		w.endArray()
	}
	w.endObject()
	w.endArray()
}
