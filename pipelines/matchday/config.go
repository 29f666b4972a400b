package main

import (
	"os"
	"strings"

	"sigs.k8s.io/yaml"

	"matchday"
)

// configFile is what a configuration file may hold: the settings of the jobs
// and those global flags that do not change from run to run.
type configFile struct {
	Home     string `json:"home"`
	LogLevel string `json:"log_level"`
	matchday.Config
}

// configKey is a global flag's key in the configuration file.
func configKey(flag string) string { return strings.ReplaceAll(flag, "-", "_") }

// readConfig lays a file over the defaults; an empty path leaves those. A key
// that nothing knows is an error which names it, so that a slip of the pen does
// not quietly leave a default in force.
func readConfig(path string) (configFile, error) {
	c := configFile{Home: "data", LogLevel: "info", Config: matchday.Defaults()}
	if path == "" {
		return c, nil
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return c, usagef("--config: %v", err)
	}
	// A list in the file replaces the default one: decoding into it would mix
	// the two, strategy by strategy.
	strategies := c.Strategies
	c.Strategies = nil
	if err := yaml.UnmarshalStrict(text, &c); err != nil {
		return c, usagef("configuration file %s: %s", path, configMistake(err))
	}
	if c.Strategies == nil {
		c.Strategies = strategies
	}
	if err := c.Validate(); err != nil {
		return c, usagef("configuration file %s: %v", path, err)
	}
	return c, nil
}

// configMistake cuts the layers of decoders from an error's front and calls a
// key a key.
func configMistake(err error) string {
	message := strings.Join(strings.Fields(err.Error()), " ") // the decoder breaks its lines
	for _, layer := range []string{"json: ", "unmarshal errors: "} {
		if _, after, ok := strings.Cut(message, layer); ok {
			message = after
		}
	}
	return strings.Replace(message, "unknown field", "unknown key", 1)
}
