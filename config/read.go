// Package config has the values that settings have when nobody says otherwise,
// and reads the file in which somebody does. The settings themselves are types
// of the root package: whatever works by them is handed values.
package config

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"reflect"
	"strings"

	"sigs.k8s.io/yaml"

	"matchday"
)

// File is what a configuration file may hold: the settings of the jobs and
// those global flags that do not change from run to run.
type File struct {
	Home     string `json:"home"`
	LogLevel string `json:"log_level"`
	matchday.Config
}

// Read lays a YAML file over the defaults; an empty path leaves those. A key
// that nothing knows is an error which names it, so that a slip of the pen does
// not quietly leave a default in force.
func Read(path string) (File, error) {
	if path == "" {
		return defaultFile(), nil
	}
	text, err := readLimited(path)
	if err != nil {
		return defaultFile(), fmt.Errorf("--config: %w", err)
	}
	c, err := parse(text)
	if err != nil {
		return c, fmt.Errorf("configuration file %s: %w", path, err)
	}
	return c, nil
}

func defaultFile() File { return File{Home: "data", LogLevel: "info", Config: Defaults()} }

// largest is how many bytes a configuration file may have; a person's has a few
// thousand.
const largest = 1 << 20

// readLimited reads a file, or what another program writes into it, if it is not
// too large.
func readLimited(path string) (text []byte, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	text, err = io.ReadAll(io.LimitReader(f, largest+1))
	if err == nil && len(text) > largest {
		err = fmt.Errorf("%s has more than %d bytes: this is no configuration file", path, largest)
	}
	return text, err
}

// parse lays a file's text over the defaults.
func parse(text []byte) (File, error) {
	c := defaultFile()
	if object, err := yaml.YAMLToJSON(text); err == nil {
		if err := refuseOld(object); err != nil {
			return c, err
		}
	}
	// A list in the file replaces the default one: decoding into it would mix
	// the two, strategy by strategy.
	strategies := c.Strategies
	c.Strategies = nil
	if err := yaml.UnmarshalStrict(text, &c); err != nil {
		return c, mistake(err)
	}
	if c.Strategies == nil {
		c.Strategies = strategies
	}
	return c, c.Validate()
}

// mistake cuts the layers of decoders from an error's front and calls a key a
// key.
func mistake(err error) error {
	var wrong *json.UnmarshalTypeError
	if errors.As(err, &wrong) && wrong.Type == reflect.TypeFor[matchday.Duration]() {
		key := strings.TrimPrefix(wrong.Field, "Config.") // File embeds it
		return fmt.Errorf("key %s: %s is not a duration with units such as 6h, 90m or 28d", key, wrong.Value)
	}
	message := strings.Join(strings.Fields(err.Error()), " ") // the decoder breaks its lines
	for _, layer := range []string{"json: ", "unmarshal errors: "} {
		if _, after, ok := strings.Cut(message, layer); ok {
			message = after
		}
	}
	return errors.New(suggestKey(strings.Replace(message, "unknown field", "unknown key", 1)))
}
