package api

import (
	"encoding/base64"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// response is what an endpoint returns: n objects, of which one page is written.
type response struct {
	single bool // data is an object, not a list
	paged  bool
	bare   bool // an empty list has no message
	n      int
	id     func(i int) int64
	less   func(i, j int) int // the order of sortBy; nil is by id
	write  func(w *writer, k string, i int)
}

// one is the response of an endpoint of a single object.
func one(found bool, write func(w *writer, k string)) response {
	a := response{single: true, write: func(w *writer, k string, _ int) { write(w, k) }}
	if found {
		a.n = 1
	}
	return a
}

// list is the response of an endpoint of several objects.
func list[T any](paged bool, rows []T, id func(T) int64, write func(w *writer, k string, row T)) response {
	return response{
		paged: paged, n: len(rows),
		id:    func(i int) int64 { return id(rows[i]) },
		write: func(w *writer, k string, i int) { write(w, k, rows[i]) },
	}
}

// page is the part of a response that one request gets.
type page struct {
	rows []int
	more bool
	last int64 // id of the last row; the cursor
}

func pageOf(q *request, a response, t requestFaults) page {
	order := make([]int, 0, a.n)
	for i := range a.n {
		if after, ok := q.filters["idafter"]; ok && a.paged && len(after) == 1 && a.id(i) <= after[0] {
			continue
		}
		order = append(order, i)
	}
	if !a.paged {
		return page{rows: order}
	}
	compare := func(i, j int) int { return int(a.id(i) - a.id(j)) }
	if a.less != nil {
		compare = a.less
	}
	slices.SortStableFunc(order, func(i, j int) int {
		if q.down {
			i, j = j, i
		}
		return compare(i, j)
	})
	from := (q.page - 1) * q.perPage
	if q.cursor != 0 {
		from = 1 + slices.IndexFunc(order, func(i int) bool { return a.id(i) == q.cursor })
	}
	if from > 0 {
		from += t.drift
	}
	from = min(max(0, from), len(order))
	to := min(from+q.perPage, len(order))
	p := page{rows: slices.Clone(order[from:to]), more: to < len(order)}
	if n := len(p.rows); n > 0 {
		p.last = a.id(p.rows[n-1])
		if t.repeated {
			p.rows = append(p.rows, p.rows[t.rng.IntN(n)])
		}
	}
	return p
}

// write writes the pagination object. Its links have no token. The cursor is a link
// too, as in real answers of the source.
func (p page) write(w *writer, q *request, req *http.Request) {
	link := func(set, value, unset string) string {
		values := query(req)
		values.Del("api_token")
		values.Del(unset)
		values.Set(set, value)
		u := url.URL{Scheme: "http", Host: req.Host, Path: req.URL.Path, RawQuery: values.Encode()}
		return u.String()
	}
	w.object("pagination", nil)
	w.int("count", int64(len(p.rows)))
	w.int("per_page", int64(q.perPage))
	w.bool("has_more", p.more)
	w.int("current_page", int64(q.page))
	if p.more {
		w.text("next_page", link("page", strconv.Itoa(q.page+1), "cursor"))
		w.text("next_cursor", link("cursor", encodeCursor(p.last), "page"))
	} else {
		w.null("next_page")
		w.null("next_cursor")
	}
	w.endObject()
}

func encodeCursor(id int64) string {
	return base64.RawURLEncoding.EncodeToString(strconv.AppendInt([]byte("after:"), id, 10))
}

// decodeCursor reads a cursor, or a whole link that holds one.
func decodeCursor(text string) (int64, bool) {
	if u, err := url.Parse(text); err == nil && u.Query().Get("cursor") != "" {
		text = u.Query().Get("cursor")
	}
	raw, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		return 0, false
	}
	id, err := strconv.ParseInt(strings.TrimPrefix(string(raw), "after:"), 10, 64)
	return id, err == nil
}
