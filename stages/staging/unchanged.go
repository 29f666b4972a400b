package staging

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"matchday/stages/staging/answers"
	"matchday/stages/staging/appearances"
	"matchday/stages/staging/files"
	"matchday/warehouse/lake"
)

// resultsKind are the derived files that say what a pass came to, by all that it reads.
const resultsKind = "results"

// made is what a pass came to: its counts, and which generation it published.
type made struct {
	Result     Result
	Generation string // sum of its manifest
}

// inputKey names all that a pass reads: the files that have landed, and the program with
// the tables that people have decided.
func inputKey(in Input) (string, error) {
	program, err := lake.Program()
	if err != nil {
		return "", err
	}
	sum := sha256.New()
	fmt.Fprintln(sum, program, in.Until.UnixMicro())
	for _, folder := range []string{files.Folder, answers.Folder, answers.SeenFolder, appearances.Folder} {
		listed, err := in.Lake.Listed(folder)
		if err != nil {
			return "", err
		}
		fmt.Fprintln(sum, folder)
		for _, f := range listed {
			fmt.Fprintln(sum, filepath.Base(f.Path), f.Sum)
		}
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

// unchangedSince gives what an earlier pass came to that read the same, if the lake
// still holds what it published.
func (in Input) unchangedSince(key string) (Result, bool) {
	path, found := in.Into.Derived(resultsKind).Get(key)
	if !found {
		return Result{}, false
	}
	var m made
	text, err := os.ReadFile(path)
	if err != nil || json.Unmarshal(text, &m) != nil || m.Generation == "" {
		return Result{}, false
	}
	current, err := in.Into.Current(lake.Staged)
	if err != nil || current.Sum != m.Generation || current.Sound() != nil {
		return Result{}, false
	}
	m.Result.Published = current
	return m.Result, true
}

// note keeps what a pass came to; if it cannot, the next one reads all again.
func (in Input) note(key string, r Result) {
	m := made{Result: r, Generation: r.Published.Sum}
	m.Result.Published = lake.Manifest{}
	text, err := json.Marshal(m)
	if err == nil {
		_, _ = in.Into.Derived(resultsKind).Put(key, func(path string) error { return os.WriteFile(path, text, 0o644) })
	}
}
