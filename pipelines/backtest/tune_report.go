package backtest

import (
	"bytes"
	"fmt"
	"io"
	"text/tabwriter"
	"time"

	"sigs.k8s.io/yaml"

	"matchday"
	"matchday/stages/tune"
	"matchday/warehouse/wholefile"
)

// TuneReport is the result of a search for training settings.
type TuneReport struct {
	Fixtures int            `json:"fixtures"` // on which each trial was scored
	Start    float64        `json:"start"`    // log loss of the settings that the search began with
	LogLoss  float64        `json:"log_loss"` // of the best
	Train    matchday.Train `json:"train"`    // the best
	Trials   []TuneTrial    `json:"trials"`
	Out      string         `json:"out"` // the file that holds the best
}

// TuneTrial changed one setting of the best so far.
type TuneTrial struct {
	Number  int         `json:"number"`
	Setting string      `json:"setting"`
	From    float64     `json:"from"`
	To      float64     `json:"to"`
	LogLoss float64     `json:"log_loss"`
	Change  tune.Change `json:"change"` // against the best so far
	Kept    bool        `json:"kept"`
}

func (t tuner) report(r tune.Result) TuneReport {
	out := TuneReport{
		Fixtures: r.Best.Losses.Count(), Start: r.Trials[0].Losses.Mean(), LogLoss: r.Best.Losses.Mean(), Train: r.Best.Train, Out: t.opts.Out,
	}
	for _, x := range r.Trials[1:] {
		out.Trials = append(out.Trials, TuneTrial{x.Number, x.Turned, x.From, x.To, x.Losses.Mean(), x.Change, x.Kept})
	}
	return out
}

// WriteText prints the trials in their order.
func (r TuneReport) WriteText(w io.Writer) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(t, "trial\tsetting\tfrom\tto\tlog loss\tchange\t95 %% interval\t\t\n0\t\t\t\t%.5f\t\t\t\t\n", r.Start)
	for _, x := range r.Trials {
		kept := ""
		if x.Kept {
			kept = "kept"
		}
		fmt.Fprintf(t, "%d\t%s\t%v\t%v\t%.5f\t%+.5f\t%+.5f to %+.5f\t%s\t\n", x.Number, x.Setting, x.From, x.To, x.LogLoss, x.Change.Mean, x.Change.Low, x.Change.High, kept)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintf(w, "Log loss of the ensemble on %d fixtures: %.5f, from %.5f. The settings: %s\n", r.Fixtures, r.LogLoss, r.Start, r.Out)
	return err
}

// writeConfig writes the best settings as a file for --config. Its head says how they
// were found.
func (r TuneReport) writeConfig(o TuneOptions) error {
	settings, err := yaml.Marshal(struct {
		Train matchday.Train `json:"train"`
	}{r.Train})
	if err != nil {
		return err
	}
	var text, trials bytes.Buffer
	kept := 0
	for _, x := range r.Trials {
		word := ""
		if x.Kept {
			kept, word = kept+1, ", kept"
		}
		fmt.Fprintf(&trials, "#   %s %v to %v: %+.5f [%+.5f, %+.5f]%s\n", x.Setting, x.From, x.To, x.Change.Mean, x.Change.Low, x.Change.High, word)
	}
	fmt.Fprintf(&text, `# The training settings found by
#
#   matchday tune --trials %d --seed %d --from %s --to %s --step %.0fd --market %s
#
# Each was tried on %d fixtures, none of a season that the tables of quality report.
# Of %d trials %d were better than the best before by more than chance; the ensemble's
# log loss went from %.5f to %.5f.
#
%s`, o.Trials, o.Seed, o.From.Format(time.DateOnly), o.To.Format(time.DateOnly), o.Step.Hours()/24, o.Market,
		r.Fixtures, len(r.Trials), kept, r.Start, r.LogLoss, &trials)
	text.Write(settings)
	return wholefile.Writer{}.Write(o.Out, text.Bytes())
}
