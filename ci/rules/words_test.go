package rules

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// forbidden is a line of words.txt.
type forbidden struct {
	kind   string // "" is a word of a name, "last" its last word, "name" the whole of it, "func" a function's
	word   string
	folder string // only there; "" is everywhere
	better string
}

// name is what somebody chose to call something.
type name struct {
	text, where, what string
	tag               string // of a field: the words of a format that is not ours
}

var (
	wordLine    = regexp.MustCompile(`^(?:(last|name|func|allow) )?(\w+)(?: in (\S+))? -> (.+)$`)
	sqlTable    = regexp.MustCompile(`(?i)\bcreate (?:or replace )?(?:table|view) (?:if not exists )?(\w+)`)
	footballWay = regexp.MustCompile(`(?i)football_?data`) // a source's own name
)

// TestNoNameHasAForbiddenWord looks at the names of packages, files, types,
// functions, methods, fields, constants and variables of packages, and tables,
// but not at those of tests, parameters and local variables, and splits them
// where a capital, a digit or a stroke begins a word. Allowed is a field whose
// tag has the word, since the format is another's or published. A migration that
// homes have been through keeps its names.
func TestNoNameHasAForbiddenWord(t *testing.T) {
	var rules []forbidden
	for _, line := range readLines(t, "words.txt") {
		m := wordLine.FindStringSubmatch(line)
		if m == nil {
			t.Fatalf("words.txt: %q is not WORD -> BETTER", line)
		}
		rules = append(rules, forbidden{m[1], m[2], m[3], m[4]})
	}
	seen := names(t)
	if len(seen) < 3000 {
		t.Errorf("only %d names were looked at", len(seen))
	}
	for _, n := range seen {
		for _, f := range rules {
			if f.kind == "allow" && n.text == f.word && strings.HasPrefix(n.where, f.folder) {
				break // those that follow do not count
			}
			if f.forbids(n) {
				t.Errorf("%s: the %s %s has the word %s: say %s", n.where, n.what, n.text, f.word, f.better)
			}
		}
	}
}

func (f forbidden) forbids(n name) bool {
	if f.kind == "allow" || f.folder != "" && !strings.HasPrefix(n.where, f.folder+"/") {
		return false
	}
	words := split(n.text)
	switch f.kind {
	case "func":
		return n.what == "function" && n.text == f.word
	case "name":
		return n.what != "file" && n.what != "folder" && n.text == f.word
	case "last":
		return len(words) > 1 && words[len(words)-1] == f.word
	}
	return slices.Contains(words, f.word) && !slices.Contains(split(n.tag), f.word)
}

// split is a name's words in lower case.
func split(text string) (out []string) {
	text = footballWay.ReplaceAllString(text, "footballd")
	for _, part := range strings.FieldsFunc(text, func(r rune) bool {
		return r == '_' || r == '-' || r == '.' || r == '"' || r == '`' || r == ':' || r == ','
	}) {
		begin := 0
		for i := 1; i < len(part); i++ {
			lowUp := !isUpper(part[i-1]) && isUpper(part[i])
			upLow := isUpper(part[i-1]) && isUpper(part[i]) && i+1 < len(part) && !isUpper(part[i+1])
			if lowUp || upLow {
				out = append(out, strings.ToLower(part[begin:i]))
				begin = i
			}
		}
		out = append(out, strings.ToLower(part[begin:]))
	}
	if len(out) == 0 {
		return []string{""}
	}
	return out
}

func isUpper(b byte) bool { return b >= 'A' && b <= 'Z' }

// names are all names that the rules are for.
func names(t *testing.T) (out []name) {
	t.Helper()
	for _, file := range sources(t) {
		base := path.Base(file)
		switch {
		case strings.HasPrefix(file, ".") || strings.Contains(file, "/testdata/") || strings.Contains(file, "/migrations/") || strings.HasSuffix(file, "_test.go"):
		case strings.HasSuffix(file, "/"):
			out = append(out, name{text: base, where: file, what: "folder"})
		case strings.HasSuffix(file, ".go"):
			out = append(append(out, name{text: strings.TrimSuffix(base, ".go"), where: file, what: "file"}), declared(t, file)...)
		case strings.HasSuffix(file, ".sql"):
			out = append(out, name{text: strings.TrimSuffix(base, ".sql"), where: file, what: "file"})
			for _, m := range sqlTable.FindAllStringSubmatch(read(t, file), -1) {
				out = append(out, name{text: m[1], where: file, what: "table"})
			}
		}
	}
	return out
}

// declared are the names that a Go file gives at its top level.
func declared(t *testing.T, file string) (out []name) {
	t.Helper()
	files := token.NewFileSet()
	tree, err := parser.ParseFile(files, filepath.Join(root, file), nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	add := func(what, tag string, ids ...*ast.Ident) {
		for _, id := range ids {
			out = append(out, name{text: id.Name, where: file, what: what, tag: tag})
		}
	}
	for _, d := range tree.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			add("function", "", d.Name)
		case *ast.GenDecl:
			for _, s := range d.Specs {
				switch s := s.(type) {
				case *ast.ValueSpec:
					add(d.Tok.String(), "", s.Names...)
				case *ast.TypeSpec:
					add("type", "", s.Name)
				}
			}
			ast.Inspect(d, func(n ast.Node) bool {
				if f, isField := n.(*ast.Field); isField && f.Tag != nil {
					add("field", f.Tag.Value, f.Names...)
				} else if isField {
					add("field", "", f.Names...)
				}
				_, isFunc := n.(*ast.FuncType)
				return !isFunc // its parameters are no fields
			})
		}
	}
	return out
}
