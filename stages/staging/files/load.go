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

// code is all that was merged but for the fixtures' details.
func (a *Facts) code(c *compact.Coder) {
	compact.List(c, &a.Landed, codeLanded)
	compact.List(c, &a.Teams, codeTeam)
	compact.List(c, &a.Editions, codeEdition)
	compact.List(c, &a.Rejected, codeReject)
	compact.Number(c, &a.Blank)
	compact.List(c, &a.quotes.all, codeQuote)
	compact.List(c, &a.kept.details, (*compact.Coder).Text)
	a.codeLeagues(c)
	a.codeFixtures(c)
}

func (a *Facts) codeLeagues(c *compact.Coder) {
	divisions := slices.Sorted(maps.Keys(a.Leagues))
	compact.List(c, &divisions, func(c *compact.Coder, division *string) {
		c.Text(division)
		l := a.Leagues[*division]
		c.Text(&l.Country)
		compact.Number(c, &l.Level)
		c.Text(&l.Name)
		a.Leagues[*division] = l
	})
}

// codeFixtures are the fixtures; those of one file season stand for it by its number.
func (a *Facts) codeFixtures(c *compact.Coder) {
	var seasons []*FileSeason
	number := map[*FileSeason]int{}
	for _, f := range a.Fixtures {
		if _, known := number[f.Season]; !known {
			number[f.Season] = len(seasons)
			seasons = append(seasons, f.Season)
		}
	}
	compact.List(c, &seasons, func(c *compact.Coder, e **FileSeason) {
		if c.Reading() {
			*e = &FileSeason{}
		}
		(*e).code(c)
	})
	all := make([]Fixture, 0, len(a.Fixtures))
	for _, f := range a.Fixtures {
		all = append(all, *f)
	}
	compact.List(c, &all, func(c *compact.Coder, f *Fixture) {
		f.code(c)
		n := number[f.Season]
		compact.Number(c, &n)
		digest := f.Digest[:]
		c.Raw(&digest)
		compact.Number(c, &f.kept.details)
		compact.Number(c, &f.kept.at)
		compact.Number(c, &f.kept.size)
		if c.Reading() && n >= 0 && n < len(seasons) && len(digest) == len(f.Digest) {
			f.Season, f.Digest = seasons[n], [16]byte(digest)
		}
	})
	if c.Reading() {
		a.Fixtures = make([]*Fixture, len(all))
		for i := range all {
			a.Fixtures[i] = &all[i]
		}
	}
}

// detailsOf are the details of fixtures, whose places it fills in: the length of what
// they share, that, and one after the other.
func (a *Facts) detailsOf(fixtures []*Fixture, place int32) []byte {
	s := shared{words: &compact.Dictionary{}, landing: map[int64]int{}, quote: map[uint16]int{}}
	c := compact.Writer(s.words)
	for _, f := range fixtures {
		f.kept = keptAt{details: place, at: int32(len(c.Bytes()))}
		f.detail.code(c)
		compact.List(c, &f.odds, func(c *compact.Coder, p *pricedQuote) {
			quote, landing := s.quoteOf(p.quote, a.quotes), s.landingOf(a.Landed[p.file].LandedAt)
			compact.Number(c, &quote)
			compact.Number(c, &p.line)
			compact.Number(c, &p.price)
			compact.Number(c, &landing)
		})
		f.kept.size = int32(len(c.Bytes())) - f.kept.at
	}
	w := compact.Writer(nil)
	s.code(w)
	out := binary.LittleEndian.AppendUint32(nil, uint32(len(w.Bytes())))
	return slices.Concat(out, w.Bytes(), c.Bytes())
}

// shared is what the details of several fixtures say by numbers.
type shared struct {
	words    *compact.Dictionary
	quotes   []Quote
	landings []int64
	quote    map[uint16]int // to write
	landing  map[int64]int  // likewise
}

