package deploy

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
)

// Change is something in which two versions differ.
type Change struct {
	Key  string `json:"key"` // path in the manifest, e.g. "config.xgboost.eta"
	A, B string // JSON of the values, "" where a version has none
}

// MarshalJSON writes an absent value as null.
func (c Change) MarshalJSON() ([]byte, error) {
	value := func(s string) json.RawMessage {
		if s == "" {
			return json.RawMessage("null")
		}
		return json.RawMessage(s)
	}
	return json.Marshal(struct {
		Key string          `json:"key"`
		A   json.RawMessage `json:"a"`
		B   json.RawMessage `json:"b"`
	}{c.Key, value(c.A), value(c.B)})
}

// Diff lists in what two manifests differ, sorted by key. Features and files
// are compared by name, so that one more does not move all behind it.
func Diff(a, b Manifest) ([]Change, error) {
	left, err := flatten(a)
	if err != nil {
		return nil, err
	}
	right, err := flatten(b)
	if err != nil {
		return nil, err
	}
	keys := slices.AppendSeq(slices.Collect(maps.Keys(left)), maps.Keys(right))
	slices.Sort(keys)
	out := []Change{}
	for _, key := range slices.Compact(keys) {
		if left[key] != right[key] {
			out = append(out, Change{Key: key, A: left[key], B: right[key]})
		}
	}
	return out, nil
}

// flatten gives the JSON of each single value of a manifest by its path.
func flatten(m Manifest) (map[string]string, error) {
	text, err := json.Marshal(m)
	if err != nil {
		return nil, err
	}
	var tree map[string]any
	read := json.NewDecoder(bytes.NewReader(text))
	read.UseNumber()
	if err := read.Decode(&tree); err != nil {
		return nil, err
	}
	names := map[string]any{}
	for _, name := range m.Features.Names {
		names[name] = true
	}
	tree["features"].(map[string]any)["names"] = names
	files := map[string]any{}
	for _, f := range m.Files {
		files[f.Path] = f.SHA256
	}
	tree["files"] = files
	out := map[string]string{}
	return out, flattenInto(out, "", tree)
}

func flattenInto(out map[string]string, path string, value any) error {
	if branch, ok := value.(map[string]any); ok {
		for key, below := range branch {
			if path != "" {
				key = path + "." + key
			}
			if err := flattenInto(out, key, below); err != nil {
				return err
			}
		}
		return nil
	}
	text, err := json.Marshal(value)
	if err != nil {
		return fmt.Errorf("compare %s: %w", path, err)
	}
	out[path] = string(text)
	return nil
}
