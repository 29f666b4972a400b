// Package spare knows as what file the next published copy of a database may begin: the
// copy before last, which is kept under a second name as the spare, or the newest one. A
// record beside them says how each file looked when it was published. One that looks
// otherwise was written to by somebody else, and no copy begins as it.
package spare

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"strings"
	"syscall"
	"time"

	"matchday/warehouse/wholefile"
)

// Copy is a published copy.
type Copy struct {
	Path      string             // where people find it, *.duckdb
	Failpoint func(point string) // as in wholefile.Writer, and "linked"
}

// Path is where the spare is kept.
func (c Copy) SparePath() string { return c.base() + ".spare.duckdb" }

// RecordPath is where the record is kept.
func (c Copy) RecordPath() string { return c.base() + ".json" }

func (c Copy) base() string { return strings.TrimSuffix(c.Path, ".duckdb") }

// record is what is known of the files that were published last, the newest first.
type record struct {
	Files []look `json:"files"`
}

// look is how a file looked when it was published.
type look struct {
	Bytes   int64     `json:"bytes"`
	Changed time.Time `json:"changed"`
	Head    string    `json:"head"` // sum of the headers, of which one counts the checkpoints
	// Holds is what whoever published the file says of its rows; empty in a record of an
	// older version.
	Holds string `json:"holds,omitempty"`
}

// headLength is how much of a database file each checkpoint changes: DuckDB's headers.
const headLength = 3 * 4096

// TakeSpare moves the spare to temp, if there is one that nobody has written to.
func (c Copy) TakeSpare(temp string) (bool, error) {
	if _, ours := c.known(c.SparePath()); !ours || !hasOneName(c.SparePath()) {
		// A file with a second name is somebody's who does not expect it to change: a
		// backup's, or the newest copy itself, if a job was killed between link and rename.
		return false, wholefile.Remove(c.SparePath(), wal(c.SparePath()))
	}
	return true, os.Rename(c.SparePath(), temp)
}

// CopyNewest copies the newest file to temp, if nobody has written to it.
func (c Copy) CopyNewest(temp string) (bool, error) {
	if _, ours := c.known(c.Path); !ours {
		return false, nil
	}
	if err := wholefile.Duplicate(c.Path, temp); err != nil {
		return false, err
	}
	_, ours := c.known(c.Path) // or has somebody begun meanwhile?
	return ours, nil
}

// Publish puts the finished file temp in the place of the copy, and keeps that as the
// spare: whenever the process dies, what is there is known. holds is kept for Known. The
// record does not wait for the disk: after a power cut a copy is made anew.
func (c Copy) Publish(temp, holds string) error {
	next, err := lookAt(temp)
	if err != nil {
		return err
	}
	next.Holds = holds
	files := []look{next}
	before, ours := c.known(c.Path)
	if ours {
		files = append(files, before)
	}
	if err := errors.Join(wholefile.Remove(c.SparePath(), wal(c.SparePath())), c.write(record{files})); err != nil {
		return err
	}
	if ours {
		// Where files have one name only, each copy is made of the newest.
		if os.Link(c.Path, c.SparePath()) == nil {
			c.reached("linked")
		}
	}
	return wholefile.Writer{Failpoint: c.Failpoint}.Move(temp, c.Path)
}

// Known says whether the copy is as it was published, and what was said of its rows then.
func (c Copy) Known() (holds string, ours bool) {
	found, ours := c.known(c.Path)
	return found.Holds, ours
}

// Forget removes spare and record: the next copy is made anew.
func (c Copy) Forget() error {
	return wholefile.Remove(c.SparePath(), wal(c.SparePath()), c.RecordPath())
}

// known is how a file looks; ours is false if it is not as it was published, or has a log
// beside it.
func (c Copy) known(path string) (now look, ours bool) {
	text, err := os.ReadFile(c.RecordPath())
	var r record
	if err != nil || json.Unmarshal(text, &r) != nil {
		return now, false
	}
	if _, err := os.Lstat(wal(path)); !errors.Is(err, fs.ErrNotExist) {
		return now, false
	}
	if now, err = lookAt(path); err != nil {
		return now, false
	}
	for _, f := range r.Files {
		if f.Bytes == now.Bytes && f.Changed.Equal(now.Changed) && f.Head == now.Head {
			return f, true
		}
	}
	return now, false
}

func (c Copy) write(r record) error {
	text, err := json.Marshal(r)
	if err != nil {
		return err
	}
	return wholefile.Writer{NoSync: true}.Write(c.RecordPath(), append(text, '\n'))
}

func (c Copy) reached(point string) {
	if c.Failpoint != nil {
		c.Failpoint(point)
	}
}

// lookAt says how a file looks, which is no link.
func lookAt(path string) (l look, err error) {
	stat, err := os.Lstat(path)
	if err != nil {
		return l, err
	}
	if !stat.Mode().IsRegular() {
		return l, errors.New(path + " is no regular file")
	}
	f, err := os.Open(path)
	if err != nil {
		return l, err
	}
	sum := sha256.New()
	_, err = io.Copy(sum, io.LimitReader(f, headLength))
	l = look{Bytes: stat.Size(), Changed: stat.ModTime().UTC(), Head: hex.EncodeToString(sum.Sum(nil))}
	return l, errors.Join(err, f.Close())
}

// hasOneName says that a file has no other name; false if that is not known.
func hasOneName(path string) bool {
	stat, err := os.Lstat(path)
	if err != nil {
		return false
	}
	s, known := stat.Sys().(*syscall.Stat_t)
	return known && s.Nlink == 1
}

func wal(path string) string { return path + ".wal" }
