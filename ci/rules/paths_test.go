package rules

import (
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	fences   = regexp.MustCompile("(?ms)^```(\\w*)\n(.*?)^```$")
	spans    = regexp.MustCompile("`[^`\n]+`")
	links    = regexp.MustCompile(`\]\(([^)#:]+)(?:#[^)]*)?\)`)
	word     = regexp.MustCompile(`[\w.$*…-]*(?:/[\w.*…-]+)+/?|[\w.-]+/|[\w*-]+\.(?:go|sql|md|yaml|yml|txtar|ipynb|sh|py)\b`)
	treeLine = regexp.MustCompile(`^( *)([\w.-]+/|[\w-]+(?:\.\w+)?)(?: {2,}(.*))?$`)
)

// TestEveryPathNamedInADocumentExists reads all documents but the changelog,
// which tells of the past. A path is
//
//   - the target of a link, seen from the document's folder;
//   - in a code span, what has a slash inside or at its end, or the ending of a
//     source file: seen from the root or the document's folder, or the tail of a
//     path of the repository, for a document beside what it is about of a path
//     below its folder; * and NAME stand for any text but a slash;
//   - in the tree of folders that a document draws, each folder and file; a
//     folder in the words beside one lies in it.
//
// A span that looks like a path and is none, or is one of a home, stands in
// paths.txt; so does one that only looks like it.
func TestEveryPathNamedInADocumentExists(t *testing.T) {
	r := repository{paths: sources(t), allowed: readLines(t, "paths.txt"), used: map[string]bool{}}
	modules, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	r.modules = string(modules)
	read := 0
	for _, document := range r.paths {
		if path.Ext(document) != ".md" || document == "CHANGELOG.md" {
			continue
		}
		read++
		text, err := os.ReadFile(filepath.Join(root, document))
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range named(string(text)) {
			if !r.has(path.Dir(document), p) {
				t.Errorf("%s names %s, and there is no such path: correct it, or add it to ci/rules/paths.txt if it is none of this repository", document, p)
			}
		}
	}
	if read < 10 {
		t.Errorf("only %d documents were read", read)
	}
	for _, a := range r.allowed {
		if !r.used[a] {
			t.Errorf("ci/rules/paths.txt has %s, which no document names", a)
		}
	}
}

// named are the paths that a document names.
func named(text string) (out []string) {
	for _, fence := range fences.FindAllStringSubmatch(text, -1) {
		switch fence[1] {
		case "":
			out = append(out, tree(fence[2])...)
		case "sh":
			out = append(out, word.FindAllString(fence[2], -1)...)
		}
	}
	text = fences.ReplaceAllString(text, "")
	for _, span := range spans.FindAllString(text, -1) {
		out = append(out, word.FindAllString(span, -1)...)
	}
	for _, link := range links.FindAllStringSubmatch(text, -1) {
		out = append(out, "./"+link[1])
	}
	return out
}

// tree are the paths of a tree of folders: one a line, indented below the folder
// that holds it, with words about it behind two blanks. A fence that begins with
// another kind of line is no tree.
func tree(fence string) (out []string) {
	var parents []string // by indentation, two blanks each
	for line := range strings.Lines(fence) {
		m := treeLine.FindStringSubmatch(strings.TrimRight(line, "\n"))
		if m == nil {
			return nil
		}
		depth := min(len(m[1])/2, len(parents))
		parents = append(parents[:depth], strings.TrimSuffix(m[2], "/"))
		out = append(out, strings.Join(parents, "/"))
		for _, below := range word.FindAllString(m[3], -1) {
			if strings.Count(below, "/") == 1 && strings.HasSuffix(below, "/") {
				below = strings.Join(parents, "/") + "/" + below
			}
			out = append(out, below)
		}
	}
	return out
}

// repository knows which paths there are.
type repository struct {
	paths, allowed []string
	modules        string // the text of go.mod
	used           map[string]bool
}

// has says whether a path exists as seen from the root or from a folder.
func (r repository) has(folder, named string) bool {
	for _, a := range r.allowed {
		if named == a || strings.HasSuffix(a, "/…") && strings.HasPrefix(named, strings.TrimSuffix(a, "…")) {
			r.used[a] = true
			return true
		}
	}
	if host, _, _ := strings.Cut(named, "/"); strings.Contains(host, ".") && strings.Trim(host, ".") != "" && strings.Contains(r.modules, "\t"+named) {
		return true
	}
	p := strings.ReplaceAll(strings.TrimSuffix(path.Clean(named), "/"), "NAME", "*")
	return slices.ContainsFunc(r.paths, func(there string) bool {
		there = strings.TrimSuffix(there, "/")
		inReach := folder == "." || strings.HasPrefix(folder, "docs") || strings.HasPrefix(there, folder+"/")
		return matches(p, there) || matches(path.Join(folder, p), there) || inReach && !strings.HasPrefix(named, ".") && matches("…/"+p, there)
	})
}

// matches compares a path with a pattern: * is any text but a slash, and a
// leading …/ any folders.
func matches(pattern, name string) bool {
	if tail, isTail := strings.CutPrefix(pattern, "…/"); isTail {
		n, parts := strings.Count(tail, "/")+1, strings.Split(name, "/")
		if len(parts) < n {
			return false
		}
		pattern, name = tail, strings.Join(parts[len(parts)-n:], "/")
	}
	ok, err := path.Match(pattern, name)
	return err == nil && ok
}
