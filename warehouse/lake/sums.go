package lake

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"sync"
)

// nameDigits is how much of its SHA-256 a file's name is.
const nameDigits = 16

// Sum is what a manifest says of a file.
type Sum struct {
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"`
}

// sumOf is the sum of a file's content.
func sumOf(path string) (Sum, error) {
	// Before it is opened, since a named pipe would wait for its writer.
	info, err := os.Stat(path)
	if err == nil && !info.Mode().IsRegular() {
		err = fmt.Errorf("%s is no regular file", path)
	}
	if err != nil {
		return Sum{}, err
	}
	if known, ok := seen.get(path, info); ok {
		return known, nil
	}
	f, err := os.Open(path)
	if err != nil {
		return Sum{}, err
	}
	hash := sha256.New()
	n, err := io.Copy(hash, f)
	if err := errors.Join(err, f.Close()); err != nil {
		return Sum{}, err
	}
	sum := Sum{n, hex.EncodeToString(hash.Sum(nil))}
	seen.put(path, info, sum)
	return sum, nil
}

// seen keeps the sums of the files that this process has read: they never change,
// so each is read for its sum once.
var seen sums

type sums struct {
	mu    sync.Mutex
	files map[string]readSum
}

type readSum struct {
	stat fs.FileInfo
	sum  Sum
}

func (s *sums) get(path string, now fs.FileInfo) (Sum, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f, ok := s.files[path]
	if !ok || !os.SameFile(f.stat, now) || f.stat.Size() != now.Size() || !f.stat.ModTime().Equal(now.ModTime()) {
		return Sum{}, false
	}
	return f.sum, true
}

func (s *sums) put(path string, stat fs.FileInfo, sum Sum) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.files == nil {
		s.files = map[string]readSum{}
	}
	s.files[path] = readSum{stat, sum}
}

// move notes that a file has another path.
func (s *sums) move(from, to string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if f, ok := s.files[from]; ok {
		s.files[to] = f
		delete(s.files, from)
	}
}

// verify holds a file against its manifest; a manifest of an older version has no
// sum of it (a zero want), and its name has to do.
func verify(path, name string, want Sum) error {
	got, err := sumOf(path)
	if errors.Is(err, fs.ErrNotExist) {
		return errors.New("is gone")
	}
	if err != nil {
		return fmt.Errorf("cannot be read: %w", err)
	}
	named, _, _ := strings.Cut(name[strings.LastIndex(name, "/")+1:], ".")
	switch {
	case want != Sum{} && got.Bytes != want.Bytes:
		return fmt.Errorf("has %d bytes and was written with %d", got.Bytes, want.Bytes)
	case want != Sum{} && got.SHA256 != want.SHA256:
		return fmt.Errorf("was changed since it was written: its SHA-256 is %.16s…, not %.16s…", got.SHA256, want.SHA256)
	case want == Sum{} && got.SHA256[:nameDigits] != named:
		return fmt.Errorf("was changed since it was written, or no job wrote it: its SHA-256 is %.16s…, not %s…", got.SHA256, named)
	}
	return nil
}

// sumOfJSON is the SHA-256 of a value's JSON.
func sumOfJSON(v any) (string, error) {
	text, err := json.Marshal(v)
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:]), err
}

// sealed holds a manifest against its own sum; one of an older version has none.
func sealed(sum string, want func() (string, error)) error {
	got, err := want()
	if err == nil && sum != "" && sum != got {
		err = errors.New("it was changed since it was written: its sum does not match")
	}
	return err
}

// decodeStrictly reads one JSON value whose keys are all known: a key that nobody
// knows is a damaged one.
func decodeStrictly(text []byte, v any) error {
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(v); err != nil {
		return err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errors.New("something stands behind its end")
	}
	return nil
}
