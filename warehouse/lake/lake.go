// Package lake keeps the Parquet files under $MATCHDAY_HOME/lake. Files are
// named by their content and never change. A layer's CURRENT names the files that
// belong together and is replaced by one rename: whenever a job dies, a reader
// sees all tables of one generation, the new or the one before.
package lake

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"matchday/warehouse/wholefile"
)

// The layers that are published whole, by a CURRENT of their own.
const (
	Staged   = "staged"
	Features = "features"
)

const (
	currentFile = "CURRENT"
	tempFolder  = ".tmp"
	extension   = ".parquet"
)

// ErrEmpty says that nothing has been published in a layer yet.
var ErrEmpty = errors.New("nothing is published yet")

// Lake is the folder of all layers, $MATCHDAY_HOME/lake. One job writes a
// layer at a time (the jobs' lock sees to that); any number may read.
type Lake struct {
	Dir string
	// NoSync waits for no disk: the lake survives a kill, but not a power cut.
	NoSync bool
}

// Temp makes a fresh folder on the lake's own file system for files that
// Publish or Add will move into place. The caller removes it.
func (l Lake) Temp() (string, error) {
	parent := filepath.Join(l.Dir, tempFolder)
	if err := os.MkdirAll(parent, 0o755); err != nil {
		return "", fmt.Errorf("make the lake's folder for temporary files: %w", err)
	}
	return os.MkdirTemp(parent, "")
}

// Clean removes what killed jobs left in the folders that Temp made. Only a
// job that holds the jobs' lock may call it.
func (l Lake) Clean() error { return os.RemoveAll(filepath.Join(l.Dir, tempFolder)) }

// move moves one finished file into a folder of the lake under the first 16 hex
// digits of its SHA-256, durably, and returns its name there and its sum.
func (l Lake) move(folder, temp string) (name string, sum Sum, err error) {
	if sum, err = sumOf(temp); err != nil {
		return "", sum, fmt.Errorf("add to lake folder %s: %w", folder, err)
	}
	dir := filepath.Join(l.Dir, filepath.FromSlash(folder))
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", sum, fmt.Errorf("add to lake folder %s: %w", folder, err)
	}
	name = sum.SHA256[:nameDigits] + extension
	if there, err := sumOf(filepath.Join(dir, name)); err == nil && there == sum {
		return name, sum, os.Remove(temp) // added before, and made durable then
	}
	if err := l.writer().Move(temp, filepath.Join(dir, name)); err != nil {
		return "", sum, fmt.Errorf("add to lake folder %s: %w", folder, err)
	}
	seen.move(temp, filepath.Join(dir, name))
	return name, sum, nil
}

func (l Lake) writer() wholefile.Writer { return wholefile.Writer{NoSync: l.NoSync} }
