package sportmonks

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"time"

	"matchday/stages/staging/answers"
)

// Object is one thing that the API said: a fixture, a team, a type.
type Object struct {
	Entity    string
	ID        string // its own id, in digits; answers.NoID and a checksum if it has none
	Request   string // path and query, without the key; empty if unknown
	FetchedAt time.Time
	Payload   []byte // its bytes as received
}

// Number is the id as a number; 0 of an object without one.
func (o Object) Number() int64 {
	n, _ := strconv.ParseInt(o.ID, 10, 64)
	return n
}

// objectsOf splits the data of a response, an object or a list of them, into
// its objects without parsing what is inside them. Odds rows become one object
// a fixture. What has no id lands as well, for staging to reject.
func objectsOf(data []byte, entity, request string, at time.Time) (out []Object, err error) {
	start := answers.SkipSpace(data, 0)
	if start == len(data) {
		return nil, nil
	}
	add := func(payload []byte) {
		out = append(out, Object{Entity: entity, ID: landedID(payload, entity), Request: request, FetchedAt: at, Payload: payload})
	}
	if data[start] == '{' {
		add(bytes.TrimSpace(data))
	} else {
		_, err = answers.Elements(data, start, func(i int) (int, error) {
			end, err := answers.Skip(data, i)
			if err == nil {
				add(data[i:end:end])
			}
			return end, err
		})
	}
	if entity == answers.OddsEntity {
		out = byFixture(out)
	}
	return out, err
}

// landedID is the id under which an object lands.
func landedID(payload []byte, entity string) string {
	key := "id"
	if entity == answers.OddsEntity {
		key = "fixture_id"
	}
	id, err := idOf(payload, key)
	if err != nil {
		sum := sha256.Sum256(payload)
		return answers.NoID + hex.EncodeToString(sum[:8])
	}
	return id
}

// nameless reports that the object has no id of its own.
func (o Object) nameless() bool { return strings.HasPrefix(o.ID, answers.NoID) }

// idOf is the integer under a key of an object, usually its first. Digits in
// quotation marks name an object as well; that their type is wrong is for
// staging to say.
func idOf(object []byte, key string) (string, error) {
	id := ""
	_, err := answers.Fields(object, 0, func(name []byte, value int) (int, bool, error) {
		if string(name) != key {
			return 0, true, nil
		}
		end, err := answers.Skip(object, value)
		if err == nil {
			id = strings.Trim(string(object[value:end]), `"`)
		}
		return end, false, err
	})
	if err != nil {
		return "", err
	}
	if n, err := strconv.ParseInt(id, 10, 64); err != nil || n <= 0 {
		return "", fmt.Errorf("want an integer %q, got %.40q", key, id)
	}
	return id, nil
}

// byFixture joins odds rows into one JSON list a fixture, in the order in which
// the fixtures first appear.
func byFixture(rows []Object) []Object {
	place := map[string]int{}
	var out []Object
	for _, row := range rows {
		i, ok := place[row.ID]
		if !ok {
			i = len(out)
			place[row.ID] = i
			first := row
			first.Payload = []byte{'['}
			out = append(out, first)
		} else {
			out[i].Payload = append(out[i].Payload, ',')
		}
		out[i].Payload = append(out[i].Payload, row.Payload...)
	}
	for i := range out {
		out[i].Payload = append(out[i].Payload, ']')
	}
	return out
}

// Kickoff is the kick-off in the API's JSON of a fixture, nominal if its day is known
// alone; ok is false if there is none. Staging rejects such a fixture and says why.
func (o Object) Kickoff() (at time.Time, ok bool) {
	f, err := answers.Decode[answers.Fixture](o.Payload)
	if err != nil {
		return time.Time{}, false
	}
	at, _, ok = f.Kickoff(answers.ZoneOf(o.Request))
	return at, ok
}
