// Package booklog knows the log that DuckDB keeps beside a database, in which the last
// transactions stand until they are written into the file. A log bears no mark of its
// database, and DuckDB replays whatever lies there. So a record beside the log says how
// long it is and what its bytes sum up to, and a log that does not begin with them is
// refused.
package booklog

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"

	"matchday/warehouse/wholefile"
)

// Log is the log of a database.
type Log struct {
	Database  string             // path of its file, which is no link
	Failpoint func(point string) // as in wholefile.Writer, with the state that is recorded
}

// Path is where DuckDB keeps the log.
func (l Log) Path() string { return l.Database + ".wal" }

// RecordPath is where the record is kept.
func (l Log) RecordPath() string { return l.Path() + ".json" }

// state is what a record says of the log.
type state string

const (
	none      state = "none"       // there is none: the file is whole
	begun     state = "begun"      // it is being begun, and no transaction stands in it
	kept      state = "kept"       // it begins with the bytes of the record
	writingIn state = "writing in" // likewise; it is being written into the file
)

// record is what is known of a log.
type record struct {
	State  state  `json:"state"`
	File   string `json:"file,omitempty"`   // sum of the head of the file that the log goes with
	Length int64  `json:"length,omitempty"` // of the log, bytes
	Sum    string `json:"sum,omitempty"`    // SHA-256 of these bytes
}

// Found is a log that is known as ours.
type Found struct {
	Length int64 // of what lies there, bytes; 0: there is no log
	// Settled says that the log is as it was recorded. If it is not, a job was killed:
	// between a commit and its record, or while the log was written into the file.
	Settled bool

	record record
	sum    hash.Hash // of the recorded bytes
}

// Recorded is the length up to which the log is known, bytes.
func (f Found) Recorded() int64 { return f.record.Length }

// ForeignError says that a log is not the one that was recorded, or is missing.
type ForeignError struct{ found, how string }

func (e *ForeignError) Error() string { return e.found + ": nothing is written; " + e.how }

// Look finds the log and holds it against its record. A log in which no transaction can
// stand, since its job was killed before the first, is removed. Look returns a
// *ForeignError if file and log do not go together.
func (l Log) Look() (f Found, err error) {
	f.record, err = l.read()
	if err != nil {
		return f, err
	}
	if f.record.State == begun {
		if err := removed(l.Path()); err != nil {
			return f, err
		}
		f.record = record{State: none}
	}
	f.Length, err = lengthOf(l.Path())
	if err != nil {
		return f, err
	}
	head, err := l.head()
	if err != nil {
		return f, err
	}
	if err := l.judge(&f, head); err != nil {
		return f, err
	}
	f.Length = max(f.Length, 0)
	f.Settled = f.record.State == none || f.record.State == kept && f.Length == f.record.Length
	return f, nil
}

// judge is a *ForeignError if file, log and record do not go together.
func (l Log) judge(f *Found, head string) error {
	there, same := f.Length >= 0, f.record.File == head
	switch {
	case f.record.State == none && there:
		return l.foreign("move the file away, or put its record "+l.RecordPath()+" beside it, if both were copied with the warehouse",
			"%s was not left by matchday, and DuckDB would write what it holds into the warehouse", l.Path())
	case f.record.State == none:
		return nil
	case !there && f.record.State == writingIn && !same:
		return nil // it is all in the file
	case !there:
		return l.foreign(l.together()+"; if a program of yours has written the log into the file, remove "+l.RecordPath(),
			"%s is missing, which holds the last transactions on %s", l.Path(), l.Database)
	case !same && (f.record.State == kept || f.Length == f.record.Length):
		// While it is written in, DuckDB says so at the end of the log before it changes
		// the file.
		return l.foreign(l.together(), "%s is not the file that %s was written beside: another program wrote into it, or it is of another day", l.Database, l.Path())
	}
	var err error
	if f.sum, err = l.sumTo(f.record.Length); err != nil {
		return err
	}
	if f.Length < f.record.Length || hexOf(f.sum) != f.record.Sum {
		return l.foreign(l.together(), "%s does not begin with the %d bytes that matchday wrote: it is damaged, or of another database or day", l.Path(), f.record.Length)
	}
	return nil
}

func (l Log) foreign(how, found string, args ...any) error {
	return &ForeignError{found: fmt.Sprintf(found, args...), how: how}
}

// together says how to have file, log and record again that belong to one another.
func (l Log) together() string {
	return fmt.Sprintf("put %s, %s and %s of one moment back, or move all of them away and run \"matchday restore\"", l.Database, l.Path(), l.RecordPath())
}

