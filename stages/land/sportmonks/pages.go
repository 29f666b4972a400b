package sportmonks

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"
)

// Bounds of a listing.
const (
	maxPages  = 2000 // at 50 rows: more than any listing of a job
	maxRounds = 4    // readings of a listing that moves while it is read
	// maxListing is how many bytes the pages of one listing have at most: each
	// may be as large as an answer can be, and all are held until they land.
	maxListing = 2 << 30
	// offsetLimit is the row beyond which the API refuses page numbers.
	offsetLimit = 20_000
)

// listing is a request that may have several pages.
type listing struct {
	entity  string
	include []string
	build   func(include []string) query
	fresh   time.Duration
	most    int // pages that are read at most; 0: all
	// forIncludes: without any of its includes there is nothing to ask for.
	forIncludes bool
	// keep repeats the request's filters on an object, because the API may
	// ignore a filter without a word; nil keeps all.
	keep func(Object) bool
}

// list reads all pages of a listing. Pages move while rows come and go, so
// objects are joined by id; a reading that met an object twice, or one by page
// numbers, which hides a row that moved to a page already read, is repeated
// until it brings nothing that was not there before. The result is sorted by
// id.
func (c *Client) list(ctx context.Context, l listing) ([]Object, error) {
	objects, _, err := c.listPages(ctx, l)
	return objects, err
}

// listPages is list, which also tells how many pages its last reading had.
func (c *Client) listPages(ctx context.Context, l listing) (_ []Object, pages int, err error) {
	found := map[string]Object{}
	for round := 1; ; round++ {
		before := len(found)
		var steady bool
		if pages, steady, err = c.round(ctx, l, found); err != nil {
			return nil, pages, err
		}
		if steady || round > 1 && len(found) == before {
			break
		}
		if round == maxRounds {
			c.cfg.Log.Warn("a listing kept moving while it was read", "request", l.build(nil).String(), "rounds", round)
			break
		}
		l.fresh = 0 // the cache would show the same again
	}
	out := slices.SortedFunc(maps.Values(found), func(a, b Object) int {
		return cmp.Or(cmp.Compare(a.Number(), b.Number()), cmp.Compare(a.ID, b.ID))
	})
	return c.filter(l, out), pages, nil
}

// filter applies the listing's filters once more.
func (c *Client) filter(l listing, objects []Object) []Object {
	if l.keep == nil {
		return objects
	}
	all := len(objects)
	objects = slices.DeleteFunc(objects, func(o Object) bool { return !o.nameless() && !l.keep(o) })
	if dropped := all - len(objects); dropped > 0 {
		c.cfg.Log.Warn("the API did not apply all filters: objects that nobody asked for are dropped",
			"request", l.build(nil).String(), "objects", dropped)
	}
	return objects
}

// errNoEnd says that a listing does not end.
var errNoEnd = errors.New("its pages do not end")

// round reads a listing once, from its first page to its last. steady is true
// if nothing can have been missed: one page, or pages by cursor without a row
// met twice.
func (c *Client) round(ctx context.Context, l listing, found map[string]Object) (page int, steady bool, err error) {
	read := map[string]bool{} // in this round
	cursor, cursors, twice, stale, bytes := "", true, false, 0, 0
	for page = 1; page <= maxPages; page++ {
		q, a, err := c.ask(ctx, l, func(include []string) query {
			q := l.build(include)
			if q.cursor = cursor; cursor == "" {
				q.page = page
			}
			return q
		})
		if err != nil {
			return page, false, err
		}
		fresh, err := c.gather(l, q, a, read, found)
		if err != nil {
			return page, false, err
		}
		twice = twice || fresh.twice
		if bytes += len(a.Data); bytes > maxListing {
			return page, false, fmt.Errorf("%s: %w (%d pages have more than %d MB)", q, errNoEnd, page, maxListing>>20)
		}
		if page == l.most && a.HasMore {
			c.cfg.Log.Warn("a listing is longer than it should be: the rest is left out", "request", q.String(), "pages", page)
			return page, true, nil
		}
		if !a.HasMore {
			return page, page == 1 || cursors && !twice, nil
		}
		// A page without anything new may be one that drifted; three in a row
		// are a listing that goes round in circles.
		if stale++; fresh.added > 0 {
			stale = 0
		}
		next := a.NextCursor
		if stale == 3 || next != "" && next == cursor {
			return page, false, fmt.Errorf("%s: %w (page %d brought nothing new)", q, errNoEnd, page)
		}
		if next == "" {
			cursors = false
			if page*max(q.perPage, 1) > offsetLimit {
				return page, false, fmt.Errorf("%s: more than %d rows, and the API gave no cursor: ask for a shorter time", q, offsetLimit)
			}
		}
		cursor = next
	}
	return page, false, fmt.Errorf("%s: %w after %d pages", l.build(nil), errNoEnd, maxPages)
}

// gathered is what one page brought.
type gathered struct {
	added int  // not met before in this round
	twice bool // something was
}

// gather adds a page's objects; the last seen of an object wins.
func (c *Client) gather(l listing, q query, a response, read map[string]bool, found map[string]Object) (gathered, error) {
	var g gathered
	if a.empty() {
		return g, nil
	}
	// The page is not part of what was asked: an object's request is the same
	// whichever page it stood on.
	objects, err := objectsOf(a.Data, l.entity, a.record(q), a.fetchedAt)
	if err != nil {
		return g, fmt.Errorf("%s: %w", q, err)
	}
	for _, o := range objects {
		if read[o.ID] {
			g.twice = true
		} else {
			g.added++
		}
		read[o.ID] = true
		found[o.ID] = o
	}
	return g, nil
}
