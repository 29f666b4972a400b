package files

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"

	"matchday/stages/staging/compact"
)

// The kinds of derived files: what landed with one landing, and what each file says in
// short; what the files tell of divisions that are merged together, but for the fixtures'
// details; and the details of their fixtures of one season's year.
const (
	summariesKind = "summaries"
	mergedKind    = "merged"
	detailsKind   = "details"
)

// keptAt is where a fixture's detail stands.
type keptAt struct{ details, at int32 } // place in details, and in that file

// keep keeps what the files tell of some divisions: the fixtures' details by years, which
// seldom change, and all else in one file.
func (p *pass) keep(key string, m *merged) error {
	byYear := map[int][]*Fixture{}
	for _, f := range m.fixtures {
		byYear[f.Year()] = append(byYear[f.Year()], f)
	}
	details := p.lake.Derived(detailsKind)
	m.details = nil
	for _, year := range slices.Sorted(maps.Keys(byYear)) {
		fixtures := byYear[year]
		sum := sha256.New()
		fmt.Fprintln(sum, p.program)
		for i, f := range fixtures {
			f.kept = keptAt{int32(len(m.details)), int32(i)}
			sum.Write(f.Digest[:])
		}
		name := hex.EncodeToString(sum.Sum(nil))
		m.details = append(m.details, name)
		if _, found := details.Get(name); found {
			continue
		}
		if _, err := details.Put(name, func(path string) error { return os.WriteFile(path, detailsOf(fixtures), 0o644) }); err != nil {
			return err
		}
	}
	_, err := p.lake.Derived(mergedKind).Put(key, func(path string) error { return os.WriteFile(path, m.bytes(), 0o644) })
	return err
}

// keptNowhere says that no file has the fixtures' details: they are merged again once
// they were forgotten.
func (m *merged) keptNowhere() {
	m.details = []string{""}
	for _, f := range m.fixtures {
		f.kept = keptAt{}
	}
}

// Year is the year in which the fixture's season begins, on the first of July.
func (f *Fixture) Year() int {
	d := dateOf(f.Day)
	if d.Month() < 7 {
		return d.Year() - 1
	}
	return d.Year()
}

// bytes is all but the fixtures' details.
func (m *merged) bytes() []byte {
	words := &compact.Dictionary{}
	c, w := compact.Writer(words), compact.Writer(nil)
	m.code(c)
	words.Code(w)
	return append(w.Bytes(), c.Bytes()...)
}

// readMerged reads what bytes gave.
func readMerged(path string) (m merged, err error) {
	text, err := readText(path)
	if err != nil {
		return m, err
	}
	words := &compact.Dictionary{}
	c := compact.Reader(text, words)
	words.Code(c)
	m.leagues = map[string]League{}
	m.code(c)
	if err := c.Err(); err != nil || c.Rest() {
		return m, fmt.Errorf("read what files were merged to: %w", errors.Join(err, errors.ErrUnsupported))
	}
	return m, nil
}

// code is all that was merged but for the fixtures' details.
func (m *merged) code(c *compact.Coder) {
	compact.List(c, &m.teams, codeTeam)
	compact.List(c, &m.editions, codeEdition)
	compact.List(c, &m.rejected, codeReject)
	compact.List(c, &m.details, (*compact.Coder).Text)
	m.codeLeagues(c)
	m.codeFixtures(c)
}

func (m *merged) codeLeagues(c *compact.Coder) {
	divisions := slices.Sorted(maps.Keys(m.leagues))
	compact.List(c, &divisions, func(c *compact.Coder, division *string) {
		c.Text(division)
		l := m.leagues[*division]
		c.Text(&l.Country)
		compact.Number(c, &l.Level)
		c.Text(&l.Name)
		m.leagues[*division] = l
	})
}

// codeFixtures are the fixtures; those of one file season stand for it by its number.
func (m *merged) codeFixtures(c *compact.Coder) {
	var seasons []*FileSeason
	number := map[*FileSeason]int{}
	for _, f := range m.fixtures {
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
	all := make([]Fixture, 0, len(m.fixtures))
	for _, f := range m.fixtures {
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
		if c.Reading() && n >= 0 && n < len(seasons) && len(digest) == len(f.Digest) {
			f.Season, f.Digest = seasons[n], [16]byte(digest)
		}
	})
	if c.Reading() {
		m.fixtures = make([]*Fixture, len(all))
		for i := range all {
			m.fixtures[i] = &all[i]
		}
	}
}

// readText is a file's content, without a second copy.
func readText(path string) (string, error) {
	var b strings.Builder
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	info, err := f.Stat()
	if err == nil {
		b.Grow(int(info.Size()) + bytes.MinRead)
		_, err = f.WriteTo(&b)
	}
	return b.String(), errors.Join(err, f.Close())
}
