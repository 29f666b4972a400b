package sportmonks

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"matchday/stages/staging/answers"
	"matchday/warehouse/lake"
)

// FilesInput is one landing of files that hold responses of the API.
type FilesInput struct {
	Lake  lake.Lake
	Paths []string // files, or folders that are searched to their bottom
	// FetchedAt is when the responses became known; zero: when their recorder
	// says, else the file's own time.
	FetchedAt time.Time
	// Entity is what objects are of which neither a recorded request nor the
	// keys tell; may be empty.
	Entity string
	Key    Key // is struck out of what lands; may be none
}

// FilesResult counts what became of the files.
type FilesResult struct {
	Landed
	Files   int    // read
	Read    int64  // bytes of JSON in them, unpacked
	Answers int    // values in them: responses, lists, objects
	Empty   int    // responses without data
	Errors  int    // responses that are errors of the API or its recorder
	Skipped []Note // tables, manifests, collections
	Refused []Note // not landed, or not whole; the command then exits 1
}

// Note names a file and says why it was not landed.
type Note struct {
	Path   string
	Reason string
}

func (n Note) String() string { return n.Path + ": " + n.Reason }

// LandFiles lands the objects in files: .json (one value) and .jsonl (one a
// line), plain, .gz or .zst; each value a whole response, its data, a response
// in a recorder's wrapping, or a single object. All of a run appears together;
// landing a file again changes nothing. An error means that nothing landed;
// what could not be landed is in Refused, the rest did. The caller holds the
// lake's lock.
func LandFiles(ctx context.Context, in FilesInput) (FilesResult, error) {
	var result FilesResult
	if in.Entity != "" && !slices.Contains(answers.Entities, in.Entity) {
		return result, fmt.Errorf("entity %q: want one of %s", in.Entity, strings.Join(answers.Entities, ", "))
	}
	known, err := readIndex(in.Lake, nil)
	if err != nil {
		return result, err
	}
	paths, err := in.find(ctx, &result)
	if err != nil {
		return result, err
	}
	run, err := startRun(in.Lake, known)
	if err != nil {
		return result, err
	}
	result.Landed, err = run.end(in.land(ctx, paths, run, &result))
	return result, err
}

// file is a file to read.
type file struct {
	path string
	form form
	at   time.Time // of its responses, unless they say otherwise
}

