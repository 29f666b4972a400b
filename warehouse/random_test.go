package warehouse_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"matchday/warehouse"
	"matchday/warehouse/duck"
)

// player does at random what may happen to a home between two publishes.
type player struct {
	*rand.Rand
	t      *testing.T
	h      warehouse.Home
	prices map[string]string // by fixture
	parts  map[string]string // likewise
	n      int               // things done
	reader func()            // ends the process that reads, if there is one
}

func (p *player) world() world {
	w := newWorld()
	w["odds"] = map[string][]string{}
	for fixture, part := range p.parts {
		w["odds"][part] = append(w["odds"][part], odds(p.prices[fixture], fixture)...)
	}
	for _, rows := range w["odds"] {
		slices.Sort(rows)
	}
	return w
}

// play does one thing.
func (p *player) play() (what string) {
	p.n++
	fixture, part := fmt.Sprint("f", p.IntN(8)), fmt.Sprint("month/2025-0", 1+p.IntN(4))
	file := []string{p.h.Analytics(), spareOf(p.h)}[p.IntN(2)]
	switch p.IntN(12) {
	case 0:
		p.parts[fixture], p.prices[fixture] = part, "2.5"
		return fixture + " is in " + part
	case 1:
		delete(p.parts, fixture)
		return fixture + " goes"
	case 2, 3, 4:
		p.prices[fixture] = fmt.Sprint(2 + p.n%7)
		return "another price of " + fixture
	case 5, 6:
		appended(p.t, p.h, nthBatch(fmt.Sprint(p.n)))
		return "a run"
	case 7:
		db, err := duck.Open(p.t.Context(), file, duck.Options{})
		if err == nil {
			_, _ = db.Exec("insert into weather values ('snow')") // which a missing spare does not have
			err = db.Close()
		}
		if err != nil && p.reader == nil {
			p.t.Error(err)
		}
		return "somebody writes into " + filepath.Base(file)
	case 8:
		if err := os.Link(file, filepath.Join(p.h.Dir, fmt.Sprint("backup", p.n))); err != nil && file == p.h.Analytics() {
			p.t.Error(err)
		}
		return "a second name of " + filepath.Base(file)
	case 9:
		must(p.t, errors.Join(os.RemoveAll(filepath.Join(p.h.Dir, "analytics.json"))))
		return "the record goes"
	case 10:
		if p.reader != nil {
			p.reader()
			p.reader = nil
			return "the reader ends"
		}
		p.reader = start(p.t, p.h, "read")
		return "somebody reads"
	}
	out, _ := another(p.t, p.h, "publish", 1+p.IntN(4)).CombinedOutput()
	return "a publish, " + string(out)
}

// Whatever happens between publishes, the copy holds the rows of one that is made anew.
// `make soak` plays for longer.
func TestWhateverHappensTheCopyIsTheOneMadeAnew(t *testing.T) {
	games := 1
	if os.Getenv("MATCHDAY_SOAK") != "" {
		games = 60
	}
	for game := range games {
		h := publishedHome(t)
		p := player{Rand: rand.New(rand.NewPCG(uint64(game), 32)), t: t, h: h, prices: map[string]string{}, parts: map[string]string{"f0": "month/2025-01"}}
		p.prices["f0"] = "3"
		var done []string
		for range 10 {
			done = append(done, p.play())
			if p.IntN(2) == 0 {
				done = append(done, p.play())
			}
			p.world().stage(t, h)
			must(t, warehouse.Publish(t.Context(), h))
		}
		if d := cmp.Diff(anew(t, h), copied(t, h)); d != "" {
			t.Errorf("game %d, %q: made anew (-) it is otherwise: %s", game, done, d)
		}
	}
}
