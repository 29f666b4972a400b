package ingest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"matchday"
	"matchday/pipelines/job"
	"matchday/stages/land"
	"matchday/stages/land/download"
	"matchday/stages/staging"
	"matchday/stages/staging/files"
	"matchday/warehouse"
	"matchday/warehouse/lake"
	"matchday/warehouse/wholefile"
)

// DownloadOptions say what to fetch of football-data.co.uk, and how.
type DownloadOptions struct {
	matchday.FootballData
	DryRun bool         // list what would be asked for
	HTTP   *http.Client // nil: the default
	// Sleep is how the client waits; nil: by the system's clock.
	Sleep func(context.Context, time.Duration) error

	tries int // zero: the client's default
}

// DownloadReport is what became of the publisher's files.
type DownloadReport struct {
	job.Downloads
	Bytes    int64 `json:"bytes"` // landed
	Fixtures int   `json:"fixtures"`
	Results  int   `json:"results"`
	Prices   int   `json:"prices"`
	Teams    int   `json:"teams"`
	Blank    int   `json:"blank_rows"`
	Rejections
	// Asked lists what a dry run would ask for.
	Asked []string `json:"asked,omitempty"`
	job.Committed
}

// Download fetches the publisher's files of the divisions since a season, lands those
// that are new, stages the whole lake and publishes. Files of seasons that were over
// when they were last asked for are not asked for again. What had landed before an
// interruption is not asked for again either.
func Download(ctx context.Context, env job.Env, o DownloadOptions) (report DownloadReport, err error) {
	home := env.Uninspected("land")
	if !o.DryRun {
		if home, err = env.Make("land"); err == nil {
			err = env.ClockIsNotAhead()
		}
		if err != nil {
			return report, err
		}
	}
	d, err := newDownloads(ctx, env, home, o)
	if err != nil {
		return report, err
	}
	paths := download.Files(d.divisions, o.Since, env.Now().UTC(), d.complete)
	if o.DryRun {
		for _, path := range paths {
			report.Asked = append(report.Asked, d.request(path))
		}
		return report, nil
	}
	watch := job.NewTimer(env)
	if err := d.land(ctx, paths); err != nil {
		return report, err
	}
	watch.Lap("land")
	report.Downloads, report.Bytes = d.result(), d.bytes
	lock, err := d.home.LockLake(ctx)
	if err != nil {
		return report, err
	}
	defer func() { err = errors.Join(err, lock.Release()) }()
	return report, report.stage(ctx, env, d.home, watch)
}

// stage stages the lake and publishes.
func (r *DownloadReport) stage(ctx context.Context, env job.Env, home warehouse.Home, watch *job.Timer) error {
	staged, err := staging.Run(ctx, staging.Input{Lake: env.Lake()})
	if err != nil {
		return err
	}
	watch.Lap("stage")
	r.Committed.PublishDue(ctx, env, home)
	watch.Lap("publish")
	r.Fixtures, r.Results, r.Prices, r.Teams, r.Blank = staged.Fixtures, staged.Results, staged.Prices, staged.Teams, staged.Blank
	r.Rejections = Rejections{Rejected: staged.Rejected, Hints: staged.Hints, Seconds: watch.ByStage()}
	return nil
}

// Err is non-nil if a file could not be fetched; the others are landed.
func (r DownloadReport) Err() error {
	if len(r.Failed) == 0 {
		return nil
	}
	return fmt.Errorf("%d files could not be downloaded, all others are landed: %s", len(r.Failed), strings.Join(r.Failed, "; "))
}

// WriteText prints the counts, or what a dry run would ask for.
func (r DownloadReport) WriteText(w io.Writer) error {
	if len(r.Asked) > 0 {
		_, err := fmt.Fprintf(w, "%s\nDry run: %d files would be asked for\n", strings.Join(r.Asked, "\n"), len(r.Asked))
		return err
	}
	if _, err := io.WriteString(w, r.Downloads.Line()); err != nil {
		return err
	}
	_, err := fmt.Fprintf(w, "Staged %d fixtures, %d results, %d prices of %d teams; %d blank rows\n%s%s",
		r.Fixtures, r.Results, r.Prices, r.Teams, r.Blank, r.Rejections.text(), r.WarningLines())
	return err
}

// downloads is one job's work with the publisher's files.
type downloads struct {
	env       job.Env
	home      warehouse.Home
	client    *download.Client
	divisions []string
	records   download.Records
	landed    map[string]bool // checksums of the files in the lake
	counts    job.Downloads
	bytes     int64
	fresh     download.Records // not yet kept
	notAsked  string           // what was not asked for, and why
}

func newDownloads(ctx context.Context, env job.Env, home warehouse.Home, o DownloadOptions) (d *downloads, err error) {
	d = &downloads{env: env, home: home, landed: map[string]bool{}, fresh: download.Records{}}
	if d.divisions, err = download.ParseDivisions(o.Divisions); err != nil {
		return nil, err
	}
	d.client, err = download.New(download.Config{
		BaseURL: o.BaseURL, HTTP: o.HTTP, Now: env.Now, Sleep: o.Sleep, Log: env.Log, Pause: time.Duration(o.Pause), Tries: o.tries,
		Answered: func(h http.Header) error { return env.Answered("football-data.co.uk", h) },
	})
	if err != nil {
		return nil, err
	}
	if d.records, err = download.ReadRecords(d.file()); err != nil {
		return nil, err
	}
	type checksum struct {
		SHA256 string `parquet:"sha256"`
	}
	rows, err := lake.ReadFolder[checksum](ctx, env.Lake(), files.Folder)
	for _, r := range rows {
		d.landed[r.SHA256] = true
	}
	return d, err
}

