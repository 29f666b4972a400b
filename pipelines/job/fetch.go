package job

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Fetch lands what is new at the sources and returns what that cost. It is nil
// where there is no source to ask.
type Fetch func(context.Context, Env) (APIUsage, error)

// APIUsage counts a job's requests to the API.
type APIUsage struct {
	Requests int `json:"requests"` // sent, repeated ones included
	Saved    int `json:"saved"`    // not sent: a cache or the lake had the answer
	// Left is what remains of each hourly allowance, by the API's entity.
	Left map[string]int `json:"left"`
	// Missing is what the API did not give and the job goes on without, with the reason.
	Missing []string `json:"missing,omitempty"`
}

// Add adds what another client of the same job did later.
func (a *APIUsage) Add(b APIUsage) {
	a.Requests += b.Requests
	a.Saved += b.Saved
	left := maps.Clone(a.Left)
	if left == nil {
		left = map[string]int{}
	}
	maps.Copy(left, b.Left)
	a.Left = left
}

// Line is one line for people; "" if the API was not asked.
func (a APIUsage) Line() string {
	if a.Requests+a.Saved == 0 {
		return ""
	}
	var b strings.Builder
	fmt.Fprintf(&b, "Requests: %d sent, %d saved", a.Requests, a.Saved)
	for _, entity := range slices.Sorted(maps.Keys(a.Left)) {
		fmt.Fprintf(&b, ", %d left for %s", a.Left[entity], entity)
	}
	b.WriteString("\n")
	for _, missing := range a.Missing {
		fmt.Fprintf(&b, "  missing: %s\n", missing)
	}
	return b.String()
}
