package files

import (
	"cmp"
	_ "embed"
	"encoding/csv"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"matchday/stages/staging/table"
)

// AliasTable is the committed table of spellings that mean one club:
// country, spelling, canonical name. People correct it by hand.
//
//go:embed aliases.csv
var AliasTable string

// Aliases maps a country's spelling to the club's canonical name.
type Aliases map[spelling]string

type spelling struct{ Country, Name string }

// ReadAliases reads an alias table. A spelling listed twice, or a canonical
// name that is itself listed as a spelling of another, is an error that names
// the row.
func ReadAliases(table string) (Aliases, error) {
	rows, err := csv.NewReader(strings.NewReader(table)).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("alias table: %w", err)
	}
	if len(rows) == 0 || !slices.Equal(rows[0], []string{"country", "spelling", "canonical"}) {
		return nil, errors.New("alias table: its first row must be country,spelling,canonical")
	}
	aliases := Aliases{}
	for i, row := range rows[1:] {
		key := spelling{row[0], row[1]}
		if _, twice := aliases[key]; twice || row[0] == "" || row[1] == "" || row[2] == "" {
			return nil, fmt.Errorf("alias table row %d (%s): empty, or a spelling listed twice", i+2, strings.Join(row, ","))
		}
		aliases[key] = row[2]
	}
	for key, canonical := range aliases {
		if _, chained := aliases[spelling{key.Country, canonical}]; chained {
			return nil, fmt.Errorf("alias table: %s: %q stands for %q, which stands for another; name the last one in both rows",
				key.Country, key.Name, canonical)
		}
	}
	return aliases, nil
}

// TeamID is a club's identity: country/canonical name.
func (a Aliases) TeamID(country, name string) string {
	if canonical, ok := a[spelling{country, name}]; ok {
		name = canonical
	}
	return country + "/" + name
}

// teamsOf lists the clubs of file seasons with every spelling met, by id.
func teamsOf(seasons []*FileSeason) []table.Team {
	spellings := map[string]map[string]bool{}
	countries := map[string]string{}
	add := func(id, country, name string) {
		if spellings[id] == nil {
			spellings[id], countries[id] = map[string]bool{}, country
		}
		spellings[id][name] = true
	}
	for _, e := range seasons {
		for i, r := range e.rows {
			if e.listed[i].gone {
				continue
			}
			add(e.homes[i], e.league.Country, r.Home)
			add(e.aways[i], e.league.Country, r.Away)
		}
	}
	teams := make([]table.Team, 0, len(spellings))
	for id, names := range spellings {
		country := countries[id]
		teams = append(teams, table.Team{
			ID: id, Country: country, Name: strings.TrimPrefix(id, country+"/"), Spellings: slices.Sorted(maps.Keys(names)),
		})
	}
	slices.SortFunc(teams, func(a, b table.Team) int { return cmp.Compare(a.ID, b.ID) })
	return teams
}

// joinTeams makes one row of a club that plays in several divisions.
func joinTeams(all []table.Team) (out []table.Team) {
	slices.SortStableFunc(all, func(a, b table.Team) int { return cmp.Compare(a.ID, b.ID) })
	for _, t := range all {
		if n := len(out); n > 0 && out[n-1].ID == t.ID {
			known := slices.Concat(out[n-1].Spellings, t.Spellings)
			slices.Sort(known)
			out[n-1].Spellings = slices.Compact(known)
			continue
		}
		out = append(out, t)
	}
	return out
}
