package main

import (
	"github.com/urfave/cli/v2"

	"matchday/pipelines"
	"matchday/stages/land/sportmonks"
)

// sourceFlags say where a live job asks for what is new.
func sourceFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "base-url", Usage: "ask the API at this `URL` [$SPORTMONKS_BASE_URL] (default: " + sportmonks.BaseURL + ")"},
		&cli.BoolFlag{Name: "offline", Usage: "ask nobody: work on what has landed"},
	}
}

// fetch is how a live job asks the API; without a key, or offline, there is
// nobody to ask, and the job works on what has landed.
func (p *program) fetch(c *cli.Context, ask pipelines.LiveAsk) pipelines.Fetch {
	token, _ := p.env(keyVariable)
	if token == "" || c.Bool("offline") {
		return nil
	}
	base := c.String("base-url")
	if base == "" {
		base, _ = p.env("SPORTMONKS_BASE_URL")
	}
	return pipelines.FetchSportmonks(pipelines.SportmonksOptions{BaseURL: base, Key: sportmonks.NewKey(token)}, ask)
}
