package demo

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"matchday"
	"matchday/pipelines/job"
	"matchday/pipelines/live"
	"matchday/pipelines/schedule"
	"matchday/pipelines/weekly"
	"matchday/warehouse/wholefile"
)

// demoFile marks a home as a demo's and holds its state.
const demoFile = job.DemoFile

// The stages of a demo.
const (
	stageRestart  = "restart" // an earlier demo is being removed
	stageHistory  = "history"
	stageTraining = "training"
	stagePlay     = "play"
	stageOver     = "over"
	stageReal     = "real" // RunReal: the API, not the simulator
)

// state is what demoFile holds. The file is replaced by rename after every tick that
// ran, so that a killed demo repeats the tick at which it was killed: a job that runs
// twice at one moment changes nothing the second time.
type state struct {
	Stage string    `json:"stage"`
	Start time.Time `json:"start"`
	Days  int       `json:"days"`
	Clubs int       `json:"clubs"`           // in each league
	Files bool      `json:"files,omitempty"` // the jobs download match files
	Seed  uint64    `json:"seed,omitempty"`  // from which the world is drawn; zero: the default
	Clock time.Time `json:"clock"`
	// At and Job are the last finished tick; all ticks before it are finished.
	At      time.Time         `json:"at"`
	Job     string            `json:"job"`
	Trained time.Time         `json:"trained"` // time of the last weekly job
	Jobs    map[string]*tally `json:"jobs"`
	Today   day               `json:"today"`

	path string
}

// tally counts the ticks of a job.
type tally struct {
	Ran      int     `json:"ran"`
	Skipped  int     `json:"skipped"` // nothing was due
	Requests int     `json:"requests"`
	Seconds  float64 `json:"seconds"`
}

// day counts what the jobs of a day did.
type day struct {
	Predicted, Lineups, Bets, Settled int
}

// claimDemo reads the state of a home's demo, or begins a demo in an empty home. Any
// other home is refused.
func claimDemo(home string, o Options) (*state, error) {
	s := &state{path: filepath.Join(home, demoFile)}
	content, err := os.ReadFile(s.path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		entries, err := os.ReadDir(home)
		if err != nil {
			return nil, err
		}
		if len(entries) > 0 {
			return nil, job.Refused{Reason: fmt.Sprintf("%s holds %s and is no demo's home: give the demo an empty --home", home, entries[0].Name())}
		}
		return s.begin(o)
	case err != nil:
		return nil, err
	}
	if err := json.Unmarshal(content, s); err != nil {
		return nil, fmt.Errorf("read %s: %w; start the demo from the beginning with --restart", s.path, err)
	}
	if o.Restart || s.Stage == stageRestart {
		return s.begin(o)
	}
	if s.Start.IsZero() || s.Clubs < 2 || s.Jobs == nil {
		return nil, fmt.Errorf("%s is not as this version of the demo writes it: start the demo from the beginning with --restart", s.path)
	}
	if o.Files != s.Files {
		return nil, job.Refused{Reason: fmt.Sprintf("%s holds a demo on %s, which does not go on on %s: give the demo another --home, or start it from the beginning with --restart",
			home, onWhat(s.Files), onWhat(o.Files))}
	}
	if o.Seed != 0 && o.Seed != s.seed() {
		return nil, job.Refused{Reason: fmt.Sprintf("%s holds a demo of the world of seed %d, which does not go on in that of seed %d: give the demo another --home, or start it from the beginning with --restart",
			home, s.seed(), o.Seed)}
	}
	if o.Days > s.Days {
		s.Days = o.Days
		if s.Stage == stageOver {
			s.Stage = stagePlay
		}
	}
	return s, s.save()
}

// begin empties the home and writes the first state.
func (s *state) begin(o Options) (*state, error) {
	*s = state{path: s.path, Stage: stageRestart}
	if err := s.save(); err != nil {
		return nil, err
	}
	entries, err := os.ReadDir(filepath.Dir(s.path))
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		if e.Name() == demoFile {
			continue
		}
		if err := os.RemoveAll(filepath.Join(filepath.Dir(s.path), e.Name())); err != nil {
			return nil, err
		}
	}
	*s = state{
		path: s.path, Stage: stageHistory, Start: o.start, Days: o.Days, Clubs: o.Clubs, Files: o.Files, Seed: o.Seed,
		Clock: o.start, At: o.start, Jobs: map[string]*tally{},
	}
	return s, s.save()
}

func (s *state) save() error {
	content, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		return err
	}
	return wholefile.Writer{NoSync: true}.Write(s.path, append(content, '\n'))
}

func (s *state) enter(stage string) error {
	s.Stage = stage
	return s.save()
}

// onWhat is what a demo's jobs ask.
func onWhat(files bool) string {
	if files {
		return "match files"
	}
	return "the API"
}

// seed is that of the demo's world.
func (s *state) seed() uint64 {
	switch {
	case s.Seed != 0:
		return s.Seed
	case s.Files:
		return filesSeed
	}
	return demoSeed
}

// history is the first day of the seasons that are landed. The season of the start may
// have begun in the year before.
func (s *state) history() time.Time { return matchday.Date(s.Start.Year()-demoSeasons-1, time.July, 1) }

// end is the moment at which the demo is over.
func (s *state) end() time.Time { return s.Start.AddDate(0, 0, s.Days) }

// played reports whether a tick is finished.
func (s *state) played(at time.Time, job string) bool {
	order := schedule.Names()
	return at.Before(s.At) || at.Equal(s.At) && slices.Index(order, job) <= slices.Index(order, s.Job)
}

func (s *state) count(job string, asked job.APIUsage, took time.Duration) {
	t := s.of(job)
	t.Ran++
	t.Requests += asked.Requests + asked.Downloads.Files
	t.Seconds += took.Seconds()
}

func (s *state) of(job string) *tally {
	if s.Jobs[job] == nil {
		s.Jobs[job] = &tally{}
	}
	return s.Jobs[job]
}

// tick records a finished tick. The file is written with the next tick that ran, not
// with a skipped one.
func (s *state) tick(t schedule.Tick, now time.Time) error {
	if t.At.Truncate(24*time.Hour) != s.At.Truncate(24*time.Hour) {
		s.Today = day{}
	}
	s.At, s.Job, s.Clock = t.At, t.Job, now
	if t.Skipped {
		s.of(t.Job).Skipped++
		return nil
	}
	var asked job.APIUsage
	switch r := t.Report.(type) {
	case live.Report:
		asked = r.APIUsage
		s.Today.Predicted += len(r.Predicted)
		s.Today.Bets += len(r.Bets)
		for _, p := range r.Predicted {
			if p.Lineups {
				s.Today.Lineups++
			}
		}
	case live.SettleReport:
		asked = r.APIUsage
		s.Today.Settled += r.Settled + r.Void
	case weekly.Report:
		asked = r.APIUsage
	}
	s.count(t.Job, asked, time.Duration(t.Seconds*float64(time.Second)))
	return s.save()
}

// dayLine sums up the day of the last tick.
func (s *state) dayLine() string {
	return fmt.Sprintf("%s: %d predictions, %d of them with line-ups, %d bets placed, %d settled",
		s.At.Format("Mon 02 Jan"), s.Today.Predicted, s.Today.Lineups, s.Today.Bets, s.Today.Settled)
}
