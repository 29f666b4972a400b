// Package config has the values that settings have when nobody says otherwise,
// and reads the file in which somebody does. The settings themselves are types
// of the root package: whatever works by them is handed values.
package config

import (
	"encoding/json"
	"errors"
	"fmt"
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
	c := File{Home: "data", LogLevel: "info", Config: Defaults()}
	if path == "" {
		return c, nil
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return c, fmt.Errorf("--config: %w", err)
	}
	if object, err := yaml.YAMLToJSON(text); err == nil {
		if err := refuseOld(object); err != nil {
			return c, fmt.Errorf("configuration file %s: %w", path, err)
		}
	}
	// A list in the file replaces the default one: decoding into it would mix
	// the two, strategy by strategy.
	strategies := c.Strategies
	c.Strategies = nil
	if err := yaml.UnmarshalStrict(text, &c); err != nil {
		return c, fmt.Errorf("configuration file %s: %w", path, mistake(err))
	}
	if c.Strategies == nil {
		c.Strategies = strategies
	}
	if err := c.Validate(); err != nil {
		return c, fmt.Errorf("configuration file %s: %w", path, err)
	}
	return c, nil
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
