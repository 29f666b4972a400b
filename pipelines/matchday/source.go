package main

import (
	"github.com/redis/go-redis/v9/logging"
	"github.com/urfave/cli/v2"

	"matchday/pipelines/ingest"
	"matchday/pipelines/job"
	"matchday/stages/land/sportmonks"
)

// sourceFlags say which API a scheduled job asks, if any.
func sourceFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "base-url", Usage: "ask the API at this `URL` [$SPORTMONKS_BASE_URL] (default: " + sportmonks.BaseURL + ")"},
		&cli.BoolFlag{Name: "offline", Usage: "do not ask the API: work on what has landed"},
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

// fetch returns the fetch of a live job; nil if it is not to ask the API.
func (p *program) fetch(s *session, c *cli.Context, ask ingest.LiveQuery) (job.Fetch, error) {
	if has, err := p.hasSource(s, c); !has {
		return nil, err
	}
	o, err := p.source(c)
	return ingest.FetchSportmonks(o, ask), err
}
