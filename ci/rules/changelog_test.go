package rules

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"matchday"
)

// TestTheChangelogHasASectionForTheVersion, and no section has another kind of
// entry than the four, or a kind without an entry.
func TestTheChangelogHasASectionForTheVersion(t *testing.T) {
	if !regexp.MustCompile(`^\d+\.\d+\.\d+$`).MatchString(matchday.Version()) {
		t.Errorf("VERSION is %q, want major.minor.patch", matchday.Version())
	}
	text, err := os.ReadFile(filepath.Join(root, "CHANGELOG.md"))
	if err != nil {
		t.Fatal(err)
	}
	sections := strings.Split(string(text), "\n## ")[1:]
	if sections[0] != "[Unreleased]\n" && !strings.HasPrefix(sections[0], "[Unreleased]\n\n###") {
		t.Errorf("CHANGELOG.md does not begin with [Unreleased]: %.40q", sections[0])
	}
	if !slices.ContainsFunc(sections, func(s string) bool { return strings.HasPrefix(s, "["+matchday.Version()+"]") }) {
		t.Errorf("CHANGELOG.md has no section ## [%s]", matchday.Version())
	}
	for _, s := range sections {
		release, _, _ := strings.Cut(s, "\n")
		for _, part := range strings.Split(s, "\n### ")[1:] {
			kind, entries, _ := strings.Cut(part, "\n")
			if !slices.Contains([]string{"Added", "Changed", "Removed", "Fixed"}, kind) || !strings.HasPrefix(strings.TrimSpace(entries), "- ") {
				t.Errorf("CHANGELOG.md, %s: %q is not Added, Changed, Removed or Fixed with entries", release, kind)
			}
		}
	}
}
