// Package statements holds every statement longer than a line, one a file, and reads
// the headers in which the files say what they return. The README beside it
// describes the folders and the header.
package statements

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"strings"
)

//go:embed */*.sql */*/*.sql
var files embed.FS

// Text returns a statement by its path below this folder, e.g.
// "checks/unique_keys.sql". An unknown name is an error that lists what its
// folder holds.
func Text(name string) (string, error) {
	b, err := files.ReadFile(name)
	if err != nil {
		folder := path.Dir(name)
		known, _ := List(folder)
		return "", fmt.Errorf("no statement %q; folder %q holds %d: %s", name, folder, len(known), strings.Join(known, ", "))
	}
	return string(b), nil
}

// List names the statements directly in a folder, as Text wants them, in
// alphabetical order. A folder without statements is an error.
func List(folder string) ([]string, error) {
	names, err := fs.Glob(files, path.Join(folder, "*.sql"))
	if err == nil && len(names) == 0 {
		err = fs.ErrNotExist
	}
	if err != nil {
		return nil, fmt.Errorf("list statements of folder %q: %w", folder, err)
	}
	return names, nil
}

// Folder is the part of the tree below one folder, for readers of whole file
// systems such as migrations.
func Folder(folder string) (fs.FS, error) { return fs.Sub(files, folder) }
