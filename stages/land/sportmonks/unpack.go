package sportmonks

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/klauspost/compress/zstd"

	"matchday/stages/staging/answers"
)

// blockBytes is about how much of a file is split at a time.
const blockBytes = 2 << 20

// maxWindow is the greatest window of a zstd file that is read: files packed
// with --long=27 need 128 MB.
const maxWindow = 1 << 27

// maxUnpacked bounds what a file may unpack to, in bytes; the largest real one has
// 0.3 GB.
const maxUnpacked = 8 << 30

// form is what a file's name says about it.
type form struct {
	lines bool   // one value a line, .jsonl
	pack  string // "", ".gz" or ".zst"
	skip  string // why it holds no responses; "" if it may
}

// formOf reads a file's name.
func formOf(path string) form {
	name := strings.ToLower(filepath.Base(path))
	var f form
	if ext := filepath.Ext(name); ext == ".gz" || ext == ".zst" {
		f.pack, name = ext, strings.TrimSuffix(name, ext)
	}
	ext := filepath.Ext(name)
	stem := strings.TrimSuffix(name, ext)
	switch {
	case ext == ".csv" || ext == ".tsv" || ext == ".parquet":
		f.skip = "a table"
	case ext != ".json" && ext != ".jsonl" && ext != ".ndjson":
		f.skip = "not JSON by its name"
	case strings.HasSuffix(stem, "manifest"):
		f.skip = "a manifest"
	case strings.HasSuffix(stem, "collection"):
		f.skip = "a collection of requests"
	}
	f.lines = ext != ".json"
	return f
}

// unpack opens a file's content.
func (f form) unpack(path string) (io.ReadCloser, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	var r io.Reader
	closers := closers{file.Close}
	switch f.pack {
	case ".gz":
		z, zErr := gzip.NewReader(file)
		if err = zErr; err == nil {
			r, closers = z, append(closers, z.Close)
		}
	case ".zst":
		z, zErr := zstd.NewReader(file, zstd.WithDecoderMaxWindow(maxWindow), zstd.WithDecoderLowmem(true))
		if err = zErr; err == nil {
			r, closers = z, append(closers, func() error { z.Close(); return nil })
		}
	default:
		r = file
	}
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return struct {
		io.Reader
		io.Closer
	}{&boundedReader{r, maxUnpacked}, closers}, nil
}

// boundedReader gives an error where more than so many bytes come.
type boundedReader struct {
	r    io.Reader
	left int64
}

func (b *boundedReader) Read(p []byte) (int, error) {
	n, err := b.r.Read(p)
	if b.left -= int64(n); b.left < 0 {
		return 0, fmt.Errorf("it unpacks to more than %d GB: land it in parts; what was read before has landed", int64(maxUnpacked)>>30)
	}
	return n, err
}

// closers close from the last to the first.
type closers []func() error

func (c closers) Close() error {
	var errs []error
	for i := range c {
		errs = append(errs, c[len(c)-1-i]())
	}
	return errors.Join(errs...)
}

// block is a run of whole values of a file: whole lines, or all of it.
type block struct {
	bytes []byte
	line  int // number of its first line
}

// blocks reads a file's content piece by piece. Each block is memory of its
// own: payloads are slices of it. A file of one value, and a line, hold at most
// answers.MaxAnswer bytes; what stood before a longer line has been yielded.
func (f form) blocks(r io.Reader, yield func(block) error) error {
	if !f.lines {
		all, err := io.ReadAll(io.LimitReader(r, answers.MaxAnswer+1))
		switch {
		case err != nil:
			return err
		case len(all) > answers.MaxAnswer:
			return answers.ErrTooLarge
		}
		return yield(block{bytes.TrimPrefix(all, answers.ByteOrderMark), 1})
	}
	line := 1
	var rest []byte // of a line that is not whole yet
	for {
		if len(rest) > answers.MaxAnswer {
			return fmt.Errorf("line %d: %w; it and what follows are not landed", line, answers.ErrTooLarge)
		}
		buf := make([]byte, min(max(blockBytes, 2*len(rest)), answers.MaxAnswer+1))
		n, err := fillBuffer(r, buf, copy(buf, rest))
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		buf = buf[:n]
		cut := len(buf)
		if err == nil {
			cut = bytes.LastIndexByte(buf, '\n') + 1
		}
		if cut > 0 {
			b := block{buf[:cut:cut], line}
			if line == 1 {
				b.bytes = bytes.TrimPrefix(b.bytes, answers.ByteOrderMark)
			}
			line += bytes.Count(b.bytes, []byte{'\n'})
			if err := yield(b); err != nil {
				return err
			}
		}
		if err != nil {
			return nil
		}
		rest = buf[cut:]
	}
}

// fillBuffer reads into buf from n on until it is full or the input ends. It
// is io.ReadFull that keeps io.EOF apart from an input that is cut off.
func fillBuffer(r io.Reader, buf []byte, n int) (int, error) {
	for n < len(buf) {
		read, err := r.Read(buf[n:])
		if n += read; err != nil {
			return n, err
		}
	}
	return n, nil
}
