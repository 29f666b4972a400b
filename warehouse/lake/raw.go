package lake

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"
)

// Raw is the layer of what has landed. Its folders grow by one file at a time;
// its CURRENT says which files there are, so that a lost one is missed.
const Raw = "raw"

// landed is what CURRENT of lake.Raw says: folder/name → sum.
type landed struct {
	Files map[string]Sum `json:"files"`
	Sum   string         `json:"sum,omitempty"` // of Files; empty in a list of an older version
}

// sum is what Sum is to be.
func (m landed) sum() (string, error) { return sumOfJSON(m.Files) }

func (l Lake) rawDir() string { return filepath.Join(l.Dir, Raw) }

// landed reads CURRENT of lake.Raw; nothing is listed in a lake of an older version.
func (l Lake) landed() (landed, error) {
	m := landed{Files: map[string]Sum{}}
	path := filepath.Join(l.rawDir(), currentFile)
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return m, l.rawGone()
	}
	if err == nil {
		if err = parseLanded(text, &m); err != nil {
			err = fmt.Errorf("%s is damaged: %w; restore it from a backup, or remove it: the next landing lists the files that are there", path, err)
		}
	}
	return m, err
}

func parseLanded(text []byte, m *landed) error {
	if err := decodeStrictly(text, m); err != nil {
		return err
	}
	if err := sealed(m.Sum, m.sum); err != nil {
		return err
	}
	for file := range m.Files {
		if !isFile(file) {
			return fmt.Errorf("it lists %q, which no landing writes", file)
		}
	}
	if m.Files == nil {
		m.Files = map[string]Sum{}
	}
	return nil
}

// hasLanded says whether a landing has listed files.
func (l Lake) hasLanded() bool {
	var m landed
	text, err := os.ReadFile(filepath.Join(l.rawDir(), currentFile))
	return err == nil && parseLanded(text, &m) == nil && len(m.Files) > 0
}

// rawGone is an error if nothing has landed although tables were made of it.
func (l Lake) rawGone() error {
	if entries, err := os.ReadDir(l.rawDir()); err == nil && len(entries) > 0 {
		return nil
	}
	staged, err := l.Current(Staged)
	if nothing := sha256.Sum256(nil); err != nil || staged.Raw == hex.EncodeToString(nothing[:]) {
		return nil
	}
	return fmt.Errorf("%s is gone, of which the staged tables were made: restore it from a backup (if there is none, remove %s, which gives it up, and land its sources again)",
		l.rawDir(), filepath.Join(l.Dir, Staged))
}

