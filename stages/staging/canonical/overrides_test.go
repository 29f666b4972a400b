package canonical

import (
	"strings"
	"testing"
	"time"
)

func TestTheCommittedOverridesAreSound(t *testing.T) {
	if _, err := ReadOverrides(OverrideTable); err != nil {
		t.Fatal(err)
	}
	const first = "entity,source,source_id,canonical_id\n"
	for name, table := range map[string]string{
		"nothing": "", "no first row": "team,sportmonks,1,England/A\n", "an unknown entity": first + "club,sportmonks,1,England/A\n",
		"an unknown source": first + "team,elsewhere,1,England/A\n", "an empty id": first + "team,sportmonks,,England/A\n",
		"an id twice": first + "team,sportmonks,1,England/A\nteam,sportmonks,1,England/B\n", "a short row": first + "team,sportmonks,1\n",
	} {
		if got, err := ReadOverrides(table); err == nil || !strings.Contains(err.Error(), "crosswalk overrides") {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
}

func TestSeasonLabels(t *testing.T) {
	october := time.Date(2025, time.October, 4, 14, 0, 0, 0, time.UTC)
	for _, c := range []struct{ name, division, want string }{
		{"2024/2025", "E0", "2425"}, {"2026", "SM732", "2026"}, {"2024/2025", "DNK", "2024/2025"}, {"2014", "BRA", "2014"},
		{"", "E0", "2526"}, {"Apertura", "MEX", "2526"}, {"24/25", "E0", "2526"}, {"2024/2025", "ICELAND", "2024/2025"}, {"2024/2025", "SC0", "2425"},
	} {
		if got := seasonLabel(c.name, c.division, october); got != c.want {
			t.Errorf("%q in %s is %q, want %q", c.name, c.division, got, c.want)
		}
	}
}
