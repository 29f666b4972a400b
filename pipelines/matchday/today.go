package main

import (
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"matchday/pipelines/bets"
)

func (p *program) today() *cli.Command {
	return p.command(&cli.Command{
		Name:  "today",
		Usage: "list the bets to place now, with the price now and the lowest still worth taking",
		Description: "Kick-offs are those told now, in the time zone of $TZ or else of the machine. A bet whose match has begun, was moved or is " +
			"no longer confirmed is not listed.\n\nExample:\n  matchday today",
	}, func(s *session, c *cli.Context) (report, error) {
		return bets.Today(c.Context, s.Env, p.zone(s))
	})
}

// zone is the person's time zone: that of the variable TZ, else the machine's.
func (p *program) zone(s *session) *time.Location {
	name, set := p.env("TZ")
	if !set {
		return time.Local
	}
	zone, err := time.LoadLocation(strings.TrimPrefix(name, ":"))
	if err != nil {
		s.Log.Warn("times are in UTC, because TZ names no zone such as Europe/Berlin", "TZ", name)
		return time.UTC
	}
	return zone
}
