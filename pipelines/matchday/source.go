package main

import (
	"github.com/redis/go-redis/v9/logging"
	"github.com/urfave/cli/v2"

	"matchday/pipelines/ingest"
	"matchday/stages/land/download"
	"matchday/stages/land/sportmonks"
)

// sourceFlags say which API a scheduled job asks, if any.
func sourceFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "base-url", Usage: "ask the API at this `URL` [$SPORTMONKS_BASE_URL] (default: " + sportmonks.BaseURL + ")"},
		&cli.BoolFlag{Name: "offline", Usage: "neither ask the API nor download files: work on what has landed"},
	}
}

// cacheVariable names the environment variable that holds the URL of a Redis
// database for the API's responses; without it they are files in the home.
const cacheVariable = "REDIS_URL"

// source returns the API that a job asks, by the flags and the environment; the key
// is empty if there is none.
func (p *program) source(c *cli.Context) (o ingest.SportmonksOptions, err error) {
	if o.BaseURL = c.String("base-url"); o.BaseURL == "" {
		o.BaseURL, _ = p.env("SPORTMONKS_BASE_URL")
	}
	if address, _ := p.env(cacheVariable); address != "" {
		// The library would write to stderr. Its connections end with the process.
		logging.Disable()
		cache, err := sportmonks.NewRedisCache(address)
		if err != nil {
			return o, usagef("$%s: %v", cacheVariable, err)
		}
		o.Cache = cache
	}
	token, _ := p.env(keyVariable)
	o.Key = sportmonks.NewKey(token)
	return o, nil
}

// sources are what a scheduled job asks: the API where there is a key, and the
// publisher's files where the configuration says so; offline nobody.
func (p *program) sources(s *session, c *cli.Context) (out ingest.Sources, err error) {
	if s.Config.FootballData.Download && !c.Bool("offline") {
		if _, err := download.ParseDivisions(s.Config.FootballData.Divisions); err != nil {
			return out, usagef("configuration key footballdata.divisions: %v", err)
		}
		out.Files = &ingest.DownloadOptions{FootballData: s.Config.FootballData}
	}
	if has, err := p.hasSource(s, c); err != nil || !has {
		return out, err
	}
	o, err := p.source(c)
	out.API = &o
	return out, err
}

// hasSource reports whether a scheduled job asks the API. Without a key, or offline,
// it works on what has landed; where that came from the API, a warning says that no
// key was given.
func (p *program) hasSource(s *session, c *cli.Context) (bool, error) {
	if c.Bool("offline") {
		return false, nil
	}
	if token, _ := p.env(keyVariable); token != "" {
		return true, nil
	}
	fed, err := ingest.FedByAPI(s.Env)
	if fed {
		s.Log.Warn("there is no API key, and this home was fed by the API: the job works on what has landed; set "+keyVariable+", or say --offline",
			"home", s.Home)
	}
	return false, err
}
