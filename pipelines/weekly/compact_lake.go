package weekly

import (
	"fmt"
	"time"

	"matchday/pipelines/ingest"
	"matchday/stages/land/sportmonks"
)

// compactLake merges the small files that jobs landed on past days, without a change
// to a payload, and removes old responses from the API's cache. The caller holds the
// lake's lock. A kill may leave rows twice: staging reads them as one, and the next
// run removes them.
func (w *weekly) compactLake() (err error) {
	today := w.Now.Truncate(24 * time.Hour)
	if w.merged, err = sportmonks.Merge(w.Env.Lake(), today); err != nil {
		return fmt.Errorf("merge the landed files of closed days: %w", err)
	}
	if err := ingest.ResponseCache(w.Env).Sweep(w.Now); err != nil {
		w.Env.Log.Warn("old responses of the API could not be removed from the cache", "error", err)
	}
	return nil
}
