package main

import (
	"encoding/json"
	"io"
	"log/slog"
	"os"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"matchday/config"
	"matchday/pipelines/job"
)

// globalFlags may stand before and behind every command's name. They have no
// defaults: a flag that is not given leaves its setting to the environment and the
// configuration file.
func globalFlags() []cli.Flag {
	const category = "Global:"
	text := func(name, usage string) cli.Flag {
		return &cli.StringFlag{Name: name, Usage: usage, Category: category}
	}
	return []cli.Flag{
		text("home", "the folder `DIR` of lake and warehouse (default: ./data) [$MATCHDAY_HOME]"),
		text("now", "run as of this `RFC3339` moment (default: the system's clock)"),
		&cli.BoolFlag{Name: "json", Usage: "print the result as one JSON object; logs go to stderr as always", Category: category},
		text("log-level", "lowest `LEVEL` that is logged: debug, info, warn or error (default: info) [$MATCHDAY_LOG_LEVEL]"),
		text("config", "read settings from a YAML `FILE` [$MATCHDAY_CONFIG]"),
	}
}

// session is what every command works with: the jobs' environment, and where
// results are printed.
type session struct {
	job.Env
	stdin  io.Reader
	stdout io.Writer
	table  io.Writer // for CSV: byte for byte, unless it is a terminal
	json   bool
}

// session reads the global flags, the environment and the configuration file.
func (p *program) session(c *cli.Context) (*session, error) {
	file, err := config.Read(p.setting(c, "config", "MATCHDAY_CONFIG", "").value)
	if err != nil {
		return nil, usageError{message: err.Error()}
	}
	level, err := parseLevel(p.setting(c, "log-level", "MATCHDAY_LOG_LEVEL", file.LogLevel))
	if err != nil {
		return nil, err
	}
	now, err := parseNow(flagged(c, "now"))
	if err != nil {
		return nil, err
	}
	home := p.setting(c, "home", "MATCHDAY_HOME", file.Home)
	if home.value == "" {
		return nil, usagef("%s: the folder's name is empty", home.source)
	}
	start := time.Now()
	s := &session{stdin: p.stdin, stdout: p.stdout, table: p.rawStdout, json: flaggedTrue(c, "json"), Env: job.Env{
		Home:      home.value,
		Now:       now,
		Machine:   time.Now,
		Config:    file.Config,
		Log:       slog.New(slog.NewTextHandler(p.stderr, &slog.HandlerOptions{Level: level})),
		Stopwatch: func() time.Duration { return time.Since(start) },
		Revision:  revision(),
	}}
	if !s.json && isTerminal(p.rawStderr) {
		s.Progress = p.rawStderr
	}
	if isTerminal(p.rawStdout) {
		s.table = p.stdout
	}
	return s, nil
}

// report is a job's result.
type report interface {
	WriteText(io.Writer) error // for people; machines get its JSON
}

// verdict is a report that can be an error although the job did its work: a file was
// refused, a check failed. The report is printed before the error is returned.
type verdict interface{ Err() error }

// print prints a report as text, or with --json as one object.
func (s *session) print(r report) error {
	if s.json {
		return json.NewEncoder(s.stdout).Encode(r)
	}
	return r.WriteText(s.stdout)
}

// written is the report of a job that has written to the warehouse.
type written interface{ AfterCommit() []string }

// finish prints the report of a job that did not fail, and returns its verdict. That
// a report cannot be printed is no failure of a job that has written: nobody should
// give the command again because of it.
func (s *session) finish(r report, err error) error {
	if err != nil || r == nil {
		return err
	}
	if err := s.print(r); err != nil {
		if _, ok := r.(written); !ok {
			return err
		}
		s.Log.Warn("all is written, but the report cannot be printed", "reason", err)
	}
	if v, ok := r.(verdict); ok {
		return v.Err()
	}
	return nil
}

// setting is a value and where it came from, for errors.
type setting struct{ value, source string }

// setting takes a global setting from the flag, else the environment, else the
// configuration file's value.
func (p *program) setting(c *cli.Context, flag, variable, inFile string) setting {
	if s := flagged(c, flag); s.source != "" {
		return s
	}
	if v, ok := p.env(variable); ok && v != "" {
		return setting{v, "$" + variable}
	}
	return setting{inFile, "configuration key " + strings.ReplaceAll(flag, "-", "_")}
}

// flagged is a flag's value at the innermost command at which it was given; its
// source is empty if it was not given.
func flagged(c *cli.Context, name string) setting {
	for _, level := range c.Lineage() {
		if level.IsSet(name) {
			return setting{level.String(name), "--" + name}
		}
	}
	return setting{}
}

func flaggedTrue(c *cli.Context, name string) bool {
	for _, level := range c.Lineage() {
		if level.IsSet(name) {
			return level.Bool(name)
		}
	}
	return false
}

// isTerminal reports whether w is a terminal: progress lines would spoil a file.
func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	stat, err := f.Stat()
	return err == nil && stat.Mode()&os.ModeCharDevice != 0
}
