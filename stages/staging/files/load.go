package files

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"slices"

	"matchday"
	"matchday/stages/staging/compact"
	"matchday/stages/staging/parallel"
)

// kept is where the details of fixtures are kept.
type kept struct {
	pass    *pass
	details []string // keys
	units   []int    // whose details they are: places in pass.units
}

// detailsOf are the details of fixtures: the length of what they share, that, and one
// after the other.
func detailsOf(fixtures []*Fixture) []byte {
	s := shared{words: &compact.Dictionary{}, landing: map[int64]int{}, quote: map[Quote]int{}}
	c := compact.Writer(s.words)
	for _, f := range fixtures {
		at := len(c.Bytes())
		f.detail.code(c)
		compact.List(c, &f.odds, func(c *compact.Coder, p *pricedQuote) {
			quote, landing := s.quoteOf(f.numbers.quotes[p.quote]), s.landingOf(f.numbers.landings[p.landing])
			compact.Number(c, &quote)
			compact.Number(c, &p.line)
			compact.Number(c, &p.price)
			compact.Number(c, &landing)
		})
		s.sizes = append(s.sizes, int32(len(c.Bytes())-at))
	}
	w := compact.Writer(nil)
	s.code(w)
	out := binary.LittleEndian.AppendUint32(nil, uint32(len(w.Bytes())))
	return slices.Concat(out, w.Bytes(), c.Bytes())
}

// shared is what the details of several fixtures say by numbers, and how long each is.
type shared struct {
	numbered
	words   *compact.Dictionary
	sizes   []int32
	quote   map[Quote]int // to write
	landing map[int64]int // likewise
}

func (s *shared) code(c *compact.Coder) {
	s.words.Code(c)
	compact.List(c, &s.quotes, codeQuote)
	compact.List(c, &s.landings, compact.Number)
	compact.List(c, &s.sizes, compact.Number)
}

func (s *shared) quoteOf(q Quote) int {
	n, known := s.quote[q]
	if !known {
		n = len(s.quotes)
		s.quote[q], s.quotes = n, append(s.quotes, q)
	}
	return n
}

func (s *shared) landingOf(at int64) int {
	n, known := s.landing[at]
	if !known {
		n = len(s.landings)
		s.landing[at], s.landings = n, append(s.landings, at)
	}
	return n
}

// Load reads the details of fixtures, unless they are there. Divisions whose details are
// not kept any more are merged again.
func (a Facts) Load(ctx context.Context, fixtures []*Fixture) error {
	missing := map[int32][]*Fixture{}
	for _, f := range fixtures {
		if f.detail == nil {
			missing[f.kept.details] = append(missing[f.kept.details], f)
		}
	}
	if len(missing) > 0 && a.kept == nil {
		return errNotKept
	}
	groups := slices.Collect(maps.Values(missing))
	wrong := make([]error, len(groups))
	parallel.Each(len(groups), func(i int) { wrong[i] = a.load(groups[i]) })
	lost := map[int][]*Fixture{} // by unit
	for i, group := range groups {
		if wrong[i] != nil {
			u := a.kept.units[group[0].kept.details]
			lost[u] = append(lost[u], group...)
		}
	}
	for u, of := range lost {
		if err := a.kept.pass.again(ctx, a.kept.pass.units[u], of); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// again merges a unit once more, for the details of its fixtures.
func (p *pass) again(ctx context.Context, u unit, fixtures []*Fixture) error {
	merge, err := p.merger(ctx, []unit{u})
	if err != nil {
		return err
	}
	byID := map[string]*Fixture{}
	for _, f := range merge(u).fixtures {
		byID[f.ID] = f
	}
	for _, f := range fixtures {
		fresh := byID[f.ID]
		if fresh == nil || fresh.Digest != f.Digest {
			return fmt.Errorf("what has landed in %s changed while it was read: run it again", Folder)
		}
		f.detail = fresh.detail
	}
	return nil
}

// Forget drops the fixture's detail once nothing asks for it any more; Load reads it
// again.
func (f *Fixture) Forget() { f.detail = nil }

var errNotKept = errors.New("details of fixtures are kept no more")

// load reads the details of fixtures that are kept together.
func (a Facts) load(fixtures []*Fixture) error {
	path, found := a.kept.pass.lake.Derived(detailsKind).Get(a.kept.details[fixtures[0].kept.details])
	if !found {
		return errNotKept
	}
	text, err := readText(path)
	if err != nil || len(text) < 4 {
		return errNotKept
	}
	size := int64(binary.LittleEndian.Uint32([]byte(text[:4])))
	if size > int64(len(text)-4) {
		return errNotKept
	}
	s := shared{words: &compact.Dictionary{}}
	head := compact.Reader(text[4:4+size], nil)
	if s.code(head); head.Err() != nil {
		return head.Err()
	}
	text = text[4+size:]
	ends := make([]int, len(s.sizes)+1)
	for i, n := range s.sizes {
		ends[i+1] = ends[i] + int(n)
	}
	for _, f := range fixtures {
		if f.kept.at < 0 || int(f.kept.at) >= len(s.sizes) || s.sizes[f.kept.at] < 0 || ends[f.kept.at+1] > len(text) {
			return errNotKept
		}
		if f.detail, err = s.detail(f, text[ends[f.kept.at]:ends[f.kept.at+1]]); err != nil {
			return err
		}
	}
	return nil
}

// detail reads the detail of one fixture.
func (s *shared) detail(f *Fixture, text string) (*detail, error) {
	c := compact.Reader(text, s.words)
	d := &detail{asOf: matchday.CollectionMoment(f.Kickoff), numbers: &s.numbered}
	d.code(c)
	known := true
	compact.List(c, &d.odds, func(c *compact.Coder, p *pricedQuote) {
		var quote int
		compact.Number(c, &quote)
		compact.Number(c, &p.line)
		compact.Number(c, &p.price)
		compact.Number(c, &p.landing)
		known = known && quote >= 0 && quote < len(s.quotes) && p.landing >= 0 && int(p.landing) < len(s.landings)
		p.quote = uint16(quote)
	})
	if c.Err() != nil || c.Rest() || !known {
		return nil, errNotKept
	}
	return d, nil
}
