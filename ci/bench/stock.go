package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"matchday/ci/bench/homes"
	"matchday/invented/matchfiles"
	"matchday/invented/world"
	"matchday/pipelines/job"
)

// begin is when the ticks of every home begin, the Saturday of a full round. After
// shortDays and longDays it is one again.
var begin = time.Date(2024, time.August, 31, 10, 0, 0, 0, time.UTC)

// The days of ticks that stand behind a home.
const (
	shortDays = 63
	longDays  = 602
)

// stock makes the homes that are measured, once for each program, and keeps them.
type stock struct {
	dir, bin, realFiles string
	reuse               bool // take what stands behind a home, whichever program made it
	say                 func(format string, args ...any)
}

// made stands beside a home that is complete.
type made struct {
	Program  string    `json:"program"` // checksum of the command
	Clock    time.Time `json:"clock"`   // where the last tick left the home
	Seasons  int       `json:"seasons"` // of the world, before that of Start
	Start    time.Time `json:"start"`
	Fixtures int       `json:"fixtures"`
}

// kept is a home in the stock.
type kept struct {
	made
	dir string
}

// get returns a home, and makes it first if there is none of this program, or with reuse
// of any.
func (s *stock) get(name string, reuse bool, fill func(dir string) (made, error)) (kept, error) {
	k := kept{dir: filepath.Join(s.dir, name)}
	mark := k.dir + ".json"
	program, err := s.program()
	if err != nil {
		return k, err
	}
	if text, err := os.ReadFile(mark); err == nil {
		if err := json.Unmarshal(text, &k.made); err != nil {
			return k, fmt.Errorf("read %s: %w; remove it, and the home is made anew", mark, err)
		}
		if reuse || k.Program == program {
			return k, nil
		}
	}
	if err := errors.Join(os.RemoveAll(mark), os.RemoveAll(k.dir), os.MkdirAll(k.dir, 0o755)); err != nil {
		return k, err
	}
	start := time.Now()
	if k.made, err = fill(k.dir); err != nil {
		return k, fmt.Errorf("make the home %s: %w", name, err)
	}
	k.Program = program
	text, err := json.Marshal(k.made)
	if err != nil {
		return k, err
	}
	s.say("made the home %s: %d fixtures, ticks until %s, in %.0f s",
		name, k.Fixtures, k.Clock.Format(time.DateTime), time.Since(start).Seconds())
	return k, os.WriteFile(mark, text, 0o644)
}

// program is the checksum of the command.
func (s *stock) program() (string, error) {
	f, err := os.Open(s.bin)
	if err != nil {
		return "", err
	}
	defer f.Close()
	sum := sha256.New()
	_, err = io.Copy(sum, f)
	return hex.EncodeToString(sum.Sum(nil)[:8]), err
}

// bigWorld is the invented world of all homes but the large one of the API alone.
func bigWorld(seasons int, start time.Time) world.Options {
	return world.Options{Seed: 1, Start: start, Seasons: seasons}
}

// ticks is a home of the API's fixtures alone with days of ticks behind it, and no
// champion.
func (s *stock) ticks(ctx context.Context, days int) (kept, error) {
	return s.get(fmt.Sprintf("ticks-%d", days), s.reuse, func(dir string) (m made, err error) {
		m = made{Seasons: 2, Start: begin, Clock: begin.AddDate(0, 0, days)}
		h, err := homes.Open(dir, bigWorld(m.Seasons, m.Start))
		if err != nil {
			return m, err
		}
		defer func() { err = errors.Join(err, h.Close()) }()
		if err := h.LandHistory(ctx, begin.AddDate(-2, 0, 0)); err != nil {
			return m, err
		}
		if err := h.Until(ctx, m.Clock); err != nil {
			return m, err
		}
		m.Fixtures, err = s.fixtures(dir)
		return m, err
	})
}

// size is how many of the match files a home holds.
type size struct {
	name      string
	divisions []string // of the first layout; none: all of every layout
}

// The sizes on which growth is measured.
var sizes = []size{
	{"27k", []string{"E0", "E1"}},
	{"67k", []string{"E0", "E1", "E2", "E3", "SC0"}},
	{"247k", nil},
}

// full is a home of a size with days of ticks behind it, a champion, and a last tick of
// every job.
func (s *stock) full(ctx context.Context, z size, days int) (kept, error) {
	ticks, err := s.ticks(ctx, days)
	if err != nil {
		return ticks, err
	}
	trained, err := s.get(fmt.Sprintf("files-%s-%d", z.name, days), s.reuse, func(dir string) (m made, err error) {
		m = ticks.made
		if err := job.Mirror(ticks.dir, dir); err != nil {
			return m, err
		}
		files := dir + ".files"
		defer func() { err = errors.Join(err, os.RemoveAll(files)) }()
		if err := s.write(z, files); err != nil {
			return m, err
		}
		return m, s.play(dir, &m, []string{"land", "footballdata", files}, train)
	})
	if err != nil {
		return trained, err
	}
	return s.ticked(trained)
}

// onlyAPI is a home of some ten thousand fixtures of the API alone.
func (s *stock) onlyAPI(ctx context.Context) (kept, error) {
	trained, err := s.get("api-10k", s.reuse, func(dir string) (m made, err error) {
		m = made{Seasons: 6, Start: begin, Clock: begin}
		h, err := homes.Open(dir, bigWorld(m.Seasons, m.Start))
		if err != nil {
			return m, err
		}
		err = h.LandHistory(ctx, begin.AddDate(-6, -2, 0))
		if err = errors.Join(err, h.Close()); err != nil {
			return m, err
		}
		return m, s.play(dir, &m, train)
	})
	if err != nil {
		return trained, err
	}
	return s.ticked(trained)
}

