// Package lake keeps the Parquet files under $MATCHDAY_HOME/lake. Files are
// named by their content and never change. A layer's CURRENT names the files that
// belong together and is replaced by one rename: whenever a job dies, a reader
// sees all tables of one generation, the new or the one before.
package lake

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

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

// Manifest names the files of one generation of a layer.
type Manifest struct {
	// Tables maps a table to its file, relative to the layer's folder, with
	// forward slashes.
	Tables map[string]string `json:"tables"`
	// Raw is the fingerprint of what the layer was made from.
	Raw string `json:"raw"`

	dir string
}

// Path is the file of a table. A table that the generation does not have is an
// error that names it.
func (m Manifest) Path(table string) (string, error) {
	rel, ok := m.Tables[table]
	if !ok {
		return "", fmt.Errorf("%s has no table %q: publish the layer again", m.dir, table)
	}
	return filepath.Join(m.dir, filepath.FromSlash(rel)), nil
}

// Current is what a layer holds now; ErrEmpty (wrapped) before the first
// Publish.
func (l Lake) Current(layer string) (Manifest, error) {
	dir := filepath.Join(l.Dir, layer)
	text, err := os.ReadFile(filepath.Join(dir, currentFile))
	if errors.Is(err, fs.ErrNotExist) {
		return Manifest{}, fmt.Errorf("lake layer %s: %w", layer, ErrEmpty)
	}
	if err != nil {
		return Manifest{}, fmt.Errorf("read lake layer %s: %w", layer, err)
	}
	m := Manifest{dir: dir}
	if err := json.Unmarshal(text, &m); err != nil {
		return Manifest{}, fmt.Errorf("read %s: %w; restore it or publish the layer again", filepath.Join(dir, currentFile), err)
	}
	return m, nil
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

// Publish moves finished files (table → path, from Temp) into a layer and then
// CURRENT, in one rename. The generation before is kept for its readers, older
// files are removed. Publishing the same content again changes nothing.
func (l Lake) Publish(layer string, tables map[string]string, fingerprint string) (Manifest, error) {
	return l.PublishWith(layer, tables, nil, fingerprint)
}

// Has says whether a file that a manifest of the layer named is there.
func (l Lake) Has(layer, file string) bool {
	_, err := os.Stat(filepath.Join(l.Dir, layer, filepath.FromSlash(file)))
	return err == nil
}

// PublishWith is Publish of a generation that keeps files which an earlier
// manifest of the layer named: table → file, as in Manifest.Tables.
func (l Lake) PublishWith(layer string, tables, kept map[string]string, fingerprint string) (Manifest, error) {
	before, err := l.Current(layer)
	if err != nil && !errors.Is(err, ErrEmpty) {
		return Manifest{}, err
	}
	dir := filepath.Join(l.Dir, layer)
	m := Manifest{Tables: map[string]string{}, Raw: fingerprint, dir: dir}
	for table, file := range kept {
		if !l.Has(layer, file) {
			return Manifest{}, fmt.Errorf("publish lake layer %s: file %s of table %s is gone", layer, file, table)
		}
		m.Tables[table] = file
	}
	for _, table := range slices.Sorted(maps.Keys(tables)) {
		name, err := l.Add(layer+"/"+table, tables[table])
		if err != nil {
			return Manifest{}, err
		}
		m.Tables[table] = table + "/" + name
	}
	if m.Raw == before.Raw && maps.Equal(m.Tables, before.Tables) {
		return m, nil
	}
	text, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return Manifest{}, err
	}
	if err := l.writer().Write(filepath.Join(dir, currentFile), append(text, '\n')); err != nil {
		return Manifest{}, fmt.Errorf("move %s of lake layer %s: %w", currentFile, layer, err)
	}
	return m, removeOthers(dir, m, before)
}

// Add moves one finished file into a folder of the lake under the first 16 hex
// digits of its SHA-256, durably, and returns its name there.
func (l Lake) Add(folder, temp string) (string, error) {
	sum, err := hash(temp)
	if err != nil {
		return "", fmt.Errorf("add to lake folder %s: %w", folder, err)
	}
	dir := filepath.Join(l.Dir, filepath.FromSlash(folder))
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", fmt.Errorf("add to lake folder %s: %w", folder, err)
	}
	name := sum[:16] + extension
	if there, err := hash(filepath.Join(dir, name)); err == nil && there == sum {
		return name, os.Remove(temp) // added before, and made durable then
	}
	if err := l.writer().Move(temp, filepath.Join(dir, name)); err != nil {
		return "", fmt.Errorf("add to lake folder %s: %w", folder, err)
	}
	return name, nil
}

func (l Lake) writer() wholefile.Writer { return wholefile.Writer{NoSync: l.NoSync} }

// Files lists the Parquet files that Add put into a folder, sorted by name;
// none if there is no such folder.
func (l Lake) Files(folder string) ([]string, error) {
	dir := filepath.Join(l.Dir, filepath.FromSlash(folder))
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("list lake folder %s: %w", folder, err)
	}
	var out []string
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), extension) {
			out = append(out, filepath.Join(dir, e.Name()))
		}
	}
	return out, nil
}

// removeOthers deletes the layer's files that neither generation names.
func removeOthers(dir string, generations ...Manifest) error {
	keep := map[string]bool{}
	for _, m := range generations {
		for _, rel := range m.Tables {
			keep[rel] = true
		}
	}
	tables, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, table := range tables {
		if !table.IsDir() {
			continue
		}
		found, err := os.ReadDir(filepath.Join(dir, table.Name()))
		if err != nil {
			return err
		}
		for _, f := range found {
			if rel := table.Name() + "/" + f.Name(); keep[rel] || !strings.HasSuffix(rel, extension) {
				continue
			}
			if err := os.Remove(filepath.Join(dir, table.Name(), f.Name())); err != nil {
				return fmt.Errorf("remove an old generation's file: %w", err)
			}
		}
	}
	return nil
}

// hash is a file's SHA-256 in hex.
func hash(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	sum := sha256.New()
	_, err = io.Copy(sum, f)
	if err := errors.Join(err, f.Close()); err != nil {
		return "", err
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}
