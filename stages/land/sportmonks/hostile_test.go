package sportmonks

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"matchday/stages/staging/answers"
)

// ask asks for one fixture.
func (a *api) ask() ([]Object, error) {
	return a.FixturesByID(context.Background(), []int64{1}, FixtureQuery{})
}

// TestTheKeyStaysWithTheHost: neither another host, nor another port, nor another
// scheme gets the key, and what they answer does not land; the API's own redirects
// are followed.
func TestTheKeyStaysWithTheHost(t *testing.T) {
	var stolen atomic.Int32
	foreign := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		stolen.Add(1)
		answerOf(w, 200, `{"data":[`+fixtureJSON(1, "")+`]}`)
	}))
	defer foreign.Close()
	_, port, _ := strings.Cut(strings.TrimPrefix(foreign.URL, "http://"), ":")
	for name, to := range map[string]string{
		"another port":                foreign.URL + "/v3/football/fixtures/multi/1",
		"another host":                "http://localhost:" + port + "/v3/football/fixtures/multi/1",
		"a protocol-relative address": "//127.0.0.1:" + port + "/",
	} {
		for _, status := range []int{301, 302, 303, 307, 308} {
			a := newAPI(t, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, to, status) })
			objects, err := a.ask()
			if err == nil || len(objects) != 0 || !strings.Contains(err.Error(), "sends the client from") || !strings.Contains(err.Error(), port) {
				t.Errorf("%s, %d: %v, %v", name, status, objects, err)
			}
			if u := a.Usage(); u.Requests != 1 {
				t.Errorf("%s, %d: asked %d times", name, status, u.Requests)
			}
		}
	}
	secure := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "http://"+r.Host+"/", http.StatusFound)
	}))
	defer secure.Close()
	a := newAPI(t, nil, func(c *Config) { c.BaseURL, c.HTTP = secure.URL+"/v3", secure.Client() })
	if _, err := a.ask(); err == nil || !strings.Contains(err.Error(), "from https://") || !strings.Contains(err.Error(), "to http://") {
		t.Errorf("from https to http: %v", err)
	}
	if stolen.Load() != 0 {
		t.Errorf("another host was asked %d times", stolen.Load())
	}
	a = newAPI(t, func(w http.ResponseWriter, r *http.Request) {
		if !strings.HasPrefix(r.URL.Path, "/elsewhere") {
			http.Redirect(w, r, "/elsewhere", http.StatusFound)
			return
		}
		answerOf(w, 200, `{"data":[`+fixtureJSON(1, "")+`]}`)
	})
	if objects, err := a.ask(); err != nil || len(objects) != 1 {
		t.Errorf("a redirect on the host: %v, %v", objects, err)
	}
	a = newAPI(t, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, r.URL.Path, http.StatusFound) })
	if _, err := a.ask(); err == nil || !strings.Contains(err.Error(), "redirected 5 times") {
		t.Errorf("a redirect in a circle: %v", err)
	}
}

// TestAnEchoedKeyIsStruckOut of what lands, of the cache and of errors.
func TestAnEchoedKeyIsStruckOut(t *testing.T) {
	const key = `se/cret+Token"OfTheTest`
	echo := `"name":"se/cret+Token\"OfTheTest","a":"se\/cret+Token\"OfTheTest","b":"https://x/?api_token=se%2Fcret%2BToken%22OfTheTest"`
	l := testLake(t)
	cache := DiskCache{t.TempDir()}
	a := newAPI(t, func(w http.ResponseWriter, r *http.Request) {
		answerOf(w, 200, `{"data":[{"id":1,`+echo+`}],`+limitOK+`}`)
	}, func(c *Config) { c.Key, c.Cache = NewKey(key), cache })
	objects, err := a.Teams(context.Background(), []int64{5})
	if err != nil || len(objects) != 1 || string(objects[0].Payload) != `{"id":1,"name":"[key]","a":"[key]","b":"https://x/?api_token=[key]"}` {
		t.Fatalf("%s, %v", objects[0].Payload, err)
	}
	if _, err := Land(l, objects); err != nil {
		t.Fatal(err)
	}
	entries, err := filepath.Glob(filepath.Join(cache.Dir, "*", "*.answer"))
	if err != nil || len(entries) != 1 {
		t.Fatalf("cached %v, %v", entries, err)
	}
	cached, err := os.ReadFile(entries[0])
	if rows := raw(t, l); err != nil || strings.Contains(string(cached), "OfTheTest") || strings.Contains(string(rows[0].Payload), "OfTheTest") {
		t.Errorf("landed %s, cached %s, %v", rows[0].Payload, cached, err)
	}
	got, _ := landed(t, "a.json", `[{"id":1,`+echo+`}]`, FilesInput{Entity: "team", Key: NewKey(key)})
	if len(got) != 1 {
		t.Errorf("landed %v", got)
	}
}

