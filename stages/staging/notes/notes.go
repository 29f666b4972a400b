// Package notes keeps short texts, each under a name that says all that it was made
// from, so that none is ever wrong: one that is missing is made again.
package notes

import (
	"fmt"
	"maps"
	"os"
	"slices"

	"matchday/stages/staging/compact"
	"matchday/warehouse/lake"
)

// Book keeps the notes of one kind in two derived files of a lake: what has come lately,
// which is written at each Save, and the rest. The zero value keeps them in memory.
type Book struct {
	recent, rest *file
	others       []*file // of another lake, which are only read
	put          map[string]string
	used         map[string]bool // asked for or put
}

// Open opens the notes of this program in a lake. Those of a lake beside it are read too.
// Nothing is read before it is asked for.
func Open(kind string, in, beside lake.Lake) (*Book, error) {
	program, err := lake.Program()
	if err != nil {
		return nil, err
	}
	b := &Book{}
	b.recent, b.rest = filesOf(in.Derived(kind), program)
	if beside.Dir != in.Dir {
		recent, rest := filesOf(beside.Derived(kind), program)
		b.others = []*file{recent, rest}
	}
	return b, nil
}

// Get gives the note of a name.
func (b *Book) Get(name string) (text string, found bool) {
	b.use(name)
	if text, found = b.put[name]; found || b.recent == nil {
		return text, found
	}
	for _, f := range append([]*file{b.recent, b.rest}, b.others...) {
		if text, found = f.get(name); found {
			return text, true
		}
	}
	return "", false
}

// Put keeps a note, once Save is called.
func (b *Book) Put(name, text string) {
	if b.put == nil {
		b.put = map[string]string{}
	}
	b.use(name)
	b.put[name] = text
}

func (b *Book) use(name string) {
	if b.used == nil {
		b.used = map[string]bool{}
	}
	b.used[name] = true
}

// The recent notes are put with the rest when they have more bytes than some, and more
// than a part of the rest.
const (
	someBytes = 1 << 18
	partOf    = 8
)

// Save writes what was put, and drops notes that nobody has asked for since Open: those
// of the rest when it is written.
func (b *Book) Save() error {
	if b.recent == nil || len(b.put) == 0 {
		return nil
	}
	b.recent.read()
	fresh, size := maps.Clone(b.put), 0
	for name, text := range b.recent.notes {
		if b.used[name] {
			fresh[name] = text
		}
	}
	for name, text := range fresh {
		size += len(name) + len(text)
	}
	if b.rest.read(); size <= max(someBytes, b.rest.size/partOf) {
		return b.recent.write(fresh)
	}
	for name, text := range b.rest.notes {
		if b.used[name] {
			fresh[name] = text
		}
	}
	if err := b.rest.write(fresh); err != nil {
		return err
	}
	return b.recent.write(nil)
}

// file is one derived file of notes.
type file struct {
	kind  lake.Derived
	key   string
	done  bool // it was read
	notes map[string]string
	size  int
}

func filesOf(kind lake.Derived, program string) (recent, rest *file) {
	return &file{kind: kind, key: program + "-recent"}, &file{kind: kind, key: program + "-rest"}
}

func (f *file) get(name string) (string, bool) {
	f.read()
	text, found := f.notes[name]
	return text, found
}

// read reads the file, unless that is done. One that is missing or of another form has
// no notes.
func (f *file) read() {
	if f.done {
		return
	}
	f.done = true
	path, found := f.kind.Get(f.key)
	if !found {
		return
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return
	}
	c, n := compact.Reader(string(text), nil), 0
	compact.Number(c, &n)
	notes := make(map[string]string, min(max(n, 0), len(text)))
	for range n {
		var name, note string
		c.Text(&name)
		if c.Text(&note); c.Err() != nil {
			return
		}
		notes[name] = note
	}
	f.notes, f.size = notes, len(text)
}

// write writes notes in the order of their names.
func (f *file) write(notes map[string]string) error {
	c, n := compact.Writer(nil), len(notes)
	compact.Number(c, &n)
	for _, name := range slices.Sorted(maps.Keys(notes)) {
		note := notes[name]
		c.Text(&name)
		c.Text(&note)
	}
	if _, err := f.kind.Put(f.key, func(path string) error { return os.WriteFile(path, c.Bytes(), 0o644) }); err != nil {
		return fmt.Errorf("keep notes of what was merged: %w", err)
	}
	return nil
}
