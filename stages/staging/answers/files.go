package answers

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"slices"

	"github.com/parquet-go/parquet-go"
	"golang.org/x/sync/errgroup"

	"matchday/warehouse/lake"
)

// HeldFile is a file whose rows a merged file of the lake holds, one after the other.
type HeldFile struct {
	SHA256 string   `json:"sha256"`
	Rows   int      `json:"rows"`
	Merged []string `json:"merged,omitempty"` // the sums of the landed files that it held itself; none: it is as it landed
}

// HeldKey is under which a merged file's own description lists what it holds, as JSON.
const HeldKey = "matchday.held"

// HeldFiles lists what a merged file of the lake holds; none of one that is as it landed.
func HeldFiles(path string) (held []HeldFile, err error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	p, err := parquet.OpenFile(file, info.Size(), parquet.SkipPageIndex(true), parquet.SkipBloomFilters(true))
	if err != nil {
		return nil, unreadable(path, err)
	}
	if text, merged := p.Lookup(HeldKey); merged {
		if err := json.Unmarshal([]byte(text), &held); err != nil {
			return nil, unreadable(path, err)
		}
	}
	return held, nil
}

func unreadable(path string, err error) error {
	return fmt.Errorf("read landed file %s: %w; restore it from a backup", path, err)
}

// objects calls use for every object of the landed file, in the order of its rows. What
// it holds that this program has decoded before is not decoded again.
func (p *pack) objects(ctx context.Context, use func(*Object) error) error {
	held, err := HeldFiles(p.file.Path)
	if err != nil {
		return err
	}
	row := 0
	for _, h := range held {
		of := &pack{store: p.store, file: lake.LandedFile{Sum: lake.Sum{SHA256: h.SHA256}}}
		done, err := of.each(h.Rows, use)
		if err == nil && !done {
			err = decodeRows(ctx, p.file.Path, row, h.Rows, use)
		}
		if err != nil {
			return err
		}
		row += h.Rows
	}
	if len(held) > 0 {
		return nil
	}
	return decodeRows(ctx, p.file.Path, 0, everyRow, use)
}

// everyRow is more rows than any file has.
const everyRow = 1 << 60

// each calls use for every object of a pack, if it stands and has so many.
func (p *pack) each(rows int, use func(*Object) error) (done bool, err error) {
	refs, known := p.known()
	if !known || len(refs) != rows {
		return false, nil
	}
	x, found := p.open(everyRow)
	if !found {
		return false, nil
	}
	defer x.close()
	for some := range slices.Chunk(refs, block) {
		pointers := make([]*Ref, len(some))
		for i := range some {
			pointers[i] = &some[i]
		}
		objects, err := x.objects(pointers)
		if err != nil {
			return false, err
		}
		for _, o := range objects {
			if err := use(o); err != nil {
				return false, err
			}
		}
	}
	return true, nil
}

// block is how many objects are taken from one pack into another at a time.
const block = 1024

// rawBatch is how many landed objects are read at a time: a fixture with all
// its prices is a few megabytes.
const rawBatch = 8

// decodeRows decodes some rows of a landed file on all processors, and calls use for
// each in their order.
func decodeRows(ctx context.Context, path string, from, rows int, use func(*Object) error) error {
	// Each slot is the promise of a batch; they are kept in order.
	slots := make(chan chan []*Object, runtime.GOMAXPROCS(0))
	work, ctx := errgroup.WithContext(ctx)
	work.Go(func() error {
		defer close(slots)
		err := streamRaw(path, from, rows, func(batch []Raw) error {
			slot := make(chan []*Object, 1)
			select {
			case slots <- slot:
			case <-ctx.Done():
				return ctx.Err()
			}
			go func() {
				decoded := make([]*Object, len(batch))
				for i := range batch {
					decoded[i] = DecodeObject(&batch[i])
				}
				slot <- decoded
			}()
			return nil
		})
		if err != nil && ctx.Err() == nil {
			return unreadable(path, err)
		}
		return err
	})
	work.Go(func() error {
		for slot := range slots {
			for _, o := range <-slot {
				if err := use(o); err != nil {
					return err
				}
			}
		}
		return nil
	})
	return work.Wait()
}

// streamRaw gives some of a file's rows in batches.
func streamRaw(path string, from, rows int, use func([]Raw) error) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	r := parquet.NewGenericReader[Raw](f)
	defer r.Close()
	if from > 0 {
		if err := r.SeekToRow(int64(from)); err != nil {
			return err
		}
	}
	for rows > 0 {
		batch := make([]Raw, min(rawBatch, rows))
		n, err := r.Read(batch)
		if rows -= n; n > 0 {
			if err := use(batch[:n]); err != nil {
				return err
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
	return nil
}