// TestWaitsEnd: what asks to wait for years is an error at once, and where only a
// rate limit of a good answer says so, the answer counts and the limit does not.
func TestWaitsEnd(t *testing.T) {
	for name, refuse := range map[string]http.HandlerFunc{
		"Retry-After": func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Retry-After", "999999999999")
			answerOf(w, 429, `{}`)
		},
		"Retry-After as a date": func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Retry-After", "Fri, 31 Dec 9999 23:59:59 GMT")
			answerOf(w, 429, `{}`)
		},
		"retry_after": func(w http.ResponseWriter, r *http.Request) { answerOf(w, 429, `{"retry_after":"999999999999"}`) },
		"rate_limit": func(w http.ResponseWriter, r *http.Request) {
			answerOf(w, 429, `{"rate_limit":{"remaining":0,"resets_in_seconds":86400}}`)
		},
	} {
		a := newAPI(t, refuse)
		if _, err := a.ask(); err == nil || !strings.Contains(err.Error(), "asks to wait") || len(a.clock.slept) != 0 {
			t.Errorf("%s: %v, slept %v", name, err, a.clock.slept)
		}
	}
	a := newAPI(t, func(w http.ResponseWriter, r *http.Request) {
		answerOf(w, 200, `{"data":[`+fixtureJSON(1, "")+`],"rate_limit":{"remaining":0,"resets_in_seconds":999999999999}}`)
	})
	for range 2 {
		if objects, err := a.ask(); err != nil || len(objects) != 1 || len(a.clock.slept) != 0 {
			t.Errorf("a good answer: %v, %v, slept %v", objects, err, a.clock.slept)
		}
	}
	a = newAPI(t, func(w http.ResponseWriter, r *http.Request) {
		if len(a.requests()) == 1 {
			w.Header().Set("Retry-After", a.clock.Now().Add(time.Minute).Format(http.TimeFormat))
			answerOf(w, 429, `<html>`)
			return
		}
		answerOf(w, 200, `{"data":[`+fixtureJSON(1, "")+`]}`)
	})
	if _, err := a.ask(); err != nil || len(a.clock.slept) != 1 || a.clock.slept[0] != time.Minute {
		t.Errorf("%v, slept %v", err, a.clock.slept)
	}
}

// TestAnswersBeyondTheLimitsAreRefused at once, before anything parses them.
func TestAnswersBeyondTheLimitsAreRefused(t *testing.T) {
	for name, body := range map[string]string{
		"nested lists":   `{"data":` + strings.Repeat("[", 3_000_000),
		"nested objects": `{"data":[` + strings.Repeat(`{"id":`, 1000) + "1" + strings.Repeat("}", 1000) + `]}`,
		"too many":       `{"data":[` + strings.Repeat("[],", answers.MaxObjects) + `[]]}`,
	} {
		a := newAPI(t, func(w http.ResponseWriter, r *http.Request) { answerOf(w, 200, body) })
		if _, err := a.ask(); err == nil || !strings.Contains(err.Error(), "no answer of the API does") || len(a.requests()) != 1 {
			t.Errorf("%s: %v after %d requests", name, err, len(a.requests()))
		}
	}
	a := newAPI(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		spaces := strings.Repeat(" ", 1<<20)
		for range answers.MaxAnswer>>20 + 1 {
			if _, err := io.WriteString(w, spaces); err != nil {
				return
			}
		}
	})
	if _, err := a.ask(); !errors.Is(err, answers.ErrTooLarge) || len(a.requests()) != 1 {
		t.Errorf("too large: %v after %d requests", err, len(a.requests()))
	}
}

