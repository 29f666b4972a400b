package api

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"time"

	"matchday/invented/world"
)

// Faults are the rates, between 0 and 1, at which things go wrong. A fault of the
// first kind hits one request: the same request may succeed when it is repeated. A
// fault of the second kind hits a fixture and lasts six hours of the world's
// clock. All are drawn from the world's seed: the same requests of a path in the
// same order have the same faults.
type Faults struct {
	TooMany     float64 // one to four 429 responses in a row begin, for the entity
	ServerError float64 // 500, 502 (HTML), 503 or 504
	Slow        float64 // the second half of the body comes SlowBy late
	Truncated   float64 // the body stops half-way
	Repeated    float64 // a page holds one of its rows twice
	Drifting    float64 // a page after the first is shifted by a row: one comes twice, or one is missing
	Loose       float64 // the envelope's fields come in other forms of JSON, or not at all, behind a byte-order mark

	NoOdds       float64 // a fixture's odds are empty
	NoStatistics float64 // a fixture's statistics are empty
	NullPlayers  float64 // a fifth of a fixture's line-up has no player_id
	ChangedTypes float64 // one key of a fixture has another JSON type

	// SlowBy is in real time; zero means two seconds.
	SlowBy time.Duration
}

// named are the rates by their names in ParseFaults.
func (f *Faults) named() []struct {
	name string
	rate *float64
} {
	return []struct {
		name string
		rate *float64
	}{
		{"429", &f.TooMany}, {"5xx", &f.ServerError}, {"slow", &f.Slow}, {"truncated", &f.Truncated},
		{"repeated", &f.Repeated}, {"drifting", &f.Drifting}, {"loose", &f.Loose}, {"no-odds", &f.NoOdds}, {"no-statistics", &f.NoStatistics},
		{"null-players", &f.NullPlayers}, {"changed-types", &f.ChangedTypes},
	}
}

// FaultNames lists the names that ParseFaults knows.
func FaultNames() []string {
	var out []string
	for _, f := range new(Faults).named() {
		out = append(out, f.name)
	}
	return out
}

// ParseFaults reads rates such as "429=0.05,truncated=0.1"; "all=0.02" sets
// every rate.
func ParseFaults(text string) (Faults, error) {
	var f Faults
	for _, part := range strings.FieldsFunc(text, func(c rune) bool { return c == ',' || c == ' ' }) {
		name, value, _ := strings.Cut(part, "=")
		rate, err := strconv.ParseFloat(value, 64)
		if err != nil || !(rate >= 0 && rate <= 1) {
			return f, fmt.Errorf("fault %q: want NAME=RATE with a rate between 0 and 1", part)
		}
		known := false
		for _, n := range f.named() {
			if n.name == name || name == "all" {
				*n.rate, known = rate, true
			}
		}
		if !known {
			return f, fmt.Errorf("fault %q: want all or one of %s", name, strings.Join(FaultNames(), ", "))
		}
	}
	return f, nil
}

// fixtureFaults are the faults of one fixture at a moment.
type fixtureFaults struct {
	noOdds, noStatistics bool
	retype               string
	nulls                uint64 // a bit for each place of a sheet; 0: none
}

// fixtureFaultDuration is how long a fixture keeps its faults.
const fixtureFaultDuration = 6 * time.Hour

// retyped are the keys whose JSON type may change.
var retyped = [...]string{"goals", "value", "minute", "team_id", "jersey_number", "position_id", "league_id", "handicap"}

// fixtureFaults draws the faults of a fixture at a moment.
func (s *server) fixtureFaults(of *world.Fixture, now time.Time) (d fixtureFaults) {
	f := &s.options.Faults
	if f.NoOdds == 0 && f.NoStatistics == 0 && f.NullPlayers == 0 && f.ChangedTypes == 0 {
		return d
	}
	rng := rand.New(rand.NewPCG(s.world.Seed()<<32^uint64(of.ID), uint64(now.Unix()/int64(fixtureFaultDuration/time.Second))))
	d.noOdds = rng.Float64() < f.NoOdds
	d.noStatistics = rng.Float64() < f.NoStatistics
	if bits := rng.Uint64() & rng.Uint64() & (rng.Uint64() | rng.Uint64()); rng.Float64() < f.NullPlayers {
		d.nulls = bits | 1<<4
	}
	if key := retyped[rng.IntN(len(retyped))]; rng.Float64() < f.ChangedTypes {
		d.retype = key
	}
	return d
}

