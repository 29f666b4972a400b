package bet

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

func TestThePageOnBettingHasEveryReasonNotToBet(t *testing.T) {
	page, err := os.ReadFile("../../docs/betting.md")
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	reasons := 0
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range regexp.MustCompile(`matchday\.SkipReason = "([^"]+)"`).FindAllStringSubmatch(string(text), -1) {
			reasons++
			if !strings.Contains(string(page), "\n| `"+found[1]+"` | ") {
				t.Errorf("docs/betting.md has no row for the reason %q", found[1])
			}
		}
	}
	if reasons < 16 {
		t.Errorf("only %d reasons were found in the code", reasons)
	}
}
