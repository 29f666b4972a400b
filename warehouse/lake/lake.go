// Package lake keeps the Parquet files under $MATCHDAY_HOME/lake. Files are
// named by their content and never change. A layer's CURRENT names the files that
// belong together and is replaced by one rename: whenever a job dies, a reader
// sees all tables of one generation, the new or the one before.
package lake

import (
	"encoding/json"
	"errors"
	"fmt"
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
	// Files are the sums of these files. A manifest of an older version has none.
	Files map[string]Sum `json:"files,omitempty"`
	// Raw is the fingerprint of what the layer was made from.
	Raw string `json:"raw"`
	// Sum is that of all else; empty in a manifest of an older version.
	Sum string `json:"sum,omitempty"`

	dir string
}

// sum is what Sum is to be.
func (m Manifest) sum() (string, error) {
	m.Sum = ""
	return sumOfJSON(m)
}

// Path is the file of a table, which is found as it was written. A table that the
// generation does not have, or a file that is damaged, is an error that names it.
func (m Manifest) Path(table string) (string, error) {
	rel, ok := m.Tables[table]
	if !ok {
		return "", fmt.Errorf("%s has no table %q: publish the layer again", m.dir, table)
	}
	path := filepath.Join(m.dir, filepath.FromSlash(rel))
	if err := m.verify(table); err != nil {
		return "", Damage{File: path, Problem: err.Error(), Hint: hintFor(filepath.Base(m.dir))}.err()
	}
	return path, nil
}

// verify holds a table's file against the manifest.
func (m Manifest) verify(table string) error {
	rel := m.Tables[table]
	return verify(filepath.Join(m.dir, filepath.FromSlash(rel)), rel, m.Files[rel])
}

// Current is what a layer holds now; ErrEmpty (wrapped) before the first
// Publish.
func (l Lake) Current(layer string) (Manifest, error) {
	dir := filepath.Join(l.Dir, layer)
	text, err := os.ReadFile(filepath.Join(dir, currentFile))
	if errors.Is(err, fs.ErrNotExist) {
		if layer == Staged && l.hasLanded() {
			return Manifest{}, fmt.Errorf("%s %w: it is gone, although files have landed; %s", filepath.Join(dir, currentFile), errDamaged, hintFor(layer))
		}
		return Manifest{}, fmt.Errorf("lake layer %s: %w", layer, ErrEmpty)
	}
	if err != nil {
		return Manifest{}, fmt.Errorf("read lake layer %s: %w", layer, err)
	}
	m := Manifest{dir: dir}
	if err := parseManifest(text, &m); err != nil {
		return Manifest{}, fmt.Errorf("%s %w: %w; %s", filepath.Join(dir, currentFile), errDamaged, err, hintFor(layer))
	}
	return m, nil
}

// errDamaged says that a CURRENT cannot be understood, or is gone.
var errDamaged = errors.New("is damaged")

// parseManifest reads a manifest, whose files must lie in folders of the layer.
func parseManifest(text []byte, m *Manifest) error {
	if err := decodeStrictly(text, m); err != nil {
		return err
	}
	if err := sealed(m.Sum, m.sum); err != nil {
		return err
	}
	for table, file := range m.Tables {
		if !isFile(file) {
			return fmt.Errorf("it names %q as the file of table %q, which no job writes", file, table)
		}
	}
	return nil
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

// Has says whether a file that a manifest of the layer named is there, undamaged.
func (l Lake) Has(layer, file string) bool {
	return verify(filepath.Join(l.Dir, layer, filepath.FromSlash(file)), file, Sum{}) == nil
}

// PublishWith is Publish of a generation that keeps files which an earlier
// manifest of the layer named: table → file, as in Manifest.Tables.
func (l Lake) PublishWith(layer string, tables, kept map[string]string, fingerprint string) (Manifest, error) {
	before, err := l.Current(layer)
	if err != nil && !errors.Is(err, ErrEmpty) && !errors.Is(err, errDamaged) {
		return Manifest{}, err
	}
	dir := filepath.Join(l.Dir, layer)
	m := Manifest{Tables: map[string]string{}, Files: map[string]Sum{}, Raw: fingerprint, dir: dir}
	for table, file := range kept {
		if !l.Has(layer, file) {
			return Manifest{}, fmt.Errorf("publish lake layer %s: file %s of table %s is gone", layer, file, table)
		}
		m.Tables[table] = file
		if m.Files[file], err = sumOf(filepath.Join(dir, filepath.FromSlash(file))); err != nil {
			return Manifest{}, fmt.Errorf("publish lake layer %s: %w", layer, err)
		}
	}
	for _, table := range slices.Sorted(maps.Keys(tables)) {
		name, sum, err := l.move(layer+"/"+table, tables[table])
		if err != nil {
			return Manifest{}, err
		}
		m.Tables[table], m.Files[table+"/"+name] = table+"/"+name, sum
	}
	if m.Raw == before.Raw && maps.Equal(m.Tables, before.Tables) && maps.Equal(m.Files, before.Files) {
		return m, nil
	}
	if m.Sum, err = m.sum(); err != nil {
		return Manifest{}, err
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
