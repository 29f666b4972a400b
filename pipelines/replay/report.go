package replay

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"matchday/pipelines/job"
	"matchday/warehouse"
)

// Report says for every repeated run whether the result is the stored one.
type Report struct {
	Runs      []ReplayedRun `json:"runs"`      // in the order in which they wrote
	Elsewhere int           `json:"elsewhere"` // other runs in the warehouse
}

// ReplayedRun is a repeated run, as of one moment.
type ReplayedRun struct {
	RunID      string    `json:"run_id"`
	Pipeline   string    `json:"pipeline"`
	AsOf       time.Time `json:"as_of"`
	Commits    int       `json:"commits"`     // as of that moment
	Model      string    `json:"model"`       // version; "" if nothing was predicted
	Revision   string    `json:"revision"`    // of the program that ran
	ByRevision string    `json:"by_revision"` // of the program that repeated it
	// Rules and ByRules are the numbers of the rules of betting of the two programs.
	// Where they differ, bets and skips are not compared.
	Rules   int `json:"rules"`
	ByRules int `json:"by_rules"`
	// SameInputs says that the raw files that had landed by the run's clock are
	// still the same, by their fingerprint.
	SameInputs  bool                   `json:"same_inputs"`
	Rows        map[string]int         `json:"rows"`         // compared, by table
	KeptMarkets int                    `json:"kept_markets"` // goals markets stored as rows, compared to 1e-12
	Rounded     int                    `json:"rounded"`      // probabilities of these predictions that are the same to 1e-12 and not to the bit
	Identical   bool                   `json:"identical"`    // to the bit, but for these two
	Differences []warehouse.Difference `json:"differences"`
}

// Err is a Refused if a run differs.
func (r Report) Err() error {
	var other []string
	for _, run := range r.Runs {
		if !run.Identical {
			other = append(other, run.RunID)
		}
	}
	if len(other) == 0 {
		return nil
	}
	return job.Refused{Reason: fmt.Sprintf("%d of %d runs differ from what is stored: %s", len(other), len(r.Runs), strings.Join(other, ", "))}
}

// shownDifferences is how many differences the text lists for a run; the JSON lists all.
const shownDifferences = 20

// WriteText prints one line for each run, and a table of what differs.
func (r Report) WriteText(w io.Writer) error {
	for _, run := range r.Runs {
		if err := run.writeText(w); err != nil {
			return err
		}
	}
	if len(r.Runs) == 0 {
		_, err := fmt.Fprintf(w, "The warehouse holds no run that can be replayed, and %d that cannot.\n", r.Elsewhere)
		return err
	}
	return nil
}

func (r ReplayedRun) writeText(w io.Writer) error {
	var rows []string
	for _, table := range slices.Sorted(maps.Keys(r.Rows)) {
		if n := r.Rows[table]; n > 0 {
			rows = append(rows, fmt.Sprintf("%d %s", n, table))
		}
	}
	if len(rows) == 0 {
		rows = []string{"it wrote nothing"}
	}
	word := "identical to the bit"
	if r.Rounded > 0 {
		word = "identical to 1e-12"
	}
	if !r.Identical {
		word = fmt.Sprintf("DIFFERS in %d values", len(r.Differences))
	}
	fmt.Fprintf(w, "%s as of %s: %s: %s\n", r.RunID, r.AsOf.Format(time.RFC3339), word, strings.Join(rows, ", "))
	if !r.SameInputs {
		fmt.Fprintln(w, "  Its raw files have changed: one landed at the very moment of its clock, landed later with an earlier time, or was removed")
	}
	if r.Rules != r.ByRules {
		fmt.Fprintf(w, "  It bet by rules %d, this program bets by rules %d: its bets and skips are not compared\n", r.Rules, r.ByRules)
	}
	if r.KeptMarkets > 0 {
		fmt.Fprintf(w, "  Its %d goals markets were stored as rows and are computed from rates now: compared to 1e-12\n", r.KeptMarkets)
	}
	if r.Rounded > 0 {
		fmt.Fprintf(w, "  Of its probabilities, %d are rounded differently: ratings let the same time pass in more steps then\n", r.Rounded)
	}
	if r.Identical {
		return nil
	}
	if r.Revision != r.ByRevision {
		fmt.Fprintf(w, "  It ran with revision %s, and was replayed with %s\n", r.Revision, r.ByRevision)
	}
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "  TABLE\tKEY\tCOLUMN\tSTORED\tAGAIN")
	for k, d := range r.Differences {
		if k == shownDifferences {
			fmt.Fprintf(t, "  … %d more\n", len(r.Differences)-k)
			break
		}
		fmt.Fprintf(t, "  %s\t%s\t%s\t%s\t%s\n", d.Table, d.Key, d.Column, d.Stored, d.Rerun)
	}
	return t.Flush()
}
