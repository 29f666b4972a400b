package pipelines

import (
	"fmt"
	"time"

	"matchday/stages/land/sportmonks"
)

// tidy joins the small files that the week's jobs landed on closed days, not a
// byte of a payload changed, and forgets answers that nobody will ask for. The
// caller holds the lake's lock. Killed in between, it leaves rows twice, which
// staging bears, and the next run removes.
func (w *weekly) tidy() (err error) {
	today := w.now.Truncate(24 * time.Hour)
	if w.merged, err = sportmonks.Merge(w.env.Lake(), today); err != nil {
		return fmt.Errorf("merge the landed files of closed days: %w", err)
	}
	if err := answersOf(w.env).Sweep(w.now); err != nil {
		w.env.Log.Warn("old answers of the API stay in the cache", "error", err)
	}
	return nil
}
