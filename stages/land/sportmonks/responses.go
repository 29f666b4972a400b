package sportmonks

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"matchday/stages/staging/answers"
)

// recorded is what a file says about the response around an object.
type recorded struct {
	request string    // path and query; "" if it says nothing
	at      time.Time // zero if it says nothing
	zone    string    // of the times in it; "": UTC, or it says nothing
	status  int       // 0 if it says nothing
	code    int
	message bool
	failed  bool // it holds an error of its recorder
}

// item is one object of a file.
type item struct {
	payload  []byte
	recorded *recorded
}

// responses takes one JSON value of a file apart: a whole response, its data, a
// response in a recorder's wrapping, a list of these, or a single object.
type responses struct {
	b      []byte
	items  []item
	empty  int // responses without data
	errors int // responses that are errors
	strays int // values that are none of these
	depth  int // of lists and wrappings around what is read
}

// take reads the value at b[i] and returns the index after it.
func (s *responses) take(i int, answer *recorded) (end int, err error) {
	if i >= len(s.b) {
		return 0, answers.ErrTruncated
	}
	if s.depth++; s.depth > answers.MaxNesting {
		return 0, answers.ErrTooNested
	}
	defer func() { s.depth-- }()
	switch s.b[i] {
	case '[':
		before := len(s.items)
		n := 0
		end, err = answers.Elements(s.b, i, func(i int) (int, error) {
			if n++; n > answers.MaxObjects {
				return 0, answers.ErrTooMany
			}
			return s.take(i, answer)
		})
		if n == 0 && len(s.items) == before {
			s.empty++
		}
		return end, err
	case '{':
		return s.object(i, answer)
	}
	s.strays++
	return answers.Skip(s.b, i)
}

// object reads an object of the API or something that is wrapped around
// objects. What has an id is the former.
func (s *responses) object(i int, outer *recorded) (int, error) {
	if key, ok := firstKey(s.b, i); ok && key == "id" {
		end, err := answers.Skip(s.b, i)
		if err == nil {
			s.items = append(s.items, item{s.b[i:end:end], outer})
		}
		return end, err
	}
	mark := *s
	inner := *outer // what a wrapping says holds for what is inside it
	answer := &inner
	isObject, wraps := false, false
	end, err := answers.Fields(s.b, i, func(key []byte, value int) (int, bool, error) {
		if string(key) == "id" {
			isObject = true
		}
		nested := value < len(s.b) && (s.b[value] == '{' || s.b[value] == '[')
		if nested && (string(key) == "data" || string(key) == "payload" || string(key) == "body") {
			wraps = true
			end, err := s.take(value, answer)
			return end, true, err
		}
		end, err := answers.Skip(s.b, value)
		if err == nil {
			answer.note(string(key), s.b[value:end])
		}
		return end, true, err
	})
	if err != nil {
		return 0, err
	}
	switch {
	case isObject: // whatever stood under its "data" is part of it
		s.items, s.empty, s.errors, s.strays = mark.items, mark.empty, mark.errors, mark.strays
		s.items = append(s.items, item{s.b[i:end:end], outer})
	case wraps:
		// A wrapping may say what it wraps only after it.
		for k := range s.items[len(mark.items):] {
			s.items[len(mark.items)+k].recorded.fill(answer)
		}
	case answer.failed || answer.status >= 400 || answer.code != 0:
		s.errors++
	case answer.message:
		s.empty++
	case entityOfKeys(s.b[i:end]) != "": // it lacks no more than its id
		s.items = append(s.items, item{s.b[i:end:end], outer})
	default:
		s.strays++
	}
	return end, nil
}

// firstKey is the first key of the object at b[i].
func firstKey(b []byte, i int) (string, bool) {
	start := answers.SkipSpace(b, i+1)
	if start >= len(b) || b[start] != '"' {
		return "", false
	}
	end, err := answers.Skip(b, start)
	if err != nil {
		return "", false
	}
	return string(b[start+1 : end-1]), true
}