// Begin begins a log where there is none: mark commits the first entry, which may be lost.
// A kill leaves a log that the next Look removes, so that no transaction ever stands in a
// log that is not known.
func (l Log) Begin(mark func() error) error {
	head, err := l.head()
	if err != nil {
		return err
	}
	stat, err := os.Stat(l.Database)
	if err != nil {
		return err
	}
	if err := l.write(record{State: begun}); err != nil {
		return err
	}
	if err := mark(); err != nil {
		return err
	}
	l.reached("log begun")
	if err := os.Chmod(l.Path(), stat.Mode().Perm()); err != nil {
		return err
	}
	return l.Keep(Found{record: record{File: head}, sum: sha256.New()})
}

// Keep records the log that f has grown into by a commit.
func (l Log) Keep(f Found) error {
	log, err := os.Open(l.Path())
	if err != nil {
		return err
	}
	defer log.Close()
	if _, err := log.Seek(f.record.Length, io.SeekStart); err != nil {
		return err
	}
	n, err := io.Copy(f.sum, log)
	if err != nil || n == 0 {
		return err
	}
	return l.write(record{State: kept, File: f.record.File, Length: f.record.Length + n, Sum: hexOf(f.sum)})
}

// Cut takes from the log what was written after the last record: a transaction that
// failed, or the torn end of one that nobody was told of.
func (l Log) Cut(f Found) error {
	length, err := lengthOf(l.Path())
	if err != nil || length <= f.record.Length {
		return err
	}
	log, err := os.OpenFile(l.Path(), os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	// A power cut must not bring it back: it would be taken for a commit.
	return errors.Join(log.Truncate(f.record.Length), log.Sync(), log.Close())
}

// WriteIn lets checkpoint write the log into the file, after which there is none. A kill
// leaves the old file and the log, or the new file, with a log that DuckDB knows to be
// in it or without.
func (l Log) WriteIn(f Found, checkpoint func() error) error {
	if f.record.State == none {
		return nil
	}
	r := f.record
	r.State = writingIn
	if err := l.write(r); err != nil {
		return err
	}
	if err := checkpoint(); err != nil {
		return err
	}
	l.reached("written in")
	return l.Clear()
}

// Clear records that there is no log.
func (l Log) Clear() error {
	length, err := lengthOf(l.Path())
	if err != nil {
		return err
	}
	if length >= 0 {
		return fmt.Errorf("%s is still there: close the program that has the database open", l.Path())
	}
	r, err := l.read()
	if err != nil || r.State == none {
		return err
	}
	return l.write(record{State: none})
}

// read is what the record says; without one there is no log of ours.
func (l Log) read() (r record, err error) {
	content, err := os.ReadFile(l.RecordPath())
	if errors.Is(err, fs.ErrNotExist) {
		return record{State: none}, nil
	}
	if err != nil {
		return r, err
	}
	if err := json.Unmarshal(content, &r); err != nil || r.State != none && r.State != begun && r.State != kept && r.State != writingIn {
		return r, l.foreign(l.together(), "%s, which says what of %s is known, is no such record", l.RecordPath(), l.Path())
	}
	return r, nil
}

func (l Log) write(r record) error {
	content, err := json.Marshal(r)
	if err != nil {
		return err
	}
	w := wholefile.Writer{Failpoint: func(point string) { l.reached(string(r.State) + " " + point) }}
	return w.Write(l.RecordPath(), append(content, '\n'))
}

func (l Log) reached(point string) {
	if l.Failpoint != nil {
		l.Failpoint(point)
	}
}

// headLength is how much of a database file each checkpoint changes: DuckDB's three
// headers, of which one counts the checkpoints.
const headLength = 3 * 4096

// head sums up the head of the database file.
func (l Log) head() (string, error) {
	sum, err := sumOf(l.Database, headLength)
	return hexOf(sum), err
}

func (l Log) sumTo(length int64) (hash.Hash, error) { return sumOf(l.Path(), length) }

// sumOf sums up a file's first bytes.
func sumOf(path string, length int64) (hash.Hash, error) {
	sum := sha256.New()
	f, err := os.Open(path)
	if err != nil {
		return sum, err
	}
	_, err = io.CopyN(sum, f, length)
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return sum, errors.Join(err, f.Close())
}

func hexOf(sum hash.Hash) string { return hex.EncodeToString(sum.Sum(nil)) }

// lengthOf is a file's length, -1 if it is not there.
func lengthOf(path string) (int64, error) {
	stat, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return -1, nil
	}
	if err != nil {
		return 0, err
	}
	return stat.Size(), nil
}

// removed removes a file that may not be there.
func removed(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
