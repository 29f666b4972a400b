package sportmonks_test

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestEveryTrapHasItsTests holds docs/sportmonks.md to the sources: 29 traps, and
// each names tests that there are.
func TestEveryTrapHasItsTests(t *testing.T) {
	root := filepath.Join("..", "..", "..")
	text, err := os.ReadFile(filepath.Join(root, "docs", "sportmonks.md"))
	if err != nil {
		t.Fatal(err)
	}
	there := testsBelow(t, root)
	name := regexp.MustCompile("`(Test[A-Za-z0-9]+)`")
	traps := 0
	for line := range strings.Lines(string(text)) {
		tests := name.FindAllStringSubmatch(line, -1)
		for _, test := range tests {
			if !there[test[1]] {
				t.Errorf("there is no test %s: %.60s", test[1], line)
			}
		}
		if strings.HasPrefix(line, fmt.Sprintf("| %d |", traps+1)) {
			if traps++; len(tests) == 0 {
				t.Errorf("trap %d has no test", traps)
			}
		}
	}
	if traps != 29 {
		t.Errorf("%d traps are listed in order, want 29", traps)
	}
}

// testsBelow are the names of the tests of the module.
func testsBelow(t *testing.T, root string) map[string]bool {
	t.Helper()
	declared := regexp.MustCompile(`(?m)^func (Test[A-Za-z0-9]+)\(`)
	out := map[string]bool{}
	for _, folder := range []string{"pipelines", "stages", "warehouse"} {
		err := filepath.WalkDir(filepath.Join(root, folder), func(path string, entry fs.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(path, "_test.go") {
				return err
			}
			content, err := os.ReadFile(path)
			for _, m := range declared.FindAllStringSubmatch(string(content), -1) {
				out[m[1]] = true
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return out
}
