package config

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"

	"sigs.k8s.io/yaml"
)

// Value is one setting in force.
type Value struct {
	Key   string `json:"key"` // with those above it: staking.max_bet, strategies[0].name
	Value string `json:"value"`
	From  string `json:"from"` // the configuration file's path, "config/tuned.yaml" of the program, or "default"
}

// Values lists the settings of a file, as Read reads it, and of the defaults below
// it, by key.
func Values(path string) ([]Value, error) {
	f, err := Read(path)
	if err != nil {
		return nil, err
	}
	var text []byte
	if path != "" {
		if text, err = os.ReadFile(path); err != nil {
			return nil, err
		}
	}
	inForce, err := flatten(f)
	if err != nil {
		return nil, err
	}
	defaults, err := flatten(File{Config: Defaults()})
	if err != nil {
		return nil, err
	}
	tuned, err := flattenYAML(tunedFile)
	if err != nil {
		return nil, err
	}
	written, err := flattenYAML(text)
	if err != nil {
		return nil, err
	}
	return valuesOf(inForce, defaults, tuned, written, path), nil
}

// valuesOf says of each setting in force where it comes from. What a file does not
// write and yet changes is part of a list that it writes anew.
func valuesOf(inForce, defaults, tuned, written map[string]string, path string) []Value {
	out := make([]Value, 0, len(inForce))
	for _, key := range slices.Sorted(maps.Keys(inForce)) {
		v := Value{Key: key, Value: inForce[key], From: "default"}
		_, isWritten := written[key]
		_, isTuned := tuned[key]
		switch usual, there := defaults[key]; {
		case isWritten, path != "" && key != "home" && key != "log_level" && (!there || usual != v.Value):
			v.From = path
		case isTuned:
			v.From = "config/tuned.yaml"
		}
		out = append(out, v)
	}
	return out
}

// flatten returns the leaves of a value's JSON by their keys.
func flatten(v any) (map[string]string, error) {
	text, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	return flattenJSON(text)
}

func flattenYAML(text []byte) (map[string]string, error) {
	object, err := yaml.YAMLToJSON(text)
	if err != nil {
		return nil, err
	}
	return flattenJSON(object)
}

func flattenJSON(text []byte) (map[string]string, error) {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber() // a seed keeps its digits
	var tree any
	if err := d.Decode(&tree); err != nil {
		return nil, err
	}
	leaves := map[string]string{}
	var walk func(key string, node any)
	walk = func(key string, node any) {
		switch n := node.(type) {
		case map[string]any:
			for name, child := range n {
				walk(strings.TrimPrefix(key+"."+name, "."), child)
			}
		case []any:
			if texts, ok := words(n); ok {
				leaves[key] = texts
				return
			}
			for i, child := range n {
				walk(key+"["+strconv.Itoa(i)+"]", child)
			}
		case nil:
			leaves[key] = ""
		default:
			leaves[key] = fmt.Sprint(n)
		}
	}
	walk("", tree)
	return leaves, nil
}

// words is a list of texts on one line; false if it holds anything else.
func words(list []any) (string, bool) {
	texts := make([]string, len(list))
	for i, v := range list {
		s, ok := v.(string)
		if !ok {
			return "", false
		}
		texts[i] = s
	}
	return "[" + strings.Join(texts, ", ") + "]", true
}
