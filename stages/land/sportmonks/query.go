package sportmonks

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// query is one request of the API, without the key and without the base URL.
type query struct {
	path    string // below v3: "/football/fixtures/multi/1,2"
	include []string
	filters []string // "fixtureLeagues:8,301"
	perPage int      // 0: the endpoint has no pages, or a page is enough
	page    int      // from 1; 0 or 1: the first
	cursor  string
}

// pageSize is the greatest that the API honours; a greater one silently falls
// back to 25. With the filter populate, which forbids includes, it is
// populateSize.
const (
	pageSize     = 50
	populateSize = 1000
)

// params are the request's parameters in a fixed order.
func (q query) params() [][2]string {
	var p [][2]string
	add := func(key, value string) {
		if value != "" {
			p = append(p, [2]string{key, value})
		}
	}
	add("include", strings.Join(q.include, ";"))
	add("filters", strings.Join(q.filters, ";"))
	if q.perPage > 0 {
		add("per_page", strconv.Itoa(q.perPage))
	}
	switch {
	case q.cursor != "":
		add("cursor", q.cursor)
	case q.page > 1:
		add("page", strconv.Itoa(q.page))
	}
	return p
}

// url is the address to ask, escaped: a bare semicolon is no separator any
// more, and Go's own server drops it.
func (q query) url(base string) string {
	var b strings.Builder
	b.WriteString(base + q.path)
	for i, p := range q.params() {
		b.WriteString(separator(i) + p[0] + "=" + url.QueryEscape(p[1]))
	}
	return b.String()
}

// String is the request as the lake records it, with the version in its path
// and readable parameters.
func (q query) String() string {
	var b strings.Builder
	b.WriteString("/v3" + q.path)
	for i, p := range q.params() {
		b.WriteString(separator(i) + p[0] + "=" + p[1])
	}
	return b.String()
}

func separator(i int) string {
	if i == 0 {
		return "?"
	}
	return "&"
}

// filter writes a filter by ids; none gives "".
func filter(name string, ids []int64) string {
	if len(ids) == 0 {
		return ""
	}
	return name + ":" + joined(ids)
}

// joined is a comma list of ids.
func joined(ids []int64) string {
	texts := make([]string, len(ids))
	for i, id := range ids {
		texts[i] = strconv.FormatInt(id, 10)
	}
	return strings.Join(texts, ",")
}

// present drops the empty strings.
func present(texts ...string) []string {
	return slices.DeleteFunc(texts, func(s string) bool { return s == "" })
}
