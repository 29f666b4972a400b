package xgboost

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strconv"
	"sync"

	"golang.org/x/sync/errgroup"

	"matchday"
)

// sample is what a fit learns from, in row order.
type sample struct {
	values  []float32 // row-major features
	labels  []float32 // place of the outcome in matchday.Probs
	margins []float32 // row-major; what the trees start from
	early   int       // rows before the holdout
	base    base
}

// newSample reads the training rows and fits the base on them.
func newSample(ctx context.Context, rows *matchday.Rows, train []int, cfg Config) (*sample, error) {
	if len(train) == 0 {
		return nil, fmt.Errorf("xgboost: no rows to train on")
	}
	s := &sample{labels: make([]float32, len(train))}
	for k, i := range train {
		outcome := rows.Outcome(i)
		if outcome == matchday.NoOutcome {
			return nil, fmt.Errorf("xgboost: fixture %s has no result to train on", rows.Fixtures[i].ID)
		}
		s.labels[k] = float32(outcome.Index())
	}
	var err error
	if s.values, err = dense(rows, train, cfg.Features); err != nil {
		return nil, err
	}
	if s.base, s.margins, err = fitBase(ctx, rows, train, cfg); err != nil {
		return nil, err
	}
	s.early = splitInTime(rows, train, cfg.Holdout)
	return s, nil
}

// splitInTime is the number of leading rows that are learned from while the
// rest, about a share of holdout, is held out. It falls between two as-ofs, and
// not inside a round of fixtures.
func splitInTime(rows *matchday.Rows, train []int, holdout float64) int {
	n := int(math.Round(float64(len(train)) * (1 - holdout)))
	for n > 0 && n < len(train) && rows.Fixtures[train[n]].AsOf.Equal(rows.Fixtures[train[n-1]].AsOf) {
		n--
	}
	return n
}

// matrix copies the rows from lo to hi (excluded) to the library.
func (s *sample) matrix(lo, hi int) (*matrix, error) {
	cols := len(s.values) / len(s.labels)
	m, err := newMatrix(s.values[lo*cols:hi*cols], cols)
	if err != nil {
		return nil, err
	}
	if err := m.set("label", s.labels[lo:hi]); err != nil {
		m.free()
		return nil, err
	}
	if err := m.set("base_margin", s.margins[lo*classes:hi*classes]); err != nil {
		m.free()
		return nil, err
	}
	return m, nil
}

// params are the library's, for the booster of number k.
func params(cfg Config, k int) []param {
	p := cfg.Params
	number := func(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }
	return []param{
		{"objective", "multi:softprob"}, {"num_class", strconv.Itoa(classes)},
		{"tree_method", "hist"}, {"max_bin", strconv.Itoa(p.MaxBin)},
		{"max_depth", strconv.Itoa(p.MaxDepth)}, {"eta", number(p.Eta)},
		{"min_child_weight", number(p.MinChildWeight)}, {"lambda", number(p.Lambda)},
		{"subsample", number(p.Subsample)}, {"colsample_bytree", number(p.ColsampleTree)},
		{"seed", strconv.FormatInt(cfg.Seed+int64(k), 10)}, {"nthread", "1"},
		{"base_score", "0.5"}, {"disable_default_eval_metric", "1"}, {"verbosity", "0"},
	}
}

// searchRounds grows trees on the earlier rows until the log loss on the later
// ones has not improved for early_stopping_rounds, and returns the best number
// of rounds, 0 if the base alone was best. It asks the first booster for all of
// them: the best numbers of two seeds differ by chance alone. The base has seen
// the later rows, which its handful of coefficients cannot remember.
func searchRounds(ctx context.Context, s *sample, cfg Config) (int, error) {
	n := len(s.labels)
	if s.early == 0 || s.early == n {
		return 0, fmt.Errorf("xgboost: %d training rows share too few as-ofs to hold out %v of them in time", n, cfg.Holdout)
	}
	best := 0
	err := onThread(func() error {
		early, err := s.matrix(0, s.early)
		if err != nil {
			return err
		}
		defer early.free()
		later, err := s.matrix(s.early, n)
		if err != nil {
			return err
		}
		defer later.free()
		b, err := newBooster(params(cfg, 0), cfg.Features, early, later)
		if err != nil {
			return err
		}
		defer b.free()
		least := logLoss(s.margins[s.early*classes:], s.labels[s.early:])
		for i := 0; i < cfg.Params.MaxRounds && i < best+cfg.Params.EarlyStopping; i++ {
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := b.update(i, early); err != nil {
				return err
			}
			margins, err := b.predict(later, asMargin)
			if err != nil {
				return err
			}
			if loss := logLoss(margins, s.labels[s.early:]); loss < least {
				least, best = loss, i+1
			}
		}
		return nil
	})
	return best, err
}

// growAll trains all boosters for so many rounds on all rows and returns their bytes.
// They share one matrix, whose values the library sorts into bins in the very first
// round and only reads from then on: the other boosters begin when that round is over.
// The bins cost as much as ten rounds, and as much memory as the matrix.
func growAll(ctx context.Context, s *sample, cfg Config, rounds int) ([][]byte, error) {
	saved := make([][]byte, cfg.Params.Seeds)
	err := onThread(func() error {
		all, err := s.matrix(0, len(s.labels))
		if err != nil {
			return err
		}
		defer all.free()
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		var others errgroup.Group
		begin := sync.OnceFunc(func() {
			others.Go(func() error { return growOthers(ctx, all, cfg, rounds, saved) })
		})
		saved[0], err = grow(ctx, all, cfg, 0, rounds, func() {
			if cfg.Params.Threads > 1 {
				begin()
			}
		})
		if err != nil {
			cancel()
			return errors.Join(err, others.Wait())
		}
		begin() // where there is one thread, or no round
		return others.Wait()
	})
	return saved, err
}

// growOthers trains the boosters after the first, beside it if there are threads.
func growOthers(ctx context.Context, all *matrix, cfg Config, rounds int, saved [][]byte) error {
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(max(1, cfg.Params.Threads-1))
	for k := 1; k < len(saved); k++ {
		g.Go(func() error {
			return onThread(func() (err error) {
				saved[k], err = grow(ctx, all, cfg, k, rounds, func() {})
				return err
			})
		})
	}
	return g.Wait()
}

// grow trains booster k and returns its bytes. It calls begun after its first round. It
// must run on one thread.
func grow(ctx context.Context, all *matrix, cfg Config, k, rounds int, begun func()) ([]byte, error) {
	b, err := newBooster(params(cfg, k), cfg.Features, all)
	if err != nil {
		return nil, err
	}
	defer b.free()
	for i := range rounds {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if err := b.update(i, all); err != nil {
			return nil, err
		}
		if i == 0 {
			begun()
		}
	}
	return b.save()
}

// logLoss is the mean of -ln P(outcome) under the softmax of row-major margins.
func logLoss(margins, labels []float32) float64 {
	sum := 0.0
	for i, label := range labels {
		var z [classes]float64
		for c := range z {
			z[c] = float64(margins[i*classes+c])
		}
		sum -= math.Log(matchday.Softmax(z)[int(label)])
	}
	return sum / float64(len(labels))
}
