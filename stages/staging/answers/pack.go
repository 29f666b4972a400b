package answers

import (
	"bufio"
	"context"
	"errors"
	"io"
	"os"
	"slices"
	"strings"
	"sync"

	"matchday/stages/staging/compact"
	"matchday/stages/staging/parallel"
	"matchday/warehouse/lake"
)

// The derived files of a landed file: what its objects were decoded to, and the list of
// these with their places in it.
const (
	decodedKind = "answers"
	indexKind   = "answers-index"
	namesKind   = "answers-names" // of a file that was not decoded when its names were asked for
)

// store is where the derived files of this program stand.
type store struct {
	program               string
	decoded, index, names lake.Derived
}

func openStore(l lake.Lake) (*store, error) {
	program, err := lake.Program()
	return &store{program, l.Derived(decodedKind), l.Derived(indexKind), l.Derived(namesKind)}, err
}

// pack is a landed file and what it was decoded to.
type pack struct {
	store *store
	file  lake.LandedFile
	words int64 // where the words of the content begin, which end it

	mu         sync.Mutex
	dictionary *compact.Dictionary // these words, once they are read
}

// key names what the file was decoded to: by the program and by what has landed.
func (p *pack) key() string { return p.store.program + "-" + p.file.Sum.SHA256 }

// refs lists the file's objects. They are decoded if this program has not done so
// before.
func (p *pack) refs(ctx context.Context) ([]Ref, error) {
	if refs, known := p.known(); known {
		return refs, nil
	}
	return p.decode(ctx, func(int, *Object) {})
}

// known lists the file's objects in the order of its rows, if this program has decoded
// them before.
func (p *pack) known() ([]Ref, bool) {
	path, found := p.store.index.Get(p.key())
	if !found {
		return nil, false
	}
	refs, err := p.readIndex(path)
	return refs, err == nil
}

// decode decodes the landed file, keeps what it came to, and calls use for each object.
func (p *pack) decode(ctx context.Context, use func(row int, o *Object)) (refs []Ref, err error) {
	if err := p.file.Verify(); err != nil {
		return nil, err
	}
	row := 0
	return p.keep(func(write func(*Object) error) error {
		return p.objects(ctx, func(o *Object) error {
			use(row, o)
			row++
			return write(o)
		})
	})
}

// keep keeps what the landed file was decoded to: the objects that produce writes.
func (p *pack) keep(produce func(write func(*Object) error) error) (refs []Ref, err error) {
	_, err = p.store.decoded.Put(p.key(), func(path string) (err error) {
		refs, err = p.writeContent(path, produce)
		return err
	})
	if err != nil {
		return nil, err
	}
	_, err = p.store.index.Put(p.key(), func(path string) error { return os.WriteFile(path, p.indexOf(refs), 0o644) })
	return refs, err
}