// train are the arguments that train a champion, whatever the gate says.
var train = []string{"weekly", "--offline", "--force-deploy", "--why", "to measure with"}

// ticked is a home in which this very program has run every job once: its first run
// decodes and rates everything, because its build is in every name, and writes the copy
// whole. It is made anew for each program, beside the home that was trained.
func (s *stock) ticked(trained kept) (kept, error) {
	return s.get(filepath.Base(trained.dir)+"-ticked", false, func(dir string) (m made, err error) {
		m = trained.made
		if err := job.Mirror(trained.dir, dir); err != nil {
			return m, err
		}
		return m, s.play(dir, &m, []string{"hourly"}, []string{"lineups"}, []string{"settle"})
	})
}

// play runs commands on a home, a second after each other, and says where that left it.
func (s *stock) play(dir string, m *made, commands ...[]string) (err error) {
	at, err := s.serve(dir, *m)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, at.close()) }()
	for _, args := range commands {
		at.clock.Set(at.clock.Now().Add(time.Second))
		if out, err := at.command(args...).CombinedOutput(); err != nil {
			return fmt.Errorf("%s: %w: %s", strings.Join(args, " "), err, out)
		}
	}
	m.Clock = at.clock.Now()
	m.Fixtures, err = s.fixtures(dir)
	return err
}

// served is a home whose API is served, at a moment of its clock.
type served struct {
	dir, bin, config string
	clock            *job.Clock
	api              *homes.Home
}

// serve serves the world of a home, at the moment of its last tick.
func (s *stock) serve(dir string, m made) (served, error) {
	h, err := homes.Open(dir, bigWorld(m.Seasons, m.Start))
	if err != nil {
		return served{}, err
	}
	h.Clock.Set(m.Clock)
	// A world of some seasons has fewer years than real files.
	config := filepath.Join(s.dir, "config.yaml")
	at := served{dir: dir, bin: s.bin, config: config, clock: h.Clock, api: h}
	if !s.real() || m.Seasons > 2 {
		return at, os.WriteFile(config, []byte("train: {burn_in_seasons: 1}\ngate: {min_fixtures: 60}\n"), 0o644)
	}
	return at, os.WriteFile(config, nil, 0o644)
}

func (a served) close() error { return a.api.Close() }

// command is the command on the home, at the moment of its clock.
func (a served) command(args ...string) *exec.Cmd {
	global := []string{"--home", a.dir, "--config", a.config, "--now", a.clock.Now().Format(time.RFC3339), "--log-level", "error"}
	c := exec.Command(a.bin, append(global, args...)...)
	c.Env = append(os.Environ(), "SPORTMONKS_API_KEY="+homes.Key, "SPORTMONKS_BASE_URL="+a.api.URL())
	return c
}

// fixtures counts what is staged, by the published copy.
func (s *stock) fixtures(dir string) (n int, err error) {
	out, err := exec.Command(s.bin, "--home", dir, "sql", "--format", "csv", "SELECT count(*) FROM fixtures").Output()
	if err != nil {
		return 0, fmt.Errorf("count the fixtures of %s: %w", dir, err)
	}
	_, last, _ := strings.Cut(string(out), "\n")
	return strconv.Atoi(strings.TrimSpace(last))
}

// real says that there are real match files; else those of the invented world stand in.
func (s *stock) real() bool { return len(s.folders()) > 0 }

// folders are those of the real match files.
func (s *stock) folders() (out []string) {
	for _, name := range []string{"football-data", "football-data-later", "football-data-new"} {
		dir := filepath.Join(s.realFiles, name)
		if _, err := os.Stat(dir); err == nil {
			out = append(out, dir)
		}
	}
	return out
}

// write writes the match files of a size below a folder.
func (s *stock) write(z size, to string) error {
	if !s.real() {
		return matchfiles.New(matchfiles.DefaultSeed).Write(to)
	}
	return s.eachFile(z, func(path, rel string) error {
		target := filepath.Join(to, rel)
		text, err := os.ReadFile(path)
		return errors.Join(err, os.MkdirAll(filepath.Dir(target), 0o755), os.WriteFile(target, text, 0o644))
	})
}

// amount counts the real match files and their bytes.
func (s *stock) amount() (files int, size int64, err error) {
	err = s.eachFile(largestOf(sizes), func(path, _ string) error {
		stat, err := os.Stat(path)
		if err == nil {
			files, size = files+1, size+stat.Size()
		}
		return err
	})
	return files, size, err
}

// eachFile visits the real match files of a size.
func (s *stock) eachFile(z size, visit func(path, rel string) error) error {
	for _, from := range s.folders() {
		err := filepath.WalkDir(from, func(path string, d os.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.EqualFold(filepath.Ext(path), ".csv") {
				return err
			}
			division := strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
			if z.divisions != nil && (!slices.Contains(z.divisions, division) || filepath.Base(from) == "football-data-new") {
				return nil
			}
			rel, err := filepath.Rel(s.realFiles, path)
			if err != nil {
				return err
			}
			return visit(path, rel)
		})
		if err != nil {
			return err
		}
	}
	return nil
}
