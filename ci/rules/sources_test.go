// Package rules holds the tests of how the repository is written: which package
// may import which, which words a name may not have, that a path in a document
// exists. It has no other code.
package rules

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// root is the repository's.
const root = "../.."

// sources are the files and folders of the repository, with slashes and from
// its root; folders end in one. The contents of Go files are read as well: go
// test runs a test again only if something that it read has changed.
func sources(t *testing.T) []string {
	t.Helper()
	var out []string
	err := filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		name, relErr := filepath.Rel(root, path)
		name = filepath.ToSlash(name)
		switch {
		case err != nil:
			return err
		case relErr != nil:
			return relErr
		case e.IsDir() && slices.Contains([]string{".git", "bin", "data"}, name):
			return fs.SkipDir
		case e.IsDir():
			out = append(out, name+"/")
		case strings.HasSuffix(name, ".go"):
			if _, err := os.ReadFile(path); err != nil {
				return err
			}
			fallthrough
		default:
			out = append(out, name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// read is the text of a file of the repository.
func read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// readLines are a file's lines without comments and empty ones.
func readLines(t *testing.T, path string) []string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for line := range strings.Lines(string(text)) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			out = append(out, line)
		}
	}
	return out
}