// note takes what a recorder wrote beside a response.
func (r *recorded) note(key string, value []byte) {
	switch key {
	case "fetched_at", "recorded_at", "_cached_at":
		if at, ok := recordedTime(value); ok {
			r.at = at
		}
	case "request", "endpoint", "url", "path":
		if request, zone := recordedRequest(value); request != "" {
			r.request, r.zone = request, cmp.Or(r.zone, zone)
		}
	case "status", "status_code":
		_ = json.Unmarshal(value, &r.status) // not a number: it says nothing
	case "code":
		_ = json.Unmarshal(value, &r.code)
	case "timezone":
		r.zone = cmp.Or(answers.ZoneName(value), r.zone)
	case "message":
		r.message = true
	case "error":
		r.failed = string(value) != "null" && string(value) != `""` && string(value) != "false"
	}
}

// fill takes over what an outer wrapping says and the inner one does not.
func (r *recorded) fill(outer *recorded) {
	if r.request == "" {
		r.request = outer.request
	}
	if r.at.IsZero() {
		r.at = outer.at
	}
	if r.zone == "" {
		r.zone = outer.zone
	}
}

// recordedLayouts are the ways in which recorders write a moment; without a
// zone it is UTC.
var recordedLayouts = []string{time.RFC3339Nano, "2006-01-02T15:04:05.999999999", time.DateTime}

func recordedTime(value []byte) (time.Time, bool) {
	text := strings.Trim(string(value), `"`)
	for _, layout := range recordedLayouts {
		if at, err := time.Parse(layout, text); err == nil {
			return at.UTC(), true
		}
	}
	return time.Time{}, false
}

// requestParams are the parameters of a request that the lake keeps. A token
// is not among them.
var requestParams = []string{"include", "filters", "select", "per_page", "page", "cursor", "order", "sortBy"}

// recordedRequest reads {"path", "params"} or the text of a URL, and the time zone that
// was asked for: who kept the data alone has it from nowhere else.
func recordedRequest(value []byte) (path, zone string) {
	params := url.Values{}
	if value[0] == '"' {
		if json.Unmarshal(value, &path) != nil {
			return "", ""
		}
		address, err := url.Parse(path)
		if err != nil {
			return "", ""
		}
		// A bare semicolon separates includes; url.ParseQuery refuses it.
		params, _ = url.ParseQuery(strings.ReplaceAll(address.RawQuery, ";", "%3B"))
		path = address.Path
	} else {
		var request struct {
			Path   string         `json:"path"`
			Params map[string]any `json:"params"`
		}
		if json.Unmarshal(value, &request) != nil {
			return "", ""
		}
		path, _, _ = strings.Cut(request.Path, "?")
		for key, v := range request.Params {
			params.Set(key, fmt.Sprint(v))
		}
	}
	if entityOfPath(path) == "" {
		return "", ""
	}
	path = path[max(strings.Index(path, "/v3/"), 0):]
	n := 0
	for _, key := range requestParams {
		if v := params.Get(key); v != "" {
			path += separator(n) + key + "=" + v
			n++
		}
	}
	return path, params.Get("timezone")
}

// objects names the items: their entity by the recorded request, else by their
// keys, else as the caller said. Items that remain nameless are counted, and
// the first is returned.
func (s *responses) objects(entity string, at time.Time) (out []Object, nameless int, first []byte) {
	var odds []Object
	for i, it := range s.items {
		o := Object{Request: answers.InZone(it.recorded.request, it.recorded.zone), FetchedAt: at, Payload: bytes.TrimSpace(it.payload)}
		if !it.recorded.at.IsZero() {
			o.FetchedAt = it.recorded.at
		}
		o.Entity = entityOfPath(it.recorded.request)
		if o.Entity == "" {
			o.Entity = entityOfKeys(it.payload)
		}
		if o.Entity == "" {
			o.Entity = entity
		}
		if o.Entity == "" {
			if nameless++; first == nil {
				first = it.payload
			}
			continue
		}
		o.ID = landedID(o.Payload, o.Entity)
		if o.Entity != answers.OddsEntity {
			out = append(out, o)
			continue
		}
		// The odds rows of one response become one object a fixture.
		odds = append(odds, o)
		if last := i+1 == len(s.items); last || s.items[i+1].recorded != it.recorded {
			out, odds = append(out, byFixture(odds)...), nil
		}
	}
	return slices.Concat(out, byFixture(odds)), nameless, first
}
