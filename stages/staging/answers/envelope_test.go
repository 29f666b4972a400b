package answers

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

// TestEnvelopeInAnyForm: only the data must have its form. What else is read may be
// written in any, and what is not read may be anything.
func TestEnvelopeInAnyForm(t *testing.T) {
	const data = `"data":[{"id":1}]`
	limit := &RateLimit{3600, 2482, "Fixture"}
	for name, c := range map[string]struct {
		rest  string
		more  bool
		limit *RateLimit
	}{
		"as documented": {`"pagination":{"per_page":50,"has_more":true},"rate_limit":{"resets_in_seconds":3600,"remaining":2482,"requested_entity":"Fixture"}`, true, limit},
		"empty maps":    {`"pagination":[],"rate_limit":[],"subscription":[],"message":[]`, false, nil},
		"nulls":         {`"pagination":null,"rate_limit":null,"message":null,"code":null,"timezone":null`, false, nil},
		"numbers as text": {`"pagination":{"per_page":"50","current_page":"1","has_more":"1"},
			"rate_limit":{"resets_in_seconds":"3600","remaining":" 2482 ","requested_entity":"Fixture"},"code":"0"`, true, limit},
		"floats":               {`"rate_limit":{"resets_in_seconds":3.6e3,"remaining":2482.0,"requested_entity":"Fixture"},"pagination":{"has_more":1.0}`, true, limit},
		"has_more 0":           {`"pagination":{"has_more":0}`, false, nil},
		"has_more as text":     {`"pagination":{"has_more":"true"}`, true, nil},
		"has_more as no":       {`"pagination":{"has_more":"False"}`, false, nil},
		"has_more is a list":   {`"pagination":{"has_more":[]}`, false, nil},
		"capitals":             {`"Pagination":{"Has_More":true},"RATE_LIMIT":{"Remaining":2482,"resets_in_seconds":3600,"requested_entity":"Fixture"}`, true, limit},
		"a limit half said":    {`"rate_limit":{"remaining":7}`, false, nil},
		"a limit that is text": {`"rate_limit":"unlimited"`, false, nil},
		"a limit of objects":   {`"rate_limit":{"remaining":{},"resets_in_seconds":[]}`, false, nil},
		"a boundless limit":    {`"rate_limit":{"remaining":1e300,"resets_in_seconds":1}`, false, nil},
	} {
		for _, body := range []string{"{" + data + "," + c.rest + "}", "\ufeff{" + c.rest + "," + data + "} "} {
			e, err := ReadEnvelope([]byte(body))
			if err != nil || string(e.Data) != `[{"id":1}]` || e.HasMore != c.more || e.Code != 0 || e.Zone != "" || e.Message != "" {
				t.Errorf("%s: %+v, %v", name, e, err)
			}
			if got, want := fmt.Sprint(e.RateLimit), fmt.Sprint(c.limit); got != want {
				t.Errorf("%s: rate limit %s, want %s", name, got, want)
			}
		}
	}
	e, err := ReadEnvelope([]byte(`{"message":["a","b"],"code":"5002","retry_after":"77","timezone":"Europe/Berlin"}`))
	if err != nil || e.Code != CodeIncludeNotInPlan || e.RetryAfter != 77 || e.Zone != "Europe/Berlin" || e.Replied {
		t.Errorf("%+v, %v", e, err)
	}
	for _, nothing := range []string{"null", "[]", "{}", " [ ] ", `""`, "false"} {
		if e, err := ReadEnvelope([]byte(`{"data":` + nothing + `}`)); err != nil || e.Data != nil || !e.Replied {
			t.Errorf("data %s: %+v, %v", nothing, e, err)
		}
	}
}

// TestEnvelopesThatAreNone are not taken for a response that says nothing.
func TestEnvelopesThatAreNone(t *testing.T) {
	for body, want := range map[string]error{
		``: ErrTruncated, `[{"id":1}]`: nil, `{"data":[{"id":1}]`: ErrTruncated, `{"data":[1]} {}`: nil, `{"data":7}`: nil, `{"data":[NaN]}`: nil,
		`{"data":` + strings.Repeat("[", MaxNesting) + strings.Repeat("]", MaxNesting) + `}`: ErrTooNested,
		`{"x":` + strings.Repeat(`{"a":`, 100_000):                                           ErrTooNested,
		`{"data":[` + strings.Repeat("{},", MaxObjects) + `{}]}`:                             ErrTooMany,
	} {
		if _, err := ReadEnvelope([]byte(body)); err == nil || want != nil && !errors.Is(err, want) {
			t.Errorf("%.40s: %v, want %v", body, err, want)
		}
	}
	deep := `{"data":` + strings.Repeat("[", MaxNesting-1) + strings.Repeat("]", MaxNesting-1) + `}`
	if _, err := ReadEnvelope([]byte(deep)); err != nil {
		t.Errorf("as deep as the limit: %v", err)
	}
}

func TestTimeZonesOfRequests(t *testing.T) {
	for request, zone := range map[string]string{
		"/v3/football/fixtures/1": "", "/v3/football/fixtures/2": "UTC", "/v3/football/fixtures/1?include=odds": "Europe/Berlin", "": "America/Sao_Paulo",
	} {
		recorded := InZone(request, zone)
		got := ZoneOf(recorded)
		if utc := zone == "" || zone == "UTC"; utc && (got != nil || recorded != request) || !utc && got.String() != zone {
			t.Errorf("%q in %q: %q, %v", request, zone, recorded, got)
		}
	}
	if ZoneOf("/v3/football/search/timezone=Europe/Berlin") != nil {
		t.Error("a path is no parameter")
	}
	for _, name := range []string{"Mars/Olympus", "Local", "../../etc/passwd", "+02:00"} {
		if _, err := LoadZone(name); err == nil {
			t.Errorf("%s is a zone", name)
		}
	}
}