// anonymous reports whether the player at a place of a sheet has no id.
func (d fixtureFaults) anonymous(slot int) bool { return d.nulls>>slot&1 == 1 }

// requestFaults are the faults of one request.
type requestFaults struct {
	tooMany, slow, truncated, repeated bool
	loose                              bool
	status                             int // of an error of the server; 0: none
	drift                              int // rows
	rng                                *rand.Rand
}

// requestFaults draws the faults of a path's request, by how often it was repeated.
func (s *server) requestFaults(path string, attempt int) (t requestFaults) {
	f := &s.options.Faults
	h := fnv.New64a()
	h.Write([]byte(path)) // never fails
	t.rng = rand.New(rand.NewPCG(s.world.Seed()^h.Sum64(), uint64(attempt)))
	t.tooMany = t.rng.Float64() < f.TooMany
	if status := [...]int{500, 502, 503, 504}[t.rng.IntN(4)]; t.rng.Float64() < f.ServerError {
		t.status = status
	}
	t.slow = t.rng.Float64() < f.Slow
	t.truncated = t.rng.Float64() < f.Truncated
	t.repeated = t.rng.Float64() < f.Repeated
	if drift := 2*t.rng.IntN(2) - 1; t.rng.Float64() < f.Drifting {
		t.drift = drift
	}
	t.loose = f.Loose > 0 && t.rng.Float64() < f.Loose
	return t
}

// loosen writes a field of the envelope in another form: numbers as text, truths as
// numbers; an empty list where the value has nothing to say.
func (t requestFaults) loosen(value []byte) []byte {
	text := string(value)
	switch {
	case text == "true":
		return []byte("1")
	case text == "false":
		return []byte(`"0"`)
	case text == "null":
		return []byte("[]")
	case t.rng.IntN(2) == 0:
		return []byte(text + ".0")
	}
	return []byte(`"` + text + `"`)
}

// fail responds with a server's error. That of a gateway is HTML.
func (t requestFaults) fail(rw http.ResponseWriter) {
	if t.status == http.StatusBadGateway {
		rw.Header().Set("Content-Type", "text/html")
		rw.WriteHeader(t.status)
		fmt.Fprint(rw, "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>")
		return
	}
	rw.Header().Set("Content-Type", "application/json")
	rw.WriteHeader(t.status)
	fmt.Fprintf(rw, `{"error":%q,"message":"Something went wrong, please try again.","error_id":"%016x"}`, http.StatusText(t.status), t.rng.Uint64())
}

// send writes the body: slowly, or only its first half, if the faults say so. The
// Content-Length is that of the whole body, so that the client sees it is cut.
func (t requestFaults) send(rw http.ResponseWriter, r *http.Request, body []byte, slowBy time.Duration) {
	rw.Header().Set("Content-Type", "application/json")
	rw.Header().Set("Content-Length", strconv.Itoa(len(body)))
	if t.loose {
		body = append([]byte("\ufeff"), body...)
		rw.Header().Set("Content-Length", strconv.Itoa(len(body)))
	}
	half := len(body) / 2
	// If the client is gone, nobody needs the errors of these writes.
	switch {
	case t.truncated:
		_, _ = rw.Write(body[:half])
	case t.slow:
		_, _ = rw.Write(body[:half])
		_ = http.NewResponseController(rw).Flush()
		if slowBy == 0 {
			slowBy = 2 * time.Second
		}
		select {
		case <-r.Context().Done():
			return
		case <-time.After(slowBy):
		}
		_, _ = rw.Write(body[half:])
	default:
		_, _ = rw.Write(body)
	}
}
