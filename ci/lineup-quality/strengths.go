package main

import (
	"fmt"
	"io"

	"matchday/stages/features/players"
)

// strengths writes what each kind of player strength, and each column, explains
// of the price's move on the tuning seasons.
func (w *world) strengths(out io.Writer) error {
	fmt.Fprintf(out, "\n## What each kind of player strength gave\n\nOn the tuning seasons: the share of the squared move from pre-match to closing price that is explained "+
		"in each season\nby least-squares weights of the other two.\n\n| a player's rating is made of | rating alone | with regulars missing and regularity |\n| --- | --- | --- |\n")
	share := func(fixtures []fixture, columns ...int) (string, error) {
		r2, err := seasonOut(fixtures, columns, tuning.seasons)
		return fmt.Sprintf("%.1f %%", 100*r2), err
	}
	for _, kind := range kinds {
		fixtures, err := w.fixtures(tuning, kind.column)
		if err != nil {
			return err
		}
		alone, err := share(fixtures, players.RatingDiff)
		if err != nil {
			return err
		}
		together, err := share(fixtures, ours...)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "| %s | %s | %s |\n", kind.name, alone, together)
	}
	fixtures, err := w.fixtures(tuning, ratingColumn)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "\n| columns, with the ICT index | explained |\n| --- | --- |\n")
	for _, c := range []struct {
		name    string
		columns []int
	}{
		{"regulars missing alone", []int{players.MissingDiff}},
		{"regularity alone", []int{players.RegularityDiff}},
		{"rating and regularity", []int{players.RatingDiff, players.RegularityDiff}},
		{"**all three**", ours},
		{"and the bench", append([]int{players.BenchDiff}, ours...)},
		{"and the number of changes", append([]int{players.RotationHome, players.RotationAway}, ours...)},
		{"and a change of goalkeeper", append([]int{players.KeeperChangeHome, players.KeeperChangeAway}, ours...)},
		{"and the strength of both elevens", append([]int{players.StrengthHome, players.StrengthAway}, ours...)},
	} {
		text, err := share(fixtures, c.columns...)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "| %s | %s |\n", c.name, text)
	}
	return nil
}