// TestAListingThatGoesOnForEverEnds: every page is new and every cursor too.
func TestAListingThatGoesOnForEverEnds(t *testing.T) {
	n := 0
	a := newAPI(t, func(w http.ResponseWriter, r *http.Request) {
		n++
		answerOf(w, 200, fmt.Sprintf(`{"data":[%s],"pagination":{"has_more":"1","next_cursor":"c%d"}}`, fixtureJSON(n, ""), n))
	})
	_, err := a.DeletedFixtures(context.Background(), nil)
	if err != nil || n != mostDeleted {
		t.Errorf("%v after %d pages", err, n)
	}
	n = 0
	if _, err := a.FixturesBetween(context.Background(), a.clock.now, a.clock.now, FixtureQuery{}); !errors.Is(err, errNoEnd) || n != maxPages {
		t.Errorf("%v after %d pages", err, n)
	}
}

// TestHostileFiles: each is refused with the reason, and what stands beside it lands.
func TestHostileFiles(t *testing.T) {
	good := teamJSON + "\n"
	dir := folder(t, map[string]string{
		"brackets.json.gz": gzipOf(strings.Repeat("[", 6_000_000)),
		"objects.json":     strings.Repeat(`{"data":`, 500_000),
		"payload.jsonl":    good + `{"id":9,"country_id":1,"x":` + strings.Repeat("[", 100) + strings.Repeat("]", 100) + "}\n" + strings.Replace(good, "53", "54", 1),
		"many.json.gz":     gzipOf("[" + strings.Repeat("{},", answers.MaxObjects+1) + "{}]"),
		"spaces.json.gz":   gzipOf(strings.Repeat(" ", answers.MaxAnswer+1)),
		"spaces.jsonl.zst": zstdOf(strings.Replace(good, "53", "55", 1) + strings.Repeat(" ", answers.MaxAnswer+1)),
		"mark.jsonl":       "\ufeff" + strings.Replace(good, "53", "56", 1),
		"zone.json":        `{"data":[` + teamJSON + `],"timezone":"Mars/Olympus"}`,
	})
	r := landFiles(t, testLake(t), FilesInput{Paths: []string{dir}})
	refused := map[string]string{}
	for _, n := range r.Refused {
		refused[filepath.Base(n.Path)] = n.Reason
	}
	for name, want := range map[string]string{
		"brackets.json.gz": "deep in one another", "objects.json": "deep in one another", "payload.jsonl": "line 2: its objects and lists stand",
		"many.json.gz": "more than 1000000 objects", "spaces.json.gz": "more than 128 MB", "spaces.jsonl.zst": "line 2: it has more than 128 MB", "zone.json": "Mars/Olympus",
	} {
		if !strings.Contains(refused[name], want) {
			t.Errorf("%s: %q, want %q", name, refused[name], want)
		}
	}
	if len(refused) != 7 || r.Objects != 4 {
		t.Errorf("%d objects landed, refused %v", r.Objects, refused)
	}
}

