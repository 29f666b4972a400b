package answers

import (
	"bufio"
	"context"
	"errors"
	"io"
	"os"
	"strings"

	"matchday/stages/staging/compact"
	"matchday/warehouse/lake"
)

// The derived files of a landed file: what its objects were decoded to, and the list of
// these with their places in it.
const (
	decodedKind = "answers"
	indexKind   = "answers-index"
)

// store is where the derived files of this program stand.
type store struct {
	lake           lake.Lake
	program        string
	decoded, index lake.Derived
}

func openStore(l lake.Lake) (*store, error) {
	program, err := lake.Program()
	return &store{l, program, l.Derived(decodedKind), l.Derived(indexKind)}, err
}

// pack is a landed file and what it was decoded to.
type pack struct {
	store *store
	file  lake.LandedFile
	words int64 // where the words of the content begin, which end it
}

// key names what the file was decoded to: by the program and by what has landed.
func (p *pack) key() string { return p.store.program + "-" + p.file.Sum.SHA256 }

// refs lists the file's objects. They are decoded if this program has not done so
// before.
func (p *pack) refs(ctx context.Context) ([]Ref, error) {
	if path, found := p.store.index.Get(p.key()); found {
		if refs, err := p.readIndex(path); err == nil {
			return refs, nil
		}
	}
	return p.decode(ctx, func(int, *Object) {})
}

// decode decodes the landed file, keeps what it came to, and calls use for each object.
func (p *pack) decode(ctx context.Context, use func(row int, o *Object)) (refs []Ref, err error) {
	if err := p.file.Verify(); err != nil {
		return nil, err
	}
	_, err = p.store.decoded.Put(p.key(), func(path string) (err error) {
		refs, err = p.writeContent(ctx, path, use)
		return err
	})
	if err != nil {
		return nil, err
	}
	_, err = p.store.index.Put(p.key(), func(path string) error { return os.WriteFile(path, p.indexOf(refs), 0o644) })
	return refs, err
}

// writeContent writes the objects one after the other, then the words in them.
func (p *pack) writeContent(ctx context.Context, path string, use func(int, *Object)) (refs []Ref, err error) {
	file, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	w, words := bufio.NewWriterSize(file, 1<<18), &compact.Dictionary{}
	content, at := compact.Writer(words), int64(0)
	err = p.objects(ctx, func(o *Object) error {
		content.Reset()
		o.code(content)
		n, err := w.Write(content.Bytes())
		refs = append(refs, o.ref(p, len(refs), at, int64(n)))
		at += int64(n)
		use(len(refs)-1, o)
		return err
	})
	if err != nil {
		return nil, err
	}
	p.words = at
	tail := compact.Writer(nil)
	words.Code(tail)
	_, err = w.Write(tail.Bytes())
	return refs, errors.Join(err, w.Flush())
}

// ref names an object of a pack.
func (o *Object) ref(p *pack, row int, at, size int64) Ref {
	r := Ref{
		Entity: o.Entity, ID: o.ID, SHA256: o.SHA256, FetchedAt: o.FetchedAt, LastSeen: o.FetchedAt, Rejects: len(o.rejects),
		request: o.request, from: p, row: row, at: at, size: size,
	}
	for _, a := range o.Responses {
		r.Fixtures = append(r.Fixtures, a.fixture)
	}
	return r
}

// indexOf is the file's list of objects, after the words in it.
func (p *pack) indexOf(refs []Ref) []byte {
	words := &compact.Dictionary{}
	list, head := compact.Writer(words), compact.Writer(nil)
	p.codeIndex(list, &refs)
	words.Code(head)
	return append(head.Bytes(), list.Bytes()...)
}

// readIndex reads what indexOf wrote.
func (p *pack) readIndex(path string) ([]Ref, error) {
	text, err := readString(path)
	if err != nil {
		return nil, err
	}
	var refs []Ref
	words := &compact.Dictionary{}
	c := compact.Reader(text, words)
	words.Code(c)
	p.codeIndex(c, &refs)
	return refs, c.Err()
}

func (p *pack) codeIndex(c *compact.Coder, refs *[]Ref) {
	compact.Number(c, &p.words)
	compact.List(c, refs, func(c *compact.Coder, r *Ref) {
		c.Repeated(&r.Entity)
		c.Text(&r.ID)
		c.Text(&r.SHA256)
		compact.Number(c, &r.FetchedAt)
		compact.List(c, &r.Fixtures, compact.Number)
		compact.Number(c, &r.Rejects)
		c.Repeated(&r.request)
		compact.Number(c, &r.row)
		compact.Number(c, &r.at)
		compact.Number(c, &r.size)
		r.LastSeen, r.from = r.FetchedAt, p
	})
}

// readString is a file's content without a copy.
func readString(path string) (string, error) {
	file, err := os.Open(path)
	if err != nil {
		return "", err
	}
	info, err := file.Stat()
	var b strings.Builder
	if err == nil {
		b.Grow(int(info.Size()))
		_, err = io.Copy(&b, file)
	}
	return b.String(), errors.Join(err, file.Close())
}

// content is an opened pack.
type content struct {
	file  *os.File
	whole string // all of it; empty if few objects are wanted
	words compact.Dictionary
}

// open opens the pack for some of its objects; nothing is found if it does not stand.
func (p *pack) open(wanted int64) (x *content, found bool) {
	path, found := p.store.decoded.Get(p.key())
	if !found {
		return nil, false
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, false
	}
	x = &content{file: file}
	info, err := file.Stat()
	if err == nil && wanted > info.Size()/wholeFrom {
		x.whole, err = readString(path)
	}
	if err == nil {
		var text string
		if text, err = x.part(p.words, info.Size()-p.words); err == nil {
			c := compact.Reader(text, nil)
			x.words.Code(c)
			err = c.Err()
		}
	}
	if err != nil {
		x.close()
		return nil, false
	}
	return x, true
}

// wholeFrom is the part of a pack, as one in so many, from which it is read whole.
const wholeFrom = 4

func (x *content) close() { _ = x.file.Close() } // it was only read

// part is a part of the pack's bytes.
func (x *content) part(at, size int64) (string, error) {
	if at < 0 || size < 0 {
		return "", io.ErrUnexpectedEOF
	}
	if x.whole != "" {
		if at+size > int64(len(x.whole)) {
			return "", io.ErrUnexpectedEOF
		}
		return x.whole[at : at+size], nil
	}
	var b strings.Builder
	b.Grow(int(size))
	n, err := io.Copy(&b, io.NewSectionReader(x.file, at, size))
	if err == nil && n < size {
		err = io.ErrUnexpectedEOF
	}
	return b.String(), err
}

// object reads one object.
func (x *content) object(r *Ref, says requestSays) (*Object, error) {
	text, err := x.part(r.at, r.size)
	if err != nil {
		return nil, err
	}
	o := &Object{
		Entity: r.Entity, ID: r.ID, SHA256: r.SHA256, FetchedAt: r.FetchedAt, LastSeen: r.LastSeen,
		request: r.request, requestSays: says,
	}
	c := compact.Reader(text, &x.words)
	o.code(c)
	if c.Rest() {
		return nil, errors.New("more was written than is read")
	}
	return o, c.Err()
}