func (s *shared) code(c *compact.Coder) {
	s.words.Code(c)
	compact.List(c, &s.quotes, codeQuote)
	compact.List(c, &s.landings, compact.Number)
}

func (s *shared) quoteOf(q uint16, quotes *quoteIndex) int {
	n, known := s.quote[q]
	if !known {
		n = len(s.quotes)
		s.quote[q], s.quotes = n, append(s.quotes, quotes.all[q])
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

// Load reads the details of fixtures, unless they are there. If they are not kept any
// more, all files are merged again.
func (a Facts) Load(ctx context.Context, fixtures []*Fixture) error {
	missing := map[int32][]*Fixture{}
	for _, f := range fixtures {
		if f.detail == nil {
			missing[f.kept.details] = append(missing[f.kept.details], f)
		}
	}
	groups := slices.Collect(maps.Values(missing))
	wrong := make([]error, len(groups))
	parallel.Each(len(groups), func(i int) { wrong[i] = a.load(groups[i]) })
	err := errors.Join(wrong...)
	if err == nil || a.kept == nil {
		return errors.Join(err, ctx.Err())
	}
	fresh, err := a.kept.again(ctx)
	if err != nil {
		return err
	}
	byID := make(map[string]*Fixture, len(fresh.Fixtures))
	for _, f := range fresh.Fixtures {
		byID[f.ID] = f
	}
	for _, f := range fixtures {
		if again := byID[f.ID]; again == nil || again.Digest != f.Digest {
			return fmt.Errorf("what has landed in %s changed while it was read: run it again", Folder)
		}
		f.detail = byID[f.ID].detail
	}
	return nil
}

// Forget drops the fixture's detail once nothing asks for it any more; Load reads it
// again if it is kept.
func (f *Fixture) Forget() { f.detail = nil }

var errNotKept = errors.New("details of fixtures are kept no more")

// load reads the details of fixtures that are kept together.
func (a Facts) load(fixtures []*Fixture) error {
	place := fixtures[0].kept.details
	if a.kept == nil || place < 0 || int(place) >= len(a.kept.details) {
		return errNotKept
	}
	path, found := a.kept.lake.Derived(detailsKind).Get(a.kept.details[place])
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
	quotes, files, err := a.numbers(s)
	if err != nil {
		return err
	}
	for _, f := range fixtures {
		from, to := int(f.kept.at), int(f.kept.at)+int(f.kept.size)
		if from < 0 || to < from || to > len(text) {
			return errNotKept
		}
		c := compact.Reader(text[from:to], s.words)
		d := &detail{asOf: matchday.CollectionMoment(f.Kickoff)}
		d.code(c)
		compact.List(c, &d.odds, func(c *compact.Coder, p *pricedQuote) {
			var quote, landing int
			compact.Number(c, &quote)
			compact.Number(c, &p.line)
			compact.Number(c, &p.price)
			compact.Number(c, &landing)
			if quote >= 0 && quote < len(quotes) && landing >= 0 && landing < len(files) {
				p.quote, p.file = quotes[quote], files[landing]
			}
		})
		if err := c.Err(); err != nil || c.Rest() {
			return errNotKept
		}
		f.detail = d
	}
	return nil
}

// numbers are the numbers that the quotes and the landings of details have here: of a
// landing that of any file that landed then.
func (a Facts) numbers(s shared) (quotes []uint16, files []int32, err error) {
	landed := map[int64]int32{}
	for i, f := range a.Landed {
		landed[f.LandedAt] = int32(i)
	}
	for _, at := range s.landings {
		i, known := landed[at]
		if !known {
			return nil, nil, errNotKept
		}
		files = append(files, i)
	}
	for _, q := range s.quotes {
		i, known := slices.BinarySearchFunc(a.quotes.all, q, compareQuotes)
		if !known {
			return nil, nil, errNotKept
		}
		quotes = append(quotes, uint16(i))
	}
	return quotes, files, nil
}
