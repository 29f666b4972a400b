package ingest

import (
	"time"

	"matchday/pipelines/job"
)

// Sources are what the scheduled jobs ask; the zero value asks nobody. Of both, the
// files come first: what the API says later is newer.
type Sources struct {
	API   *SportmonksOptions // nil: the API is not asked
	Files *DownloadOptions   // nil: nothing is downloaded
}

// Weekly returns the fetch of the weekly job; nil if there is no source.
func (s Sources) Weekly() job.Fetch {
	var api job.Fetch
	if s.API != nil {
		api = FetchWeekly(*s.API)
	}
	return job.Together(s.download(downloadWeekly), api)
}

// Coming returns the fetch of the hourly job, for the fixtures that kick off within a
// time; nil if there is no source.
func (s Sources) Coming(within time.Duration) job.Fetch {
	return job.Together(s.download(downloadComing), s.ask(QueryComing(within)))
}

// Lineups returns the fetch of the lineups job; nil without the API, which alone has
// them.
func (s Sources) Lineups() job.Fetch { return s.ask(QueryLineups()) }

// Results returns the fetch of the settle job; nil if there is no source.
func (s Sources) Results() job.Fetch {
	return job.Together(s.download(downloadResults), s.ask(QueryResults()))
}

func (s Sources) ask(query LiveQuery) job.Fetch {
	if s.API == nil {
		return nil
	}
	return FetchSportmonks(*s.API, query)
}

func (s Sources) download(fetch func(DownloadOptions) job.Fetch) job.Fetch {
	if s.Files == nil {
		return nil
	}
	return fetch(*s.Files)
}
