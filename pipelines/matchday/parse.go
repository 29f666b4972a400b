package main

import (
	"fmt"
	"log/slog"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"matchday"
)

// textFlag is a flag of a command that takes a text.
func textFlag(name, value, usage string) cli.Flag {
	return &cli.StringFlag{Name: name, Value: value, Usage: usage}
}

// What the flags that several commands have mean.
const (
	stepUsage   = "refit Dixon-Coles and Elo every so many `DAYS`"
	marketUsage = "`GROUP` of features from prices: off, past (earlier fixtures' prices) or on (the fixture's own too)"
)

// parseStep reads --step.
func parseStep(c *cli.Context) (time.Duration, error) {
	d, err := matchday.ParseDuration(c.String("step"))
	if err != nil {
		return 0, badValue(c, "step", "a duration such as 7d or 36h")
	}
	if time.Duration(d) < 24*time.Hour {
		return 0, badValue(c, "step", "at least a day, 1d")
	}
	return time.Duration(d), nil
}

// parseMarket reads --market.
func parseMarket(c *cli.Context) (string, error) {
	return parseChoice(c, "market", "off", "past", "on")
}

// parseRange reads --from and --to; one that is not given is the zero time.
func parseRange(c *cli.Context) (from, to time.Time, err error) {
	if from, err = parseDate(c, "from"); err != nil {
		return from, to, err
	}
	if to, err = parseDate(c, "to"); err != nil {
		return from, to, err
	}
	if !to.IsZero() && to.Before(from) {
		return from, to, usagef("--from %s is after --to %s", c.String("from"), c.String("to"))
	}
	return from, to, nil
}

// parseDate reads a flag's calendar date as midnight UTC; a flag that is neither
// given nor has a default is the zero time.
func parseDate(c *cli.Context, flag string) (time.Time, error) {
	if !c.IsSet(flag) && c.String(flag) == "" {
		return time.Time{}, nil
	}
	t, err := time.Parse(time.DateOnly, c.String(flag))
	if err != nil {
		return time.Time{}, badValue(c, flag, "a date such as 2015-08-31")
	}
	return t, nil
}

// parseChoice reads a flag that takes one of a few words.
func parseChoice(c *cli.Context, flag string, choices ...string) (string, error) {
	v := c.String(flag)
	for _, choice := range choices {
		if v == choice {
			return v, nil
		}
	}
	return "", badValue(c, flag, "one of "+strings.Join(choices, ", "))
}

// parseList reads a flag's comma-separated words; a flag that is not given is
// nil.
func parseList(c *cli.Context, flag string) ([]string, error) {
	if !c.IsSet(flag) {
		return nil, nil
	}
	list := strings.Split(c.String(flag), ",")
	for i := range list {
		if list[i] = strings.TrimSpace(list[i]); list[i] == "" {
			return nil, badValue(c, flag, "a list such as E0,D1 without empty places")
		}
	}
	return list, nil
}

func badValue(c *cli.Context, flag, want string) error {
	return usageError{fmt.Sprintf("--%s: %q is not %s", flag, c.String(flag), want), c.Command.HelpName}
}

// parseNow returns the clock: one that stands still at --now, or the system's.
func parseNow(s setting) (func() time.Time, error) {
	if s.source == "" {
		return func() time.Time { return time.Now().UTC() }, nil
	}
	t, err := time.Parse(time.RFC3339, s.value)
	if err != nil {
		return nil, usagef("%s: %q is not an RFC 3339 time such as 2024-05-19T15:00:00Z", s.source, s.value)
	}
	return t.UTC, nil
}

func parseLevel(s setting) (slog.Level, error) {
	levels := map[string]slog.Level{"debug": slog.LevelDebug, "info": slog.LevelInfo, "warn": slog.LevelWarn, "error": slog.LevelError}
	level, ok := levels[strings.ToLower(s.value)]
	if !ok {
		return 0, usagef("%s: %q is not one of debug, info, warn, error", s.source, s.value)
	}
	return level, nil
}
