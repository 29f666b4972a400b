package job

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// Fetch lands what is new at the sources and returns what that cost. It is nil
// where there is no source to ask.
type Fetch func(context.Context, Env) (APIUsage, error)

// Together is the fetches of several sources, one after the other, without those that
// are nil; nil if there is none. An error ends it.
func Together(fetches ...Fetch) Fetch {
	fetches = slices.DeleteFunc(slices.Clone(fetches), func(f Fetch) bool { return f == nil })
	if len(fetches) == 0 {
		return nil
	}
	return func(ctx context.Context, e Env) (all APIUsage, err error) {
		for _, fetch := range fetches {
			u, err := fetch(ctx, e)
			all.Add(u)
			if err != nil {
				return all, err
			}
		}
		return all, nil
	}
}

// APIUsage counts a job's requests to the API, and the files that it downloaded.
type APIUsage struct {
	// Asked is when the job began to ask the API, by its clock; zero: it did not.
	Asked    time.Time `json:"-"`
	Requests int       `json:"requests"` // sent, repeated ones included
	Saved    int       `json:"saved"`    // not sent: a cache or the lake had the answer
	// Left is what remains of each hourly allowance, by the API's entity.
	Left map[string]int `json:"left"`
	// Missing is what the API did not give and the job goes on without, with the reason.
	Missing []string `json:"missing,omitempty"`
	// Downloads are the files of football-data.co.uk.
	Downloads Downloads `json:"downloads,omitzero"`
}

// Downloads counts the files that were asked of football-data.co.uk.
type Downloads struct {
	Files     int      `json:"files"` // asked for
	Landed    int      `json:"landed"`
	Unchanged int      `json:"unchanged"` // as they had landed before
	Absent    int      `json:"absent"`    // not published (yet)
	Failed    []string `json:"failed,omitempty"`
}

// Add adds what another source, or another client of the same job, gave.
func (a *APIUsage) Add(b APIUsage) {
	if a.Asked.IsZero() || !b.Asked.IsZero() && b.Asked.Before(a.Asked) {
		a.Asked = b.Asked
	}
	a.Requests += b.Requests
	a.Saved += b.Saved
	left := maps.Clone(a.Left)
	if left == nil {
		left = map[string]int{}
	}
	maps.Copy(left, b.Left)
	a.Left = left
	a.Missing = append(a.Missing, b.Missing...)
	a.Downloads.Files += b.Downloads.Files
	a.Downloads.Landed += b.Downloads.Landed
	a.Downloads.Unchanged += b.Downloads.Unchanged
	a.Downloads.Absent += b.Downloads.Absent
	a.Downloads.Failed = append(a.Downloads.Failed, b.Downloads.Failed...)
}

// Line is a line for people of each source that was asked; "" if none was.
func (a APIUsage) Line() string {
	var b strings.Builder
	if a.Requests+a.Saved > 0 {
		fmt.Fprintf(&b, "Requests: %d sent, %d saved", a.Requests, a.Saved)
		for _, entity := range slices.Sorted(maps.Keys(a.Left)) {
			fmt.Fprintf(&b, ", %d left for %s", a.Left[entity], entity)
		}
		b.WriteString("\n")
	}
	for _, missing := range a.Missing {
		fmt.Fprintf(&b, "  missing: %s\n", missing)
	}
	return b.String() + a.Downloads.Line()
}

// Line is one line for people, and one for each file that failed; "" if no file was
// asked for.
func (d Downloads) Line() string {
	if d.Files == 0 {
		return ""
	}
	text := fmt.Sprintf("Downloads: %d files asked for, %d landed, %d unchanged, %d not published, %d failed\n",
		d.Files, d.Landed, d.Unchanged, d.Absent, len(d.Failed))
	for _, reason := range d.Failed {
		text += "  not downloaded: " + reason + "\n"
	}
	return text
}
