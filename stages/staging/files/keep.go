package files

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"matchday/stages/staging/compact"
	"matchday/stages/staging/parallel"
	"matchday/warehouse/lake"
)

// The kinds of derived files: which files have landed, what they were merged to but for
// the fixtures' details, and the details of the fixtures of one season's year.
const (
	landingsKind = "landings"
	mergedKind   = "merged"
	detailsKind  = "details"
)

// kept is where the details of fixtures are kept that an earlier pass merged.
type kept struct {
	lake    lake.Lake
	details []string // keys
	again   func(context.Context) (Facts, error)
}

// keptAt is where a fixture's detail stands among those of its year.
type keptAt struct {
	details  int32 // place in kept.details
	at, size int32
}

// Tell gives what all files tell that had landed by until, in µs. It parses and merges
// them if no pass of this program has done so; else the fixtures' details are read by
// Load. What is kept spares time, and changes nothing that is told.
func Tell(ctx context.Context, l lake.Lake, until int64, aliases Aliases) (Facts, error) {
	again := func(ctx context.Context) (Facts, error) {
		landed, err := Read(ctx, l, until)
		if err != nil {
			return Facts{}, err
		}
		return Merge(landed, aliases), nil
	}
	program, err := lake.Program()
	if err != nil {
		return Facts{}, err
	}
	key, err := keyOf(ctx, l, program, until, aliases)
	if err != nil {
		return Facts{}, err
	}
	if path, found := l.Derived(mergedKind).Get(key); found {
		if a, err := readMerged(path); err == nil {
			a.kept.lake, a.kept.again = l, again
			return a, nil
		}
	}
	a, err := again(ctx)
	if err != nil {
		return Facts{}, err
	}
	if err := a.keep(l, program, key); err != nil {
		a.kept = nil // what is not kept is merged again
		return a, nil
	}
	a.kept.again = again
	return a, nil
}

// landing is what is asked of a landed file without its content.
type landing struct {
	ID        string `parquet:"id"`
	SHA256    string `parquet:"sha256"`
	FetchedAt int64  `parquet:"fetched_at,timestamp(microsecond)"`
}

func (l *landing) code(c *compact.Coder) {
	c.Text(&l.ID)
	c.Text(&l.SHA256)
	compact.Number(c, &l.FetchedAt)
}

// keyOf names what Tell tells: all that had landed by until, and who tells it.
func keyOf(ctx context.Context, l lake.Lake, program string, until int64, aliases Aliases) (string, error) {
	listed, err := l.Listed(Folder)
	if err != nil {
		return "", err
	}
	sum := sha256.New()
	fmt.Fprintln(sum, program)
	for _, f := range listed {
		fmt.Fprintln(sum, filepath.Base(f.Path), f.Sum)
	}
	landings, err := landingsOf(ctx, l, hex.EncodeToString(sum.Sum(nil)))
	if err != nil {
		return "", err
	}
	landings = slices.DeleteFunc(landings, func(f landing) bool { return f.FetchedAt > until })
	slices.SortFunc(landings, func(a, b landing) int {
		return cmp.Or(strings.Compare(a.SHA256, b.SHA256), cmp.Compare(a.FetchedAt, b.FetchedAt), strings.Compare(a.ID, b.ID))
	})
	sum.Reset()
	fmt.Fprintln(sum, program, aliases)
	for _, f := range landings {
		fmt.Fprintln(sum, f)
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

// landingsOf reads the names of what has landed, or finds them under a key.
func landingsOf(ctx context.Context, l lake.Lake, key string) (all []landing, err error) {
	d := l.Derived(landingsKind)
	if path, found := d.Get(key); found {
		if text, err := os.ReadFile(path); err == nil {
			c := compact.Reader(string(text), nil)
			compact.List(c, &all, func(c *compact.Coder, f *landing) { f.code(c) })
			if c.Err() == nil {
				return all, nil
			}
		}
	}
	if all, err = lake.ReadFolder[landing](ctx, l, Folder); err != nil {
		return nil, err
	}
	c := compact.Writer(nil)
	compact.List(c, &all, func(c *compact.Coder, f *landing) { f.code(c) })
	_, _ = d.Put(key, func(path string) error { return os.WriteFile(path, c.Bytes(), 0o644) }) // else they are read again
	return all, nil
}

// Year is the year in which the fixture's season begins, on the first of July.
func (f *Fixture) Year() int {
	d := dateOf(f.Day)
	if d.Month() < 7 {
		return d.Year() - 1
	}
	return d.Year()
}

// keep keeps what was merged: the fixtures' details by years, which seldom change, and
// all else in one file.
func (a *Facts) keep(l lake.Lake, program, key string) error {
	byYear := map[int][]*Fixture{}
	for _, f := range a.Fixtures {
		byYear[f.Year()] = append(byYear[f.Year()], f)
	}
	a.kept = &kept{lake: l, details: make([]string, len(byYear))}
	groups := make([][]*Fixture, 0, len(byYear))
	for _, fixtures := range byYear {
		groups = append(groups, fixtures)
	}
	slices.SortFunc(groups, func(a, b []*Fixture) int { return cmp.Compare(a[0].Year(), b[0].Year()) })
	wrong := make([]error, len(groups))
	parallel.Each(len(groups), func(i int) {
		sum := sha256.New()
		fmt.Fprintln(sum, program)
		for _, f := range groups[i] {
			sum.Write(f.Digest[:])
		}
		a.kept.details[i] = hex.EncodeToString(sum.Sum(nil))
		text := a.detailsOf(groups[i], int32(i))
		d := l.Derived(detailsKind)
		if _, found := d.Get(a.kept.details[i]); !found {
			_, wrong[i] = d.Put(a.kept.details[i], func(path string) error { return os.WriteFile(path, text, 0o644) })
		}
	})
	if err := errors.Join(wrong...); err != nil {
		return err
	}
	_, err := l.Derived(mergedKind).Put(key, func(path string) error { return os.WriteFile(path, a.merged(), 0o644) })
	return err
}

// merged is all but the fixtures' details.
func (a *Facts) merged() []byte {
	words := &compact.Dictionary{}
	c, w := compact.Writer(words), compact.Writer(nil)
	a.code(c)
	words.Code(w)
	return append(w.Bytes(), c.Bytes()...)
}

// readMerged reads what merged gave.
func readMerged(path string) (Facts, error) {
	text, err := readText(path)
	if err != nil {
		return Facts{}, err
	}
	words := &compact.Dictionary{}
	c := compact.Reader(text, words)
	words.Code(c)
	a := Facts{quotes: &quoteIndex{}, Leagues: map[string]League{}, kept: &kept{}}
	a.code(c)
	if err := c.Err(); err != nil || c.Rest() {
		return Facts{}, fmt.Errorf("read what files were merged to: %w", errors.Join(err, errors.ErrUnsupported))
	}
	return a, nil
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
