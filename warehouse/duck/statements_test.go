package duck_test

import (
	"slices"
	"testing"

	"matchday/warehouse/duck"
)

func TestATextIsSplitBetweenItsStatementsOnly(t *testing.T) {
	for text, want := range map[string][]string{
		"":                             nil,
		" ; ;\n":                       nil,
		"-- a; b\n/* c; */":            nil,
		"select 1":                     {"select 1"},
		"select 1;":                    {"select 1;"},
		"select 1; -- end; of it":      {"select 1;"},
		"-- first;\nselect 1;select 2": {"-- first;\nselect 1;", "select 2"},
		"select ';'; select 2":         {"select ';';", "select 2"},
		"select 'it''s;'; select 2":    {"select 'it''s;';", "select 2"},
		`select ";" from t; select 2`:  {`select ";" from t;`, "select 2"},
		`select e'\';'; select 2`:      {`select e'\';';`, "select 2"},
		`select '\'; select 2`:         {`select '\';`, "select 2"},
		"select $$;$$; select 2":       {"select $$;$$;", "select 2"},
		"select $a$;$$;$a$; select 2":  {"select $a$;$$;$a$;", "select 2"},
		"select 1 /* ; */; select 2":   {"select 1 /* ; */;", "select 2"},
		"select 'open; select 2":       {"select 'open; select 2"},
		"select /* open; select 2":     {"select /* open; select 2"},
		"select $1; select 2":          {"select $1;", "select 2"},
		"select name'x;' ; select 2":   {"select name'x;' ;", "select 2"},
		"select 1 - -1; select 'é;'":   {"select 1 - -1;", "select 'é;'"},
	} {
		if got := duck.Statements(text); !slices.Equal(got, want) {
			t.Errorf("%q is split into %q, want %q", text, got, want)
		}
	}
}
