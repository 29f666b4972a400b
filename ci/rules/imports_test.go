package rules

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write today's imports into imports.txt")

// module is the path of the root package.
const module = "matchday"

// goPackage is what go list says of a package.
type goPackage struct {
	ImportPath, Name           string
	GoFiles, CgoFiles, Imports []string
	Deps                       []string
	Standard                   bool
}

// list returns the packages of the module and, by their paths, all packages
// that they need.
func list(t *testing.T) (ours []goPackage, all map[string]goPackage) {
	t.Helper()
	sources(t) // so that go test notices a change of them
	c := exec.Command("go", "list", "-deps", "-json=ImportPath,Name,GoFiles,CgoFiles,Imports,Deps,Standard", "./...")
	c.Dir = root
	var stderr bytes.Buffer
	c.Stderr = &stderr
	out, err := c.Output()
	if err != nil {
		t.Fatalf("%v: %v\n%s", c, err, stderr.String())
	}
	all = map[string]goPackage{}
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p goPackage
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return ours, all
		} else if err != nil {
			t.Fatal(err)
		}
		all[p.ImportPath] = p
		if inside(p.ImportPath) {
			ours = append(ours, p)
		}
	}
}

func inside(importPath string) bool {
	return importPath == module || strings.HasPrefix(importPath, module+"/")
}

// short is a package's folder, and matchday for the root.
func short(importPath string) string { return strings.TrimPrefix(importPath, module+"/") }

// TestOnlyTheNamedImportsAreThere holds every import of one package of the
// module by another, tests aside, against imports.txt, and every line of
// imports.txt against the imports.
func TestOnlyTheNamedImportsAreThere(t *testing.T) {
	ours, _ := list(t)
	var lines []string
	for _, p := range ours {
		if imports := slices.DeleteFunc(slices.Clone(p.Imports), func(i string) bool { return !inside(i) }); len(imports) > 0 {
			for i := range imports {
				imports[i] = short(imports[i])
			}
			slices.Sort(imports)
			lines = append(lines, short(p.ImportPath)+" -> "+strings.Join(imports, " "))
		}
	}
	slices.Sort(lines)
	if *update {
		text := "# Package -> the packages of this module that it imports, its tests aside.\n" +
			"# go test ./ci/rules -update writes this file; a reader decides whether a new arrow is right.\n" + strings.Join(lines, "\n") + "\n"
		if err := os.WriteFile("imports.txt", []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	named, there := arrows(t, readLines(t, "imports.txt")), arrows(t, lines)
	for _, a := range missing(there, named) {
		t.Errorf("%s: ci/rules/imports.txt does not name this import; remove it, or name it there and say why in the commit", a)
	}
	for _, a := range missing(named, there) {
		t.Errorf("%s: ci/rules/imports.txt names this import, and it is not there; take it out", a)
	}
}

// arrows splits the lines into single imports.
func arrows(t *testing.T, lines []string) []string {
	t.Helper()
	var out []string
	for _, line := range lines {
		from, to, ok := strings.Cut(line, " -> ")
		if !ok {
			t.Fatalf("imports.txt: %q is not PACKAGE -> PACKAGE …", line)
		}
		for _, p := range strings.Fields(to) {
			out = append(out, from+" -> "+p)
		}
	}
	return out
}

// missing are the elements of a that b lacks.
func missing(a, b []string) []string {
	return slices.DeleteFunc(slices.Clone(a), func(s string) bool { return slices.Contains(b, s) })
}
