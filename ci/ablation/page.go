package main

import (
	"context"
	"fmt"
	"io"

	"matchday"
	"matchday/ci/harness"
	"matchday/stages/train"
	"matchday/stages/train/xgboost"
)

// preface says what the page is. Its figures come from make ablation alone.
const preface = `# What each piece is worth

Written by ` + "`make ablation`" + `, on the seasons 2006/07 to 2014/15 without those that [the tables of quality](quality.md) report: E0–E3
all of them, D1, I1, SP1 and F1 to 2009/10, other divisions all of them. Worth is the log loss without the piece less that with it, paired
by fixture, with a 95 % interval that resamples match days; above zero the piece helps.
`

// page measures everything and writes it.
func page(ctx context.Context, w io.Writer, rows, goalsOnly *matchday.Rows, conf matchday.Train) error {
	fmt.Fprint(w, preface)
	models, err := measureModels(ctx, rows, conf)
	if err != nil {
		return err
	}
	fmt.Fprint(w, "\n## Models\n\nThe ensemble of each market group, refitted every 28 days, and the same without one of its parts; then without the prices of the group.\n")
	table(w, "log loss without", models)
	used, unused, err := measureFeatures(ctx, rows, goalsOnly, conf)
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "\n## Features in use\n\nXGBoost with its logistic map, one booster of %d rounds fitted before each season.\n", rounds)
	table(w, "log loss without", used)
	fmt.Fprint(w, "\n## Features not in use\n\nThe same, with columns that no model reads put in.\n")
	table(w, "log loss with", unused)
	return nil
}

// measureModels takes each model out of each ensemble, and then the prices.
func measureModels(ctx context.Context, rows *matchday.Rows, conf matchday.Train) (out []row, err error) {
	var last []prediction // the ensemble of the group that knows less
	for _, market := range harness.Markets {
		in, err := base(ctx, rows, market, conf)
		if err != nil {
			return nil, err
		}
		whole, err := in.ensemble(ctx)
		if err != nil {
			return nil, err
		}
		out = append(out, compare(rows, fmt.Sprintf("**`%s`, nothing left out**", market), whole, whole, whole))
		for _, name := range in.names {
			lacks, err := in.only(func(n string) bool { return n != name }).ensemble(ctx)
			if err != nil {
				return nil, err
			}
			out = append(out, compare(rows, fmt.Sprintf("`%s`: %s", market, name), whole, lacks, lacks))
		}
		if last != nil {
			out = append(out, compare(rows, fmt.Sprintf("`%s`: its prices", market), whole, last, last))
		}
		last = whole
	}
	return out, nil
}

// measureFeatures walks XGBoost in use, and every variant of it.
func measureFeatures(ctx context.Context, rows, goalsOnly *matchday.Rows, conf matchday.Train) (used, unused []row, err error) {
	const off, past, bare, first = 0, 1, 2, 3 // places of the walks
	none := func(*matchday.Rows, *xgboost.Config) {}
	jobs := []job{{rows, train.MarketOff, none}, {rows, train.MarketPast, none}, {goalsOnly, train.MarketOff, none}}
	for _, v := range variants() {
		jobs = append(jobs, job{rows, v.market, v.change})
	}
	walked, err := walkAll(ctx, jobs, conf.XGBoost)
	if err != nil {
		return nil, nil, err
	}
	whole := map[string][]prediction{train.MarketOff: walked[off], train.MarketPast: walked[past]}
	for _, market := range []string{train.MarketOff, train.MarketPast} {
		used = append(used, compare(rows, fmt.Sprintf("**`%s`, nothing left out**", market), whole[market], whole[market], whole[market]))
	}
	used = append(used, compare(rows, "`off`: shots, shots on target and corners, in the ratings too", walked[off], walked[bare], walked[bare]))
	for k, v := range variants() {
		said, name := walked[first+k], fmt.Sprintf("`%s`: %s", v.market, v.name)
		if v.added {
			unused = append(unused, compare(rows, name, said, whole[v.market], said))
		} else {
			used = append(used, compare(rows, name, whole[v.market], said, said))
		}
	}
	return used, unused, nil
}

func table(w io.Writer, head string, rows []row) {
	fmt.Fprintf(w, "\n| piece | fixtures | %s | worth |\n| --- | --- | --- | --- |\n", head)
	for _, r := range rows {
		worth := ""
		if r.worth.Low != r.worth.High {
			worth = harness.Text(r.worth, 5)
		}
		fmt.Fprintf(w, "| %s | %d | %.5f | %s |\n", r.name, r.n, r.logLoss, worth)
	}
}
