package api

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"matchday/invented/world"
)

// request is a parsed request and the moment at which it is answered.
type request struct {
	server   *server
	world    *world.World
	now      time.Time
	path     func(name string) string // a variable part of the path
	includes includes
	picked   map[string]bool    // columns of the objects themselves; nil: all
	filters  map[string][]int64 // by lower-case name
	search   string             // the text of participantSearch
	populate bool
	page     int
	perPage  int
	cursor   int64 // rows after this id
	down     bool
	sortBy   string
	zone     *time.Location
}

// apiError is a response that is an error: its HTTP status, the source's code (0 is
// none) and message.
type apiError struct {
	status  int
	code    int
	message string
}

func refuse(status, code int, format string, args ...any) *apiError {
	return &apiError{status, code, fmt.Sprintf(format, args...)}
}

// Limits of pages.
const (
	defaultPage  = 25
	longestPage  = 50
	populatePage = 1000
	furthestRow  = 20_000
)

// parse reads the parameters that all endpoints share.
func (q *request) parse(values url.Values) *apiError {
	q.zone = time.UTC
	if name := values.Get("timezone"); name != "" {
		zone, err := time.LoadLocation(name)
		if err != nil {
			return refuse(http.StatusBadRequest, 5006, "The timezone '%s' is not valid.", name)
		}
		q.zone = zone
	}
	q.filters = map[string][]int64{}
	for _, filter := range strings.FieldsFunc(values.Get("filters"), func(c rune) bool { return c == ';' }) {
		name, list, _ := strings.Cut(filter, ":")
		name = strings.ToLower(name)
		q.filters[name] = nil
		if name == "participantsearch" {
			q.search = strings.ToLower(list)
		}
		for _, text := range strings.Split(list, ",") {
			if id, err := strconv.ParseInt(text, 10, 64); err == nil {
				q.filters[name] = append(q.filters[name], id)
			}
		}
	}
	_, q.populate = q.filters["populate"]
	if text := values.Get("select"); text != "" {
		q.picked = pick(text)
	}
	q.down = values.Get("order") == "desc"
	q.sortBy = values.Get("sortBy")
	return q.parsePage(values)
}

func (q *request) parsePage(values url.Values) *apiError {
	q.page, q.perPage = 1, defaultPage
	if text := values.Get("page"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 {
			return refuse(http.StatusUnprocessableEntity, 0, "The page must be an integer of at least 1.")
		}
		q.page = n
	}
	longest := longestPage
	if q.populate {
		longest = populatePage
	}
	if n, err := strconv.Atoi(values.Get("per_page")); err == nil && n >= 1 && n <= longest {
		q.perPage = n
	}
	if (q.page-1)*q.perPage > furthestRow {
		return refuse(http.StatusBadRequest, 5003, "The requested page exceeds the pagination limit.")
	}
	if text := values.Get("cursor"); text != "" {
		after, ok := decodeCursor(text)
		if !ok {
			return refuse(http.StatusBadRequest, 5003, "The cursor is not valid.")
		}
		q.cursor = after
	}
	return nil
}

// query reads a request's parameters. Semicolons separate includes and filters here;
// net/url would drop a parameter that has one.
func query(r *http.Request) url.Values {
	// An error in one parameter does not change the others.
	values, _ := url.ParseQuery(strings.ReplaceAll(r.URL.RawQuery, ";", "%3B"))
	return values
}

func pick(columns string) map[string]bool {
	out := map[string]bool{}
	for _, c := range strings.Split(columns, ",") {
		out[c] = true
	}
	return out
}

// parseIncludes reads the include parameter. It refuses includes that do not exist,
// that the endpoint does not have, or that the plan does not have.
func (s *server) parseIncludes(q *request, r *route, text string) *apiError {
	q.includes = includes{}
	if text == "" || q.populate {
		return nil
	}
	for _, path := range strings.Split(text, ";") {
		names := strings.Split(path, ".")
		if len(names) > r.depth {
			return refuse(http.StatusBadRequest, 5008, "The include '%s' is nested too deep.", path)
		}
		at := q.includes
		for level, name := range names {
			name, columns, chosen := strings.Cut(name, ":")
			name = strings.ToLower(name)
			if refused := s.allowed(r, name, level); refused != nil {
				return refused
			}
			if at[name] == nil {
				at[name] = &include{nested: includes{}}
			}
			if chosen {
				at[name].picked = pick(columns)
			}
			at = at[name].nested
		}
	}
	return nil
}

// allowed checks that one include exists, and that the endpoint and the plan have it.
func (s *server) allowed(r *route, name string, level int) *apiError {
	without := func(list []string) bool {
		return slices.ContainsFunc(list, func(x string) bool { return strings.EqualFold(x, name) })
	}
	switch {
	case level > 0:
		if !slices.Contains(nestedIncludes, name) {
			return refuse(http.StatusBadRequest, 5001, "The requested include '%s' does not exist", name)
		}
	case !slices.Contains(allIncludes, name):
		return refuse(http.StatusBadRequest, 5001, "The requested include '%s' does not exist", name)
	case !slices.Contains(r.includes, name):
		return refuse(http.StatusBadRequest, 5000, "The include '%s' is not allowed on this endpoint", name)
	}
	if without(s.options.Without) || slices.Contains(neverInPlan, name) {
		return refuse(http.StatusForbidden, 5002, "You do not have access to the '%s' include", name)
	}
	return nil
}

// ids are the numbers of a filter; the second value says whether the request
// has it.
func (q *request) ids(name string) ([]int64, bool) {
	ids, ok := q.filters[name]
	return ids, ok
}

// filteredOut reports whether a filter excludes an id.
func (q *request) filteredOut(name string, id int64) bool {
	ids, ok := q.filters[name]
	return ok && !slices.Contains(ids, id)
}

// id is a variable part of the path as a number.
func (q *request) id(name string) (int64, *apiError) {
	id, err := strconv.ParseInt(q.path(name), 10, 64)
	if err != nil {
		return 0, refuse(http.StatusUnprocessableEntity, 0, "The %s must be an integer.", name)
	}
	return id, nil
}

// day is a variable part of the path as a date.
func (q *request) day(name string) (time.Time, *apiError) {
	d, err := time.Parse(time.DateOnly, q.path(name))
	if err != nil {
		return d, refuse(http.StatusUnprocessableEntity, 0, "The %s does not match the format Y-m-d.", name)
	}
	return d, nil
}