// writeContent writes the objects one after the other, then the words in them.
func (p *pack) writeContent(path string, produce func(write func(*Object) error) error) (refs []Ref, err error) {
	file, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	w, words, at := bufio.NewWriterSize(file, 1<<18), &compact.Dictionary{}, int64(0)
	content := compact.Writer(words)
	err = produce(func(o *Object) error {
		content.Reset()
		o.code(content)
		n, err := w.Write(content.Bytes())
		refs = append(refs, o.ref(p, len(refs), at, int64(n)))
		at += int64(n)
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

// objects calls use for every object of the landed file, in the order of its rows. What
// it holds that this program has decoded before is not decoded again.
func (p *pack) objects(ctx context.Context, use func(*Object) error) error {
	held, err := HeldFiles(p.file.Path)
	if err != nil {
		return err
	}
	row := 0
	for _, h := range held {
		of := &pack{store: p.store, file: lake.LandedFile{Sum: lake.Sum{SHA256: h.SHA256}}}
		done, err := of.each(h.Rows, use)
		if err == nil && !done {
			err = decodeRows(ctx, p.file.Path, row, h.Rows, use)
		}
		if err != nil {
			return err
		}
		row += h.Rows
	}
	if len(held) > 0 {
		return nil
	}
	return decodeRows(ctx, p.file.Path, 0, everyRow, use)
}

// everyRow is more rows than any file has.
const everyRow = 1 << 60

// each calls use for every object of a pack, if it stands and has so many.
func (p *pack) each(rows int, use func(*Object) error) (done bool, err error) {
	refs, known := p.known()
	if !known || len(refs) != rows {
		return false, nil
	}
	x, found := p.open(everyRow)
	if !found {
		return false, nil
	}
	defer x.close()
	for some := range slices.Chunk(refs, block) {
		pointers := make([]*Ref, len(some))
		for i := range some {
			pointers[i] = &some[i]
		}
		objects, err := x.objects(pointers)
		if err != nil {
			return false, err
		}
		for _, o := range objects {
			if err := use(o); err != nil {
				return false, err
			}
		}
	}
	return true, nil
}

// block is how many objects are taken from one pack into another at a time.
const block = 1024

// ref names an object of a pack.
func (o *Object) ref(p *pack, row int, at, size int64) Ref {
	r := Ref{
		Name:     Name{o.Entity, o.ID, o.SHA256, o.request, o.FetchedAt},
		LastSeen: o.FetchedAt, Rejects: len(o.rejects), from: p, row: row, at: at, size: size,
	}
	for _, a := range o.Responses {
		r.Fixtures = append(r.Fixtures, a.fixture)
	}
	return r
}

// indexOf is the file's list of objects.
func (p *pack) indexOf(refs []Ref) []byte {
	names := make([]Name, len(refs))
	for i := range refs {
		names[i] = refs[i].Name
	}
	return withDictionary(func(c *compact.Coder) {
		codeNames(c, &names, nil)
		p.codeIndex(c, refs)
	})
}

// readIndex reads what indexOf wrote.
func (p *pack) readIndex(path string) ([]Ref, error) {
	c, err := afterDictionary(path)
	if err != nil {
		return nil, err
	}
	var names []Name
	codeNames(c, &names, nil)
	refs := make([]Ref, len(names))
	for i := range refs {
		refs[i] = Ref{Name: names[i], LastSeen: names[i].FetchedAt, from: p}
	}
	p.codeIndex(c, refs)
	return refs, c.Err()
}

// codeIndex codes what the index says of the objects beside their names.
func (p *pack) codeIndex(c *compact.Coder, refs []Ref) {
	compact.Number(c, &p.words)
	for i := range refs {
		r := &refs[i]
		compact.List(c, &r.Fixtures, compact.Number)
		compact.Number(c, &r.Rejects)
		compact.Number(c, &r.row)
		compact.Number(c, &r.at)
		compact.Number(c, &r.size)
	}
}

// withDictionary is what code writes, after the words in it.
func withDictionary(code func(*compact.Coder)) []byte {
	words := &compact.Dictionary{}
	body, head := compact.Writer(words), compact.Writer(nil)
	code(body)
	words.Code(head)
	return append(head.Bytes(), body.Bytes()...)
}

// afterDictionary reads what withDictionary made.
func afterDictionary(path string) (*compact.Coder, error) {
	text, err := readString(path)
	if err != nil {
		return nil, err
	}
	return dictionaryOf(text)
}

// dictionaryOf reads the words before a text, which comes next.
func dictionaryOf(text string) (*compact.Coder, error) {
	words := &compact.Dictionary{}
	c := compact.Reader(text, words)
	words.Code(c)
	return c, c.Err()
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
	words *compact.Dictionary
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
		x.words, err = p.readWords(x, info.Size())
	}
	if err != nil {
		x.close()
		return nil, false
	}
	return x, true
}

// readWords reads the words of the content, if it is the first to ask for them.
func (p *pack) readWords(x *content, size int64) (*compact.Dictionary, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.dictionary != nil {
		return p.dictionary, nil
	}
	text, err := x.part(p.words, size-p.words)
	if err != nil {
		return nil, err
	}
	c, words := compact.Reader(text, nil), &compact.Dictionary{}
	if words.Code(c); c.Err() == nil {
		p.dictionary = words
	}
	return words, c.Err()
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

// together is how many objects one processor reads at a time.
const together = 64

// objects reads some objects, on all processors.
func (x *content) objects(refs []*Ref) ([]*Object, error) {
	said := map[string]requestSays{} // requests repeat
	for _, r := range refs {
		if _, known := said[r.Request]; !known {
			said[r.Request] = readRequest(r.Request)
		}
	}
	out, wrong := make([]*Object, len(refs)), make([]error, len(refs))
	parallel.Each((len(refs)+together-1)/together, func(n int) {
		for i := n * together; i < min((n+1)*together, len(refs)); i++ {
			out[i], wrong[i] = x.object(refs[i], said[refs[i].Request])
		}
	})
	return out, errors.Join(wrong...)
}

// object reads one object.
func (x *content) object(r *Ref, says requestSays) (*Object, error) {
	text, err := x.part(r.at, r.size)
	if err != nil {
		return nil, err
	}
	o := &Object{
		Entity: r.Entity, ID: r.ID, SHA256: r.SHA256, FetchedAt: r.FetchedAt, LastSeen: r.LastSeen,
		request: r.Request, requestSays: says,
	}
	c := compact.Reader(text, x.words)
	o.code(c)
	if c.Rest() {
		return nil, errors.New("more was written than is read")
	}
	return o, c.Err()
}