// file holds the records of the home.
func (d *downloads) file() string {
	return filepath.Join(d.env.Home, "cache", "footballdata", "records.json")
}

// last is the last answer for a file. It does not count if its content is not in the
// lake: the lake may be younger than the record.
func (d *downloads) last(path string) download.Record {
	r := d.records[d.client.URL(path)]
	if r.SHA256 != "" && !d.landed[r.SHA256] {
		return download.Record{}
	}
	return r
}

// complete reports whether a file was last asked for after a moment.
func (d *downloads) complete(path string, over time.Time) bool {
	return d.last(path).AnsweredAt.After(over)
}

// request describes a request for people.
func (d *downloads) request(path string) string {
	if last := d.last(path); last.SHA256 != "" {
		return d.client.URL(path) + " (if it has changed since " + last.AnsweredAt.Format(time.RFC3339) + ")"
	}
	return d.client.URL(path)
}

// batchSize is how many answers are landed together: an interruption loses no more.
const batchSize = 25

// land asks for files and lands what has changed, batch by batch. Whoever calls it
// stages the lake next, whatever has landed.
func (d *downloads) land(ctx context.Context, paths []string) error {
	bar := d.env.Bar("download")
	defer bar.Done()
	var batch []download.Answer
	write := func() error {
		err := d.write(ctx, batch)
		batch = nil
		if err == nil {
			err = d.record(ctx)
		}
		return err
	}
	err := d.ask(ctx, paths, func(a download.Answer) error {
		bar.Show(float64(d.counts.Files) / float64(len(paths)))
		if batch = append(batch, a); len(batch) < batchSize {
			return nil
		}
		return write()
	})
	if errors.As(err, new(job.Refused)) {
		return err
	}
	return errors.Join(err, write())
}

// ask asks for files and hands their answers on.
func (d *downloads) ask(ctx context.Context, paths []string, take func(download.Answer) error) error {
	notAsked, why := 0, error(nil)
	err := d.client.Each(ctx, paths, d.last, func(a download.Answer) error {
		d.counts.Files++
		if a.Outcome == download.NotAsked {
			notAsked++
			why = a.Err
			return nil
		}
		return take(a)
	})
	if notAsked > 0 {
		d.notAsked = fmt.Sprintf("%d more files were not asked for: %v", notAsked, why)
	}
	return err
}

// result is what became of all files.
func (d *downloads) result() job.Downloads {
	out := d.counts
	if d.notAsked != "" {
		out.Failed = append(slices.Clone(out.Failed), d.notAsked)
	}
	return out
}

// write lands the contents of answers. Their records are kept by record.
func (d *downloads) write(ctx context.Context, batch []download.Answer) (err error) {
	lock, err := d.home.LockLake(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, lock.Release()) }()
	temp, err := d.env.Lake().Temp()
	if err != nil {
		return err
	}
	defer os.RemoveAll(temp)
	if temp, err = filepath.EvalSymlinks(temp); err != nil {
		return err
	}
	for _, a := range batch {
		if err := d.put(temp, a); err != nil {
			return err
		}
	}
	url := func(path string) string {
		rel, _ := filepath.Rel(temp, path) // it lies below
		return d.client.URL(filepath.ToSlash(rel))
	}
	landed, err := land.FootballData(ctx, land.Input{Lake: d.env.Lake(), Paths: []string{temp}, Now: d.env.Now().UTC(), Name: url})
	if err != nil {
		return err
	}
	d.counts.Landed += landed.Landed
	d.counts.Unchanged += landed.Skipped
	d.bytes += landed.Bytes
	for _, r := range landed.Refused {
		d.counts.Failed = append(d.counts.Failed, r.Error())
		delete(d.fresh, r.Path)
	}
	return nil
}

// put counts an answer, and writes its content below a folder.
func (d *downloads) put(dir string, a download.Answer) error {
	url := d.client.URL(a.Path)
	switch a.Outcome {
	case download.Failed:
		d.counts.Failed = append(d.counts.Failed, a.Err.Error())
		return nil
	case download.Absent:
		if download.IsComing(a.Path) {
			d.counts.Failed = append(d.counts.Failed, url+": not found, though the publisher always has this file: is the base URL right?")
			return nil
		}
		d.counts.Absent++
	case download.Unchanged:
		d.counts.Unchanged++
	case download.Changed:
		d.landed[a.Record.SHA256] = true
		path := filepath.Join(dir, filepath.FromSlash(a.Path))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, a.Content, 0o644); err != nil {
			return err
		}
	}
	d.fresh[url] = a.Record
	return nil
}

// record adds the answers of this job to the home's records.
func (d *downloads) record(ctx context.Context) (err error) {
	if len(d.fresh) == 0 {
		return nil
	}
	lock, err := d.home.LockLake(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, lock.Release()) }()
	all, err := download.ReadRecords(d.file()) // another job may have added some
	if err != nil {
		return err
	}
	for url, r := range d.fresh {
		all[url] = r
	}
	d.fresh = download.Records{}
	return all.Write(d.file(), wholefile.Writer{NoSync: d.home.NoSync})
}