// isFile says whether a name is that of a file in a folder of a layer.
func isFile(name string) bool {
	return filepath.IsLocal(name) && path.Clean(name) == name && strings.Count(name, "/") == 1 && strings.HasSuffix(name, extension) && !strings.Contains(name, `\`)
}

// list writes CURRENT of lake.Raw after change; what a killed job landed and did
// not list is listed too.
func (l Lake) list(folder string, change func(files map[string]Sum)) error {
	m, err := l.landed()
	if err != nil {
		return err
	}
	before := maps.Clone(m.Files)
	names, err := l.names(folder)
	if err != nil {
		return err
	}
	for _, name := range names {
		file := filepath.Base(folder) + "/" + name
		if _, listed := m.Files[file]; listed {
			continue
		}
		path := filepath.Join(l.rawDir(), filepath.FromSlash(file))
		if err := verify(path, name, Sum{}); err != nil {
			return rawDamage(path, err)
		}
		if m.Files[file], err = sumOf(path); err != nil {
			return err
		}
	}
	change(m.Files)
	if maps.Equal(m.Files, before) {
		return nil
	}
	if m.Sum, err = m.sum(); err != nil {
		return err
	}
	text, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return err
	}
	if err := l.writer().Write(filepath.Join(l.rawDir(), currentFile), append(text, '\n')); err != nil {
		return fmt.Errorf("list what has landed: %w", err)
	}
	return nil
}

// Add moves one finished file into a folder of lake.Raw under the first 16 hex
// digits of its SHA-256, durably, lists it, and returns its name there.
func (l Lake) Add(folder, temp string) (string, error) {
	name, _, err := l.move(folder, temp)
	if err != nil {
		return "", err
	}
	return name, l.list(folder, func(map[string]Sum) {})
}

// Remove deletes files of a folder of lake.Raw, whose rows stand in another file.
func (l Lake) Remove(folder string, names ...string) error {
	// A kill between the two leaves a file that the next landing lists again.
	err := l.list(folder, func(files map[string]Sum) {
		for _, name := range names {
			delete(files, filepath.Base(folder)+"/"+name)
		}
	})
	for _, name := range names {
		if err != nil {
			break
		}
		err = os.Remove(filepath.Join(l.Dir, filepath.FromSlash(folder), name))
	}
	if err != nil {
		return fmt.Errorf("remove files of lake folder %s: %w", folder, err)
	}
	return nil
}

// Holds says whether a folder has files, without reading them.
func (l Lake) Holds(folder string) (bool, error) {
	names, err := l.names(folder)
	return len(names) > 0, err
}

// Files lists the Parquet files that Add put into a folder, sorted by name; none
// if there is no such folder. A file that is gone or changed is an error.
func (l Lake) Files(folder string) ([]string, error) {
	before, err := l.landed()
	if err != nil {
		return nil, err
	}
	for {
		paths, damage, err := l.verified(folder, before)
		if err != nil || len(damage) == 0 {
			return paths, err
		}
		now, err := l.landed()
		if err != nil {
			return nil, err
		}
		if maps.Equal(now.Files, before.Files) {
			return nil, damage[0].err()
		}
		before = now // a job has merged files meanwhile
	}
}

// LandedFile is a file of lake.Raw as it is listed.
type LandedFile struct {
	Path string
	Sum  Sum
}

// Verify says whether the file's content is what has landed.
func (f LandedFile) Verify() error {
	if err := verify(f.Path, filepath.Base(f.Path), f.Sum); err != nil {
		return rawDamage(f.Path, err)
	}
	return nil
}

// Listed is Files for who need not read all of them: a file that is gone or has another
// length is an error; what is in it shows when it is verified.
func (l Lake) Listed(folder string) ([]LandedFile, error) {
	before, err := l.landed()
	if err != nil {
		return nil, err
	}
	for {
		files, wrong := l.listed(folder, before)
		if wrong == nil {
			return files, nil
		}
		now, err := l.landed()
		if err != nil {
			return nil, err
		}
		if maps.Equal(now.Files, before.Files) {
			return nil, wrong
		}
		before = now // a job has merged files meanwhile
	}
}

// listed is Listed by one list of what has landed.
func (l Lake) listed(folder string, m landed) (out []LandedFile, err error) {
	names, err := l.allNames(folder, m)
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		f := LandedFile{filepath.Join(l.Dir, filepath.FromSlash(folder), name), m.Files[filepath.Base(folder)+"/"+name]}
		info, err := os.Stat(f.Path)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil, rawDamage(f.Path, errors.New("is gone"))
		case err != nil:
			return nil, err
		case f.Sum == Sum{}: // a killed job landed it and did not list it
			if err := f.Verify(); err != nil {
				return nil, err
			}
			if f.Sum, err = sumOf(f.Path); err != nil {
				return nil, err
			}
		case info.Size() != f.Sum.Bytes:
			return nil, f.Verify()
		}
		out = append(out, f)
	}
	return out, nil
}

// allNames lists the files of a folder that are there or should be, sorted.
func (l Lake) allNames(folder string, m landed) ([]string, error) {
	names, err := l.names(folder)
	if err != nil {
		return nil, err
	}
	there := len(names)
	for file := range m.Files {
		if name, ours := strings.CutPrefix(file, filepath.Base(folder)+"/"); ours && !contains(names[:there], name) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names, nil
}

// contains looks a name up among sorted ones.
func contains(sorted []string, name string) bool {
	_, found := slices.BinarySearch(sorted, name)
	return found
}

// verified holds a folder's files against what is listed.
func (l Lake) verified(folder string, m landed) (paths []string, damage []Damage, err error) {
	all, err := l.allNames(folder, m)
	if err != nil {
		return nil, nil, err
	}
	prefix := filepath.Base(folder) + "/"
	wrong := make([]error, len(all))
	var g errgroup.Group
	g.SetLimit(runtime.GOMAXPROCS(0))
	for i, name := range all {
		path := filepath.Join(l.Dir, filepath.FromSlash(folder), name)
		paths = append(paths, path)
		g.Go(func() error {
			wrong[i] = verify(path, name, m.Files[prefix+name])
			return nil
		})
	}
	_ = g.Wait() // each error is kept
	for i, err := range wrong {
		if err != nil {
			damage = append(damage, Damage{File: paths[i], Problem: err.Error(), Hint: rawHint})
		}
	}
	return paths, damage, nil
}

// names lists the Parquet files of a folder, sorted.
func (l Lake) names(folder string) (out []string, err error) {
	entries, err := os.ReadDir(filepath.Join(l.Dir, filepath.FromSlash(folder)))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("list lake folder %s: %w", folder, err)
	}
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), extension) {
			out = append(out, e.Name())
		}
	}
	return out, nil
}
