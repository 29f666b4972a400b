package rules

import (
	"strings"
	"testing"
)

// most is how many files a package may have, its tests aside. The command, one
// file a command, may have more.
const most = 25

func TestNoPackageHasMoreThan25Files(t *testing.T) {
	ours, _ := list(t)
	for _, p := range ours {
		if n := len(p.GoFiles) + len(p.CgoFiles); n > most && short(p.ImportPath) != "pipelines/matchday" {
			t.Errorf("%s has %d files, its tests aside, and may have %d: split it", short(p.ImportPath), n, most)
		}
	}
}

func TestNoPackageNameStandsTwice(t *testing.T) {
	ours, _ := list(t)
	first := map[string]string{"main": ""}
	for _, p := range ours {
		if other, twice := first[p.Name]; twice && p.Name != "main" {
			t.Errorf("%s and %s are both called %s: rename one", other, short(p.ImportPath), p.Name)
		}
		first[p.Name] = short(p.ImportPath)
	}
}

// TestTheRulesOfBettingNeedNoDatabase: what decides on money builds with Go
// alone, so that it can be read, tested and used without DuckDB and without a C
// compiler.
func TestTheRulesOfBettingNeedNoDatabase(t *testing.T) {
	_, all := list(t)
	for _, stage := range []string{"stages/bet", "stages/settle", "stages/predict", "stages/validate"} {
		p, there := all[module+"/"+stage]
		if !there {
			t.Errorf("there is no package %s", stage)
		}
		for _, path := range p.Deps {
			if dep := all[path]; !dep.Standard && len(dep.CgoFiles) > 0 || strings.HasPrefix(path, "github.com/duckdb/") {
				t.Errorf("%s imports %s, if only through others: that takes DuckDB or cgo", stage, path)
				break
			}
		}
	}
}
