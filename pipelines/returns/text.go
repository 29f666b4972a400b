package returns

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"matchday"
)

// percent writes a fraction, and a dash for one that there is not.
func percent(f *float64) string {
	if f == nil {
		return "-"
	}
	return fmt.Sprintf("%.1f %%", 100**f)
}

// String writes an estimate of a fraction with its interval, in per cent.
func (e *Estimate) String() string {
	if e == nil {
		return "-"
	}
	return fmt.Sprintf("%.1f %% [%.1f, %.1f]", 100*e.Value, 100*e.Low, 100*e.High)
}

// WriteText prints the tables.
func (r Report) WriteText(w io.Writer) error {
	if len(r.Strategies) == 0 {
		_, err := fmt.Fprint(w, "Bets: none settled\n\n")
		return err
	}
	for _, write := range []func(io.Writer) error{r.writeMoney, r.writeReturns, r.writeBuckets, r.writeBookmakers} {
		if err := write(w); err != nil {
			return err
		}
	}
	return nil
}

// table prints a title and rows of cells, right-aligned, and an empty line.
func table(w io.Writer, title string, rows [][]string) error {
	fmt.Fprintln(w, title)
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	for _, row := range rows {
		fmt.Fprintln(t, strings.Join(row, "\t")+"\t")
	}
	if err := t.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintln(w)
	return err
}

func (r Report) writeMoney(w io.Writer) error {
	rows := [][]string{{"bets", "n", "matches", "staked", "profit", "bankroll", "log growth", "drawdown"}}
	money := func(m matchday.Money) string { return m.StringFixed(2) }
	line := func(s Strategy) {
		growth := "lost whole"
		if s.LogGrowth != nil {
			growth = fmt.Sprintf("%+.2f", *s.LogGrowth)
		}
		rows = append(rows, []string{s.Name, fmt.Sprint(s.Bets), fmt.Sprint(s.Matches), money(s.Staked), money(s.Profit), money(s.Bankroll), growth, percent(&s.MaxDrawdown)})
	}
	last := len(r.Strategies) - 1
	for _, s := range r.Strategies[:last] {
		line(s)
	}
	for _, s := range r.Selections {
		rows = append(rows, []string{"on " + s.Selection, fmt.Sprint(s.N), "", money(s.Staked), money(s.Profit), "", "", ""})
	}
	line(r.Strategies[last])
	return table(w, "Settled bets, at prices that were quoted before them", rows)
}

func (r Report) writeReturns(w io.Writer) error {
	rows := [][]string{{"returns", "of the money staked", "of a unit on each", "of the bankroll", "closing-line value", "above zero"}}
	for _, s := range r.Strategies {
		rows = append(rows, []string{s.Name, s.Return.String(), s.Flat.String(), s.PerBankroll.String(), s.CLV.String(), percent(s.AboveZero)})
	}
	return table(w, "What they returned, with 95 % intervals over match days", rows)
}

func (r Report) writeBuckets(w io.Writer) error {
	rows := [][]string{{"expected value", "n", "predicted", "came, of a unit on each", "closing-line value"}}
	for _, b := range r.Buckets {
		rows = append(rows, []string{b.name(), fmt.Sprint(b.Bets), percent(&b.Predicted), b.Flat.String(), b.CLV.String()})
	}
	return table(w, "What came of the expected value that was predicted", rows)
}

func (b Bucket) name() string {
	switch {
	case b.From < 0:
		return fmt.Sprintf("below %.0f %%", 100**b.To)
	case b.To == nil:
		return fmt.Sprintf("%.0f %% and above", 100*b.From)
	}
	return fmt.Sprintf("%.0f to %.0f %%", 100*b.From, 100**b.To)
}

// shownBookmakers is how many bookmakers the text names; the JSON names all.
const shownBookmakers = 5

func (r Report) writeBookmakers(w io.Writer) error {
	var at []string
	rest := 0
	for k, b := range r.Bookmakers {
		if k >= shownBookmakers {
			rest += b.Bets
			continue
		}
		at = append(at, fmt.Sprintf("%s %.1f %%", b.Name, 100*b.Share))
	}
	if rest > 0 {
		at = append(at, fmt.Sprintf("others %.1f %%", 100*float64(rest)/float64(r.All().Bets)))
	}
	_, err := fmt.Fprintf(w, "The bets stand at: %s\n\n", strings.Join(at, ", "))
	return err
}
