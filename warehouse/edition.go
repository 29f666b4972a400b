package warehouse

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	statements "matchday/sql"
	"matchday/warehouse/duck"
	"matchday/warehouse/lake"
	"matchday/warehouse/wholefile"
)

// edition says of which lake and by which program a copy was made, and how the file
// looked when it was published. It stands beside the copy. A copy that looks otherwise
// was written to by somebody else, and nothing is made of it.
type edition struct {
	Bytes    int64     `json:"bytes"`
	Changed  time.Time `json:"changed"`
	Lake     string    `json:"lake"`     // the sum of what is staged; empty: no sum tells it
	Program  string    `json:"program"`  // the sum of all that says how a copy is made
	Refilled int       `json:"refilled"` // how often, since the copy was made anew
}

// mostRefills is how often a copy is filled again: its file keeps some room that
// nobody uses, and damage in it that nobody has read.
const mostRefills = 20

// nothingStaged is the Lake of a copy without staged tables.
const nothingStaged = "nothing is staged"

// editionFile is where the edition of the copy stands.
func (h Home) editionFile() string { return filepath.Join(h.Dir, "analytics.json") }

// nextEdition is that of a copy made now.
func (h Home) nextEdition() (e edition, err error) {
	if e.Program, err = programSum(); err != nil {
		return e, err
	}
	switch staged, err := h.Lake().Current(lake.Staged); {
	case errors.Is(err, lake.ErrEmpty):
		e.Lake = nothingStaged
	case err == nil:
		e.Lake = staged.Sum
	} // else making the copy says what is wrong
	return e, nil
}

// programSum is the sum of the statements of which a copy is made.
func programSum() (string, error) {
	sum := sha256.New()
	fmt.Fprintln(sum, copiedTables)
	files, err := statements.Folder(".")
	if err != nil {
		return "", err
	}
	err = fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(files, name)
		fmt.Fprintf(sum, "%s %d %s\n", name, len(text), text)
		return err
	})
	return hex.EncodeToString(sum.Sum(nil)), err
}

// refill publishes a copy of the old copy, in which all but the lake's tables are
// filled again, if the old one is of the same lake and program and nobody has written
// to it. What fails is no error: the copy is made anew then.
func (h Home) refill(ctx context.Context, e edition) (done bool, err error) {
	last, same := h.lastEdition()
	if !same || last.Lake == "" || last.Lake != e.Lake || last.Program != e.Program || last.Refilled >= mostRefills {
		return false, nil
	}
	temp := h.Analytics() + building
	if err := errors.Join(remove(temp, wal(temp)), duplicate(h.Analytics(), temp)); err != nil {
		return false, nil
	}
	if _, same := h.lastEdition(); !same { // somebody has begun to write meanwhile
		return false, nil
	}
	e.Refilled = last.Refilled + 1
	if err := h.finishCopy(ctx, e, h.refillCopy); err != nil {
		return false, ctx.Err()
	}
	return true, nil
}

// refillCopy fills the tables of a copy again; those of the lake stay, once their
// files are found as they were written.
func (h Home) refillCopy(ctx context.Context, conn *sql.Conn) error {
	for _, t := range copiedTables {
		if _, err := conn.ExecContext(ctx, fmt.Sprintf("delete from %s; insert into %s %s", t.name, t.name, t.rows())); err != nil {
			return fmt.Errorf("copy %s: %w", t.name, err)
		}
	}
	h.reached("warehouse copied")
	staged, err := h.Lake().Current(lake.Staged)
	if err != nil && !errors.Is(err, lake.ErrEmpty) {
		return err
	}
	for name := range staged.Tables {
		if _, err := staged.Paths(name); err != nil {
			return err
		}
	}
	return eachPerformance(func(name, text string, _ statements.Header) error {
		name = duck.Identifier(name)
		_, err := conn.ExecContext(ctx, "delete from "+name+"; insert into "+name+" "+text)
		return err
	})
}

// lastEdition is that of the copy; same is false if the file looks otherwise, or has a
// log beside it.
func (h Home) lastEdition() (e edition, same bool) {
	text, err := os.ReadFile(h.editionFile())
	if err != nil || json.Unmarshal(text, &e) != nil {
		return e, false
	}
	stat, err := os.Lstat(h.Analytics())
	if err != nil || !stat.Mode().IsRegular() || stat.Size() != e.Bytes || !stat.ModTime().Equal(e.Changed) {
		return e, false
	}
	log, err := exists(wal(h.Analytics()))
	return e, err == nil && !log
}

// record writes the edition of the copy that has just been put in its place. Nothing
// waits for the disk: after a power cut the copy is made anew.
func (h Home) record(e edition) error {
	stat, err := os.Stat(h.Analytics())
	if err != nil {
		return err
	}
	e.Bytes, e.Changed = stat.Size(), stat.ModTime().UTC()
	text, err := json.Marshal(e)
	if err != nil {
		return err
	}
	return wholefile.Writer{NoSync: true}.Write(h.editionFile(), append(text, '\n'))
}
