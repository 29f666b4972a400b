package weekly

import (
	"time"

	"matchday"
	"matchday/stages/train"
)

// learned are the rows whose result was known at a moment.
func (w *weekly) learned(asOf time.Time) []int { return w.rows.KnownBefore(time.Time{}, asOf) }

// training sums up what the serving models learned from.
func (w *weekly) training() matchday.LearnedFrom { return train.LearnedFrom(w.rows, w.learned(w.Now)) }