// TestAPipeIsNotWaitedFor, nor anything else that is no file.
func TestAPipeIsNotWaitedFor(t *testing.T) {
	dir := folder(t, map[string]string{"good.json": teamJSON})
	if err := syscall.Mkfifo(filepath.Join(dir, "pipe.json"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join(dir, "pipe.json"), filepath.Join(dir, "link.jsonl.gz")); err != nil {
		t.Fatal(err)
	}
	done := make(chan FilesResult, 1)
	go func() { done <- landFiles(t, testLake(t), FilesInput{Paths: []string{dir}}) }()
	select {
	case r := <-done:
		if r.Objects != 1 || len(r.Refused) != 2 || !strings.Contains(r.Refused[0].Reason, "no regular file") {
			t.Errorf("%+v", r)
		}
	case <-time.After(10 * time.Second):
		t.Fatal("landing waits for a pipe")
	}
}

func TestAFileThatUnpacksWithoutEnd(t *testing.T) {
	b := &boundedReader{strings.NewReader(strings.Repeat("x", 100)), 50}
	if all, err := io.ReadAll(b); err == nil || len(all) > 50 || !strings.Contains(err.Error(), "land it in parts") {
		t.Errorf("%d bytes, %v", len(all), err)
	}
}

// TestObjectsWithoutAnIdInFiles land, for staging to reject.
func TestObjectsWithoutAnIdInFiles(t *testing.T) {
	fixture := fixtureJSON(1, "")
	for name, text := range map[string]string{
		"a text":  strings.Replace(fixture, `"id":1`, `"id":"abc"`, 1),
		"a float": strings.Replace(fixture, `"id":1`, `"id":1.5`, 1),
		"below 1": strings.Replace(fixture, `"id":1`, `"id":-1`, 1),
		"none":    strings.Replace(fixture, `"id":1,`, ``, 1),
	} {
		got, r := landed(t, "a.json", `{"data":[`+fixture+`,`+text+`]}`, FilesInput{})
		if len(got) != 2 || len(r.Refused) != 0 || !strings.HasPrefix(got[1], "fixture 1 ") && !strings.HasPrefix(got[0], "fixture 1 ") {
			t.Errorf("%s: landed %v, refused %v", name, got, r.Refused)
		}
	}
}

// TestTheTimeZoneOfAnAnswerIsRecorded with its request, from the API and in files.
func TestTheTimeZoneOfAnAnswerIsRecorded(t *testing.T) {
	a := newAPI(t, func(w http.ResponseWriter, r *http.Request) {
		answerOf(w, 200, `{"data":[`+fixtureJSON(1, "")+`],"timezone":"Europe/Berlin"}`)
	})
	if objects := multi(t, a, 1); objects[0].Request != "/v3/football/fixtures/multi/1?timezone=Europe/Berlin" {
		t.Errorf("request %q", objects[0].Request)
	} else if at, ok := objects[0].Kickoff(); !ok || !at.Equal(time.Date(2026, 2, 2, 14, 0, 0, 0, time.UTC)) {
		t.Errorf("kick-off %s", at)
	}
	a = newAPI(t, func(w http.ResponseWriter, r *http.Request) {
		answerOf(w, 200, `{"data":[],"timezone":"Mars/Olympus"}`)
	})
	if _, err := a.ask(); err == nil || !strings.Contains(err.Error(), "Mars/Olympus") || len(a.requests()) != 1 {
		t.Errorf("an unknown zone: %v after %d requests", err, len(a.requests()))
	}
	for text, want := range map[string]string{
		`{"data":[%s],"timezone":"Europe/Berlin"}`:                                                         "?timezone=Europe/Berlin",
		`{"request":{"path":"/v3/football/fixtures/1","params":{"timezone":"Asia/Tokyo"}},"payload":[%s]}`: "/v3/football/fixtures/1?timezone=Asia/Tokyo",
		`{"request":"/v3/football/fixtures/1?timezone=Asia%%2FTokyo","payload":%s}`:                        "/v3/football/fixtures/1?timezone=Asia/Tokyo",
		`{"timezone":"UTC","data":[%s]}`:                                                                   "",
		`{"request":"https://x/v3/football/fixtures/1","body":{"data":%s,"timezone":"Asia/Tokyo"}}`:        "/v3/football/fixtures/1?timezone=Asia/Tokyo",
	} {
		got, _ := landed(t, "a.json", fmt.Sprintf(text, fixtureJSON(1, "")), FilesInput{})
		if len(got) != 1 || !strings.HasSuffix(got[0], " "+want) {
			t.Errorf("%s: landed %q, want request %q", text, got, want)
		}
	}
}
