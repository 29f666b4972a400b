package weekly

import (
	"fmt"
	"time"

	"matchday/pipelines/ingest"
	"matchday/stages/land/sportmonks"
	"matchday/stages/staging/answers"
)

// derivedLimit is how many bytes of derived files a week leaves in the lake.
const derivedLimit = 2 << 30

// compactLake merges the small files that jobs landed on past days, without a change
// to a payload, and removes old responses from the API's cache and what was derived from
// the lake and used longest ago. The caller holds the lake's lock. A kill may leave rows
// twice: staging reads them as one, and the next run removes them.
func (w *weekly) compactLake() (err error) {
	if err := answers.Sweep(w.Env.Lake()); err != nil {
		w.Env.Log.Warn("what was derived from landed files that are merged could not be removed", "error", err)
	}
	today := w.Now.Truncate(24 * time.Hour)
	if w.merged, err = sportmonks.Merge(w.Env.Lake(), today); err != nil {
		return fmt.Errorf("merge the landed files of closed days: %w", err)
	}
	if err := ingest.ResponseCache(w.Env).Sweep(w.Now); err != nil {
		w.Env.Log.Warn("old responses of the API could not be removed from the cache", "error", err)
	}
	if err := w.Env.Lake().PruneDerived(derivedLimit); err != nil {
		w.Env.Log.Warn("derived files that were used longest ago could not be removed", "error", err)
	}
	return nil
}
