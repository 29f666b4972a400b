package weekly

import (
	"fmt"
	"time"

	"matchday/pipelines/ingest"
	"matchday/stages/land/sportmonks"
)

// compactLake joins the small files that the week's jobs landed on closed days, not a
// byte of a payload changed, and forgets answers that nobody will ask for. The
// caller holds the lake's lock. Killed in between, it leaves rows twice, which
// staging bears, and the next run removes.
func (w *weekly) compactLake() (err error) {
	today := w.Now.Truncate(24 * time.Hour)
	if w.merged, err = sportmonks.Merge(w.Env.Lake(), today); err != nil {
		return fmt.Errorf("merge the landed files of closed days: %w", err)
	}
	if err := ingest.ResponseCache(w.Env).Sweep(w.Now); err != nil {
		w.Env.Log.Warn("old answers of the API stay in the cache", "error", err)
	}
	return nil
}
