package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/urfave/cli/v2"

	"matchday/config"
	"matchday/pipelines/staged"
)

func (p *program) config() *cli.Command {
	return p.group(&cli.Command{
		Name:        "config",
		Usage:       "show the settings in force",
		Description: "Example:\n  matchday config print",
		Subcommands: []*cli.Command{p.command(&cli.Command{
			Name:  "print",
			Usage: "print every setting, its value, and where the value comes from",
			Description: "Flags go before the environment, the environment before the configuration file, the file\nbefore the defaults. " +
				"Keys and passwords are not shown, only that they are set.\n\nExample:\n  matchday --config matchday.yaml config print",
		}, p.printConfig)},
	})
}

// configReport lists settings by key.
type configReport struct {
	Settings []config.Value `json:"settings"`
}

// secrets are the variables of which only "set" is shown.
var secrets = []string{keyVariable, cacheVariable}

func (p *program) printConfig(s *session, c *cli.Context) (report, error) {
	values, err := config.Values(p.setting(c, "config", "MATCHDAY_CONFIG", "").value)
	if err != nil {
		return nil, err
	}
	for i, v := range values {
		switch v.Key {
		case "home":
			values[i] = p.overridden(c, v, "home", "MATCHDAY_HOME")
		case "log_level":
			values[i] = p.overridden(c, v, "log-level", "MATCHDAY_LOG_LEVEL")
		}
	}
	values = append(values, p.overridden(c, config.Value{Key: "config", From: "default"}, "config", "MATCHDAY_CONFIG"),
		p.overridden(c, config.Value{Key: "now", Value: "the system's clock", From: "default"}, "now", ""))
	for _, name := range append(slices.Clone(secrets), "SPORTMONKS_BASE_URL") {
		v := config.Value{Key: name, From: "default"}
		if text, _ := p.env(name); text != "" {
			v.Value, v.From = text, "$"+name
			if slices.Contains(secrets, name) {
				v.Value = "set"
			}
		}
		values = append(values, v)
	}
	slices.SortFunc(values, func(a, b config.Value) int { return strings.Compare(a.Key, b.Key) })
	staged.WarnOfUnknownBookmakers(c.Context, s.Env)
	return configReport{values}, nil
}

// overridden is a setting as a flag or the environment has it, if either does.
func (p *program) overridden(c *cli.Context, v config.Value, flag, variable string) config.Value {
	if s := p.setting(c, flag, variable, v.Value); strings.HasPrefix(s.source, "-") || strings.HasPrefix(s.source, "$") {
		v.Value, v.From = s.value, s.source
	}
	return v
}

// WriteText prints one setting a line.
func (r configReport) WriteText(w io.Writer) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "KEY\tVALUE\tFROM")
	for _, v := range r.Settings {
		fmt.Fprintf(t, "%s\t%s\t%s\n", v.Key, v.Value, v.From)
	}
	return t.Flush()
}