// find lists the files below the paths, in the order in which they land.
func (in FilesInput) find(ctx context.Context, result *FilesResult) ([]file, error) {
	var out []file
	for _, root := range in.Paths {
		if target, err := filepath.EvalSymlinks(root); err == nil {
			root = target // WalkDir would not follow it
		}
		err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
			switch {
			case ctx.Err() != nil:
				return ctx.Err()
			case err != nil:
				result.Refused = append(result.Refused, Note{path, err.Error()})
				return nil
			case path != root && strings.HasPrefix(entry.Name(), "."):
				if entry.IsDir() {
					return fs.SkipDir
				}
				return nil
			case entry.IsDir():
				return nil
			}
			f := formOf(path)
			if f.skip != "" {
				result.Skipped = append(result.Skipped, Note{path, f.skip})
				return nil
			}
			info, err := os.Stat(path) // of what a link points to
			switch {
			case err != nil:
				result.Refused = append(result.Refused, Note{path, err.Error()})
				return nil
			case !info.Mode().IsRegular(): // reading a pipe would wait for who writes it
				result.Refused = append(result.Refused, Note{path, "it is no regular file"})
				return nil
			}
			at := in.FetchedAt
			if at.IsZero() {
				at = info.ModTime()
			}
			out = append(out, file{path, f, at.UTC()})
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// split is what a block of a file came to.
type split struct {
	file    int
	objects []Object
	sums    [][sha256.Size]byte
	counts  responses
	values  int
	bytes   int
	refused []string // "line 7: …"
	problem error    // of the file, at its end
}

// land reads, splits and writes: one goroutine unpacks, some split and hash,
// the caller's writes, in the order of the files.
func (in FilesInput) land(ctx context.Context, files []file, run *run, result *FilesResult) error {
	// Each slot is the promise of a block's result; they are kept in order.
	slots := make(chan chan split, 2*runtime.GOMAXPROCS(0))
	workers, ctx := errgroup.WithContext(ctx)
	workers.Go(func() error {
		defer close(slots)
		return in.read(ctx, files, slots)
	})
	reasons := make([][]string, len(files))
	var failed error
	for slot := range slots {
		part := <-slot
		if failed != nil {
			continue // the reader must be able to end
		}
		result.count(part)
		reasons[part.file] = append(reasons[part.file], part.refused...)
		if part.problem != nil {
			reasons[part.file] = append(reasons[part.file], part.problem.Error())
		}
		for i, o := range part.objects {
			if failed = run.add(o, part.sums[i]); failed != nil {
				break
			}
		}
	}
	if err := errors.Join(failed, workers.Wait()); err != nil {
		return err
	}
	for i, file := range files {
		if note := summary(reasons[i]); note != "" {
			result.Refused = append(result.Refused, Note{file.path, note})
		}
	}
	result.Files = len(files)
	return nil
}

func (r *FilesResult) count(part split) {
	r.Read += int64(part.bytes)
	r.Answers += part.values
	r.Empty += part.counts.empty
	r.Errors += part.counts.errors
}

// summary joins the reasons of one file; many are cut short.
func summary(reasons []string) string {
	const most = 3
	if more := len(reasons) - most; more > 0 {
		return fmt.Sprintf("%s; and %d more", strings.Join(reasons[:most], "; "), more)
	}
	return strings.Join(reasons, "; ")
}

// read unpacks the files and has their blocks split beside each other.
func (in FilesInput) read(ctx context.Context, files []file, slots chan<- chan split) error {
	send := func(work func() split) error {
		slot := make(chan split, 1)
		select {
		case slots <- slot:
		case <-ctx.Done():
			return ctx.Err()
		}
		go func() { slot <- work() }()
		return nil
	}
	for i, f := range files {
		problem := f.each(func(b block) error {
			return send(func() split { return in.split(i, f, b) })
		})
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if problem != nil {
			if err := send(func() split { return split{file: i, problem: problem} }); err != nil {
				return err
			}
		}
	}
	return nil
}

// each calls yield for the file's blocks.
func (f file) each(yield func(block) error) error {
	content, err := f.form.unpack(f.path)
	if err != nil {
		return err
	}
	return errors.Join(f.form.blocks(content, yield), content.Close())
}

// split takes a block's values apart and hashes their objects.
func (in FilesInput) split(i int, f file, b block) split {
	out := split{file: i, bytes: len(b.bytes)}
	b.bytes = in.Key.strike(b.bytes)
	take := func(value []byte, where string) {
		if len(bytes.TrimSpace(value)) == 0 {
			return
		}
		out.values++
		s := responses{b: value}
		err := errors.Join(s.all(), s.checkZones())
		objects, nameless, first := s.objects(in.Entity, f.at)
		switch {
		case err != nil:
			out.refused = append(out.refused, where+err.Error())
			return
		case nameless > 0:
			out.refused = append(out.refused, fmt.Sprintf(
				"%s%d objects of no kind that matchday knows (%s): say what they are with --entity",
				where, nameless, keysOf(first)))
		case s.strays > 0:
			out.refused = append(out.refused, where+"it holds no objects of the API")
		}
		out.counts.empty += s.empty
		out.counts.errors += s.errors
		if !in.FetchedAt.IsZero() {
			for i := range objects {
				objects[i].FetchedAt = in.FetchedAt.UTC()
			}
		}
		out.objects = append(out.objects, objects...)
	}
	if !f.form.lines {
		take(b.bytes, "")
	} else {
		line := b.line
		for value := range bytes.Lines(b.bytes) {
			take(value, fmt.Sprintf("line %d: ", line))
			line++
		}
	}
	out.sums = make([][sha256.Size]byte, len(out.objects))
	for i, o := range out.objects {
		out.sums[i] = sha256.Sum256(o.Payload)
	}
	return out
}

// checkZones refuses a response whose times nobody can read.
func (s *responses) checkZones() error {
	checked := ""
	for _, it := range s.items {
		if it.recorded.zone == checked {
			continue
		}
		if _, err := answers.LoadZone(it.recorded.zone); err != nil {
			return err
		}
		checked = it.recorded.zone
	}
	return nil
}

// all reads the values of a text, one or more after another.
func (s *responses) all() error {
	for i := answers.SkipSpace(s.b, 0); i < len(s.b); i = answers.SkipSpace(s.b, i) {
		end, err := s.take(i, &recorded{})
		if err != nil {
			return err
		}
		i = end
	}
	return nil
}
