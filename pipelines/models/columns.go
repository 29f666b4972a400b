package models

import (
	"slices"

	"matchday"
	"matchday/stages/features"
	"matchday/stages/train"
)

// besideModels are the columns that are told with a prediction and with its
// explanation: how much of the elevens is known.
var besideModels = []string{"lineup_coverage_home", "lineup_coverage_away", "lineup_announced_home", "lineup_announced_away"}

// Columns are the features that fitted models read, with those that are told beside
// them. A version of an older program may read others than a new one.
func Columns(fitted train.Models) ([]string, error) {
	names, err := catalogue()
	return slices.Concat(fitted.Reads(names), besideModels), err
}

// ServedColumns are the features that versions read which are fitted now, of whichever
// market group.
func ServedColumns(conf matchday.Train) ([]string, error) {
	names, err := catalogue()
	if err != nil {
		return nil, err
	}
	wanted := slices.Clone(besideModels)
	for _, market := range []string{train.MarketOff, train.MarketPast, train.MarketOn} {
		read, err := train.Reads(market, conf, names)
		if err != nil {
			return nil, err
		}
		wanted = append(wanted, read...)
	}
	return slices.DeleteFunc(names, func(name string) bool { return !slices.Contains(wanted, name) }), nil
}

// catalogue names all features that the program computes.
func catalogue() ([]string, error) {
	all, err := features.Catalogue()
	names := make([]string, len(all))
	for i, f := range all {
		names[i] = f.Name
	}
	return names, err
}
