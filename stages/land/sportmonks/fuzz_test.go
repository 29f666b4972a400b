package sportmonks

import (
	"bytes"
	"net/http"
	"testing"
	"time"

	"matchday/stages/staging/answers"
)

// FuzzAnswers: no bytes of a file make the splitter fail in a bad way; what it finds are
// parts of them, and each object can be decoded or says why not.
func FuzzAnswers(f *testing.F) {
	for _, seed := range []string{
		`{"data":[{"id":1}]}`, `[{"id":1},{"data":{}}]`, `{"payload":{"data":{"id":2}},"fetched_at":"x"}`, `{"request":{"path":7},"body":[]}`,
		`{"request":"%zz"}`, `[[[]]]`, `{"a":{"id":1}}`, `{"data":`, `{"data":[` + fixtureJSON(1, "") + `],"timezone":"Europe/Berlin"}`,
		`{"request":"/v3/football/odds/pre-match/fixtures/9","body":{"data":[{"id":"x","fixture_id":9,"market_id":1},{"id":2}]}}`,
		"\ufeff" + teamJSON + "\n\n" + teamJSON, `{"id":null,"league_id":8,"season_id":1,"state_id":1,"starting_at":"x"}`,
	} {
		f.Add([]byte(seed), true)
	}
	f.Fuzz(func(t *testing.T, b []byte, lines bool) {
		whole := form{lines: lines}
		count := 0
		err := whole.blocks(bytes.NewReader(b), func(part block) error {
			out := FilesInput{}.split(0, file{form: whole, at: fileTime}, part)
			if len(out.sums) != len(out.objects) {
				t.Errorf("%q: %d objects, %d checksums", b, len(out.objects), len(out.sums))
			}
			for _, o := range out.objects {
				count++
				if o.Entity == "" || o.ID == "" || o.nameless() != (o.Number() == 0) || o.Entity != "odds" && !bytes.Contains(b, o.Payload) {
					t.Errorf("%q gave %+v", b, o)
				}
				answers.DecodeObject(&answers.Raw{Entity: o.Entity, ID: o.ID, Request: o.Request, FetchedAt: o.FetchedAt.UnixMicro(), Payload: o.Payload})
			}
			return nil
		})
		if err != nil || count > len(b) {
			t.Errorf("%q: %d objects, %v", b, count, err)
		}
	})
}

// FuzzResponse: whatever a server answers, it is objects, nothing, or an error; it asks
// for no wait that is longer than an allowance lasts, and what lands holds no key.
func FuzzResponse(f *testing.F) {
	good := `{"data":[` + fixtureJSON(1, "") + `],"pagination":{"has_more":true},` + limitOK + `}`
	f.Add(200, "application/json", "", []byte(good))
	f.Add(200, "text/html", "", []byte("<html>"))
	f.Add(429, "application/json", "999999999999", []byte(`{"retry_after":"1e9","rate_limit":[]}`))
	f.Add(429, "", "Fri, 31 Dec 9999 23:59:59 GMT", []byte(`[]`))
	f.Add(403, "application/json", "", []byte(`{"message":"`+secret+`","code":"5002"}`))
	f.Add(200, "application/json", "-1", []byte(`{"data":[{"id":"`+secret+`"},7,null],"message":[],"timezone":"Asia/Tokyo"}`))
	f.Add(500, "application/json; charset=x", "", []byte("\ufeff"+`{"data":{"id":1}}`))
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, status int, kind, wait string, body []byte) {
		c := Client{cfg: Config{Key: NewKey(secret), Now: func() time.Time { return now }}}
		q := query{path: "/football/fixtures/multi/1"}
		a := response{fetchedAt: now}
		body = c.cfg.Key.strike(body)
		err := c.read(q, &http.Response{StatusCode: status, Header: http.Header{"Content-Type": {kind}, "Retry-After": {wait}}}, body, &a)
		if d := c.gates.take(q.path, now, 0); d > longestWait {
			t.Errorf("waits %s", d)
		}
		if err != nil {
			return
		}
		objects, err := objectsOf(a.Data, answers.FixtureEntity, a.record(q), a.fetchedAt)
		if err != nil {
			t.Errorf("%q is a response, and its data is no list: %v", body, err)
		}
		for _, o := range objects {
			if o.ID == "" || bytes.Contains(o.Payload, []byte(secret)) {
				t.Errorf("%q gave %+v", body, o)
			}
			o.Kickoff()
		}
	})
}
