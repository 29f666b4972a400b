package config_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"matchday/config"
)

var index = regexp.MustCompile(`\[\d+\]`)

func TestThePageOnBettingHasEveryKeyThatMovesMoneyWithItsDefault(t *testing.T) {
	page, err := os.ReadFile("../docs/betting.md")
	if err != nil {
		t.Fatal(err)
	}
	values, err := config.Values("")
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for _, v := range values {
		section := strings.FieldsFunc(v.Key, func(r rune) bool { return r == '.' || r == '[' })[0]
		if section != "staking" && section != "live" && section != "strategies" && section != "bookmakers" && section != "bet_at" {
			continue
		}
		seen++
		key := index.ReplaceAllString(v.Key, "[]")
		for _, name := range []string{"BFE", "BF"} {
			key = strings.Replace(key, "bookmakers."+name+".", "bookmakers.NAME.", 1)
		}
		row := regexp.MustCompile("(?m)^\\| `" + regexp.QuoteMeta(key) + "` \\|.*$").FindString(string(page))
		if row == "" {
			t.Errorf("docs/betting.md has no row for %s", key)
			continue
		}
		if section != "bet_at" && !strings.Contains(row, "`"+strings.Trim(v.Value, `"`)+"`") {
			t.Errorf("docs/betting.md: the row of %s lacks its default %s: %s", v.Key, v.Value, row)
		}
	}
	if seen < 20 {
		t.Errorf("only %d keys were looked for", seen)
	}
}
