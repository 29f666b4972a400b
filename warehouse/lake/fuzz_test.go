package lake

import (
	"path/filepath"
	"strings"
	"testing"
)

// FuzzCurrent: whatever stands in a CURRENT, no path leads out of the layer, and
// nothing that is not there is found whole.
func FuzzCurrent(f *testing.F) {
	for _, text := range []string{
		`{"tables": {"odds": "odds/0123456789abcdef.parquet"}, "files": {"odds/0123456789abcdef.parquet": {"bytes": 3, "sha256": "01"}}, "raw": "x"}`,
		`{"tables": {"odds": ["odds/0123456789abcdef.parquet", "odds/1123456789abcdef.parquet"]}, "partitions": {"odds/0123456789abcdef.parquet": "season/2019"}, "raw": "x"}`,
		`{"tables": {"odds": []}}`, `{"tables": {"odds": ["odds/0.parquet", null]}}`, `{"tables": {"odds": [["odds/0.parquet"]]}}`, `{"tables": {"odds": "../../x.parquet"}}`, `{"tables": null, "files": null}`, `{"files": {"x/0.parquet": {"bytes": -1}}}`, `null`, `{}`, `[]`,
		`{"tables": {"": "/x.parquet"}}`, `{"tables": {"a": "a\\..\\b/x.parquet"}}`, "{\"tables\": {\"a\": \"a/\x00.parquet\"}}",
	} {
		f.Add([]byte(text))
	}
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, text []byte) {
		m := Manifest{dir: dir}
		if err := parseManifest(text, &m); err == nil {
			for _, p := range m.Parts() {
				table, file := p.Table, p.File
				if rel, err := filepath.Rel(dir, filepath.Join(dir, filepath.FromSlash(file))); err != nil || !filepath.IsLocal(rel) || !strings.Contains(rel, "/") {
					t.Errorf("table %q leads to %q", table, file)
				}
				if paths, err := m.Paths(table); err == nil {
					t.Errorf("%s was found", paths)
				}
			}
		}
		var raw landed
		if err := parseLanded(text, &raw); err == nil {
			raw.Files["a/b.parquet"] = Sum{} // a landing lists its file
			if _, damage, err := (Lake{Dir: dir}).verified("raw/a", raw); err != nil || len(damage) == 0 {
				t.Errorf("a file that is not there was found (%v)", err)
			}
		}
	})
}
