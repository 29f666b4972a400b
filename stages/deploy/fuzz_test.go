package deploy

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// FuzzManifest: a manifest is read or refused, and one that is read vouches for no
// file that it was not written with.
func FuzzManifest(f *testing.F) {
	r := Registry{Dir: f.TempDir()}
	m, err := r.Add(Manifest{CreatedAt: time.Unix(0, 0)}, func(dir string) error { return os.WriteFile(filepath.Join(dir, "a"), []byte("x"), 0o644) })
	if err != nil {
		f.Fatal(err)
	}
	whole, err := os.ReadFile(filepath.Join(r.folder(m.Version), manifestFile))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(whole)
	for _, text := range []string{"null", "{}", "[]", `{"files": [{"path": "../../x"}], "config": {}}`, `{"config": null}`, `{"config": {"seed": 1e400}}`, `{"validation": 3, "config": {}}`} {
		f.Add([]byte(text))
	}
	empty := f.TempDir()
	f.Fuzz(func(t *testing.T, text []byte) {
		m, err := parseManifest(text)
		if err != nil {
			return
		}
		if _, err := json.Marshal(m); err != nil {
			t.Errorf("it cannot be written again: %v", err)
		}
		_, _ = Diff(m, m)
		if err := m.verify(empty); err == nil && len(m.Files) > 0 {
			t.Errorf("files that are not there were found: %v", m.Files)
		}
	})
}

// FuzzChampion: CURRENT names model versions or is refused, never a path.
func FuzzChampion(f *testing.F) {
	for _, text := range []string{
		`{"version": "20240519T020000Z-1a2b3c4d", "since": "2024-05-19T02:00:00Z", "line": ["20240512T020000Z-1a2b3c4d"]}`,
		`{"version": "../../etc"}`, `{"version": "20240519T020000Z-1a2b3c4d", "line": [""]}`, "", "null", "[]", `{"version": 3}`,
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		c, err := parseChampion(text)
		if err != nil {
			return
		}
		for _, v := range append([]string{c.Version}, c.Line...) {
			if filepath.Base(v) != v || !versionName.MatchString(v) {
				t.Errorf("it names %q", v)
			}
		}
		if before := c.Before(); before != "" && !versionName.MatchString(before) {
			t.Errorf("a roll-back leads to %q", before)
		}
	})
}
